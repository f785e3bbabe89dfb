package org.tokenrevocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tokenrevocation.internal.lease.FleetRecord;
import org.tokenrevocation.testing.Await;
import org.tokenrevocation.testing.RedisServer;
import redis.clients.jedis.RedisClient;

/**
 * What nodes write to Redis and publish, held against the files of {@code src/test/resources/wire}, one for each mode and released
 * version. This version has to write the newest, and to read them all. {@code -Dwire.write=0.1.0} writes the files of a version
 * anew: only before its release.
 */
class WireFormatIT {
    private static final Path FILES = Path.of("src/test/resources/wire");
    private static final String NEWEST = "0.1.0";
    /** Revoked in every file. */
    private static final String REVOKED = "revoked-in-this-version";
    private static final String SESSION = "session:access:";

    private final RedisServer redis = RedisServer.launch();
    private final RedisClient jedis = redis.client();
    private final List<TokenRevocation> nodes = new ArrayList<>();

    @AfterEach
    void close() {
        nodes.forEach(TokenRevocation::close);
        jedis.close();
        redis.close();
    }

    /** Who changes a form lets nodes of two versions misunderstand each other: say so under "Upgrade" in the changelog. */
    @ParameterizedTest
    @ValueSource(strings = {"sessions", "denylist"})
    void write_thisVersion_asTheNewestFile(String mode) throws IOException {
        List<String> written = written(mode);
        String version = System.getProperty("wire.write");
        if (version != null) {
            Files.writeString(file(mode, version), String.join("\n", written) + "\n");
        }
        assertEquals(shapes(lines(mode, NEWEST)), shapes(written));
    }

    @ParameterizedTest
    @ValueSource(strings = NEWEST)
    void start_onDenylistOfThatVersion_refusesWhatItRevoked(String version) throws IOException {
        lines("denylist", version).stream().filter(line -> !line.startsWith("PUBLISH")).forEach(this::execute);
        TokenRevocation node = open("denylist");
        assertEquals(Verdict.REVOKED, node.verdict(REVOKED));
        assertEquals(Verdict.LIVE, node.verdict("another"));
    }

    /** The record comes while the node runs, from a node of that version. */
    @ParameterizedTest
    @ValueSource(strings = NEWEST)
    void changes_ofThatVersion_areFollowed(String version) throws IOException {
        TokenRevocation node = open("denylist");
        assertEquals(Verdict.LIVE, node.verdict(REVOKED));
        for (String line : lines("denylist", version)) {
            if (line.startsWith("ZADD")) {
                execute(line);
            } else if (line.startsWith("XADD") && line.contains(" d ")) {
                execute(line.replaceFirst(" \\d+-\\d+ ", " * "));
            }
        }
        Await.until("refused", () -> node.verdict(REVOKED) == Verdict.REVOKED);
    }

    @ParameterizedTest
    @ValueSource(strings = NEWEST)
    void announcement_ofThatVersion_isHeeded(String version) throws IOException {
        TokenRevocation node = open("denylist");
        for (String line : lines("denylist", version)) {
            if (line.startsWith("PUBLISH")) {
                execute(line);
            }
        }
        Await.until("refused", () -> node.verdict(REVOKED) == Verdict.REVOKED);
    }

    @ParameterizedTest
    @ValueSource(strings = NEWEST)
    void fleetRecord_ofThatVersion_isReadable(String version) throws IOException {
        for (Mode mode : Mode.values()) {
            String name = mode.name().toLowerCase(Locale.ROOT);
            String record = lines(name, version).stream().filter(line -> line.startsWith("SET ") && line.contains("fleet"))
                    .findFirst().orElseThrow().split(" ")[2];
            FleetRecord read = FleetRecord.parse(new String(WireText.bytes(record), StandardCharsets.UTF_8));
            assertNotNull(read, record);
            assertEquals(mode, read.mode());
        }
    }

    @Test
    void sessions_entryThatAHostWrites_isLiveUntilRevoked() {
        jedis.set(SESSION + REVOKED, "alice");
        TokenRevocation node = open("sessions");
        assertEquals(Verdict.LIVE, node.verdict(REVOKED));
        node.revoke(REVOKED);
        assertEquals(Verdict.REVOKED, node.verdict(REVOKED));
        assertTrue(!jedis.exists(SESSION + REVOKED));
    }

    private TokenRevocation open(String mode) {
        TokenRevocation opened = TokenRevocation.open("node", Settings.builder().set("redis-url", redis.url()).set("mode", mode)
                .set("founding-window", "500ms").set("redis-timeout", "5s").set("accept-unverified", "anonymous").build());
        nodes.add(opened);
        Await.untilUp(opened);
        return opened;
    }

    /** Two nodes, of which one revokes and the other acknowledges. */
    private List<String> written(String mode) {
        jedis.set(SESSION + REVOKED, "alice");
        TokenRevocation revoking = open(mode);
        open(mode);
        List<String> lines = new ArrayList<>();
        try (WireMessages messages = WireMessages.hear(redis.port())) {
            revoking.revoke(REVOKED);
            lines.addAll(stored());
            Await.until("announced and acknowledged", () -> published(messages).size() == 2);
            lines.addAll(published(messages));
        }
        return lines;
    }

    private Collection<String> stored() {
        TreeSet<String> lines = new TreeSet<>();
        for (String key : jedis.keys("token-revocation:*")) {
            switch (jedis.type(key)) {
                case "string" -> lines.add(WireText.line("SET", key, jedis.get(key)));
                case "hash" -> jedis.hgetAll(key).forEach((field, value) -> lines.add(WireText.line("HSET", key, field, value)));
                case "zset" -> {
                    for (byte[] each : jedis.zrange(key.getBytes(StandardCharsets.UTF_8), 0, -1)) {
                        lines.add(WireText.line("ZADD", key, score(key, each), each));
                    }
                }
                case "stream" -> {
                    for (Object entry : (List<?>) WireText.execute(jedis, WireText.line("XRANGE", key, "-", "+"))) {
                        List<?> parts = (List<?>) entry;
                        lines.add(WireText.line("XADD", key, parts.get(0)) + " "
                                + WireText.line(((List<?>) parts.get(1)).toArray()));
                    }
                }
                default -> throw new IllegalStateException(key + " is a " + jedis.type(key));
            }
        }
        lines.removeIf(line -> line.contains(":feed:"));
        return lines;
    }

    private String score(String key, byte[] member) {
        double score = jedis.zscore(key.getBytes(StandardCharsets.UTF_8), member);
        return Double.isInfinite(score) ? "inf" : String.valueOf((long) score);
    }

    /** The first announcement that names a token, and the first acknowledgement: the one goes to a channel, the other to an inbox. */
    private static List<String> published(WireMessages messages) {
        List<String> found = new ArrayList<>();
        for (boolean isInbox : new boolean[] {false, true}) {
            messages.heard().stream().filter(each -> each.channel().matches(".*:[0-9a-f]{16}") == isInbox)
                    .filter(each -> each.bytes().length > 30).findFirst()
                    .ifPresent(each -> found.add(WireText.line("PUBLISH", each.channel(), each.bytes())));
        }
        return found;
    }

    private void execute(String line) {
        WireText.execute(jedis, line);
    }

    private static TreeSet<String> shapes(List<String> lines) {
        return lines.stream().map(WireText::shape).collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> lines(String mode, String version) throws IOException {
        return Files.readAllLines(file(mode, version));
    }

    private static Path file(String mode, String version) {
        return FILES.resolve(mode + "-" + version + ".txt");
    }
}
