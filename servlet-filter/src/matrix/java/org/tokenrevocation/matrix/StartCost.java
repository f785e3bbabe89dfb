package org.tokenrevocation.matrix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenrevocation.testing.RedisServer;

/**
 * What our JAR adds to a deployment: the time that a freshly started Tomcat itself reports for one and the same
 * application, without our JAR and with it, round by round. Writes {@code target/start-cost.json} and asserts nothing; run
 * by its name.
 */
class StartCost {
    private static final int ROUNDS = Integer.getInteger("start-cost.rounds", 7);
    private static final Pattern DEPLOYED =
            Pattern.compile("/measured\\.war\\] has finished in \\[([0-9,.]+)\\] ms");

    @TempDir
    Path folder;

    @Test
    void deployment_withoutAndWith_asTomcatReports() throws IOException {
        Path without = new HostWar().write(folder.resolve("without"));
        Path with = new HostWar().withAllJar().write(folder.resolve("with"));
        Map<String, List<Long>> millis = new LinkedHashMap<>();
        try (RedisServer redis = RedisServer.launch()) {
            String down = "redis://127.0.0.1:" + RedisServer.freePort();
            for (int round = 0; round < ROUNDS; round++) {
                note(millis, "none", without, "sessions", redis.url());
                note(millis, "sessions-up", with, "sessions", redis.url());
                note(millis, "sessions-down", with, "sessions", down);
                note(millis, "denylist-up", with, "denylist", redis.url());
                note(millis, "denylist-down", with, "denylist", down);
            }
        }
        String json = millis.entrySet().stream().map(each -> "\"" + each.getKey() + "\": " + each.getValue())
                .collect(Collectors.joining(",\n", "{\n", "\n}\n"));
        Files.writeString(Path.of("target", "start-cost.json"), json);
    }

    private void note(Map<String, List<Long>> millis, String variant, Path war, String mode, String redisUrl)
            throws IOException {
        Map<String, String> settings = new HashMap<>(Map.of("REVOCATION_REDIS_URL", redisUrl,
                "REVOCATION_MODE", mode, "REVOCATION_EXCLUDE", "/public", "REVOCATION_SERVE_ENDPOINT", "true"));
        if (mode.equals("denylist")) {
            settings.put("REVOCATION_JWT_KEYS", "hmac:" + "A".repeat(43));
        }
        Path measured = Files.copy(war, folder.resolve("measured.war"),
                StandardCopyOption.REPLACE_EXISTING);
        try (Container tomcat = Containers.of("tomcat10")) {
            tomcat.start(settings, List.of(measured));
            tomcat.awaitUp("measured");
            Matcher matcher = DEPLOYED.matcher(tomcat.said());
            if (!matcher.find()) {
                throw new IllegalStateException("Tomcat's log tells no deployment time");
            }
            millis.computeIfAbsent(variant, key -> new ArrayList<>())
                    .add(Long.parseLong(matcher.group(1).replaceAll("[,.]", "")));
        }
    }
}
