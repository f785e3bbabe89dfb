package org.tokenrevocation.faults;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tokenrevocation.Health;
import org.tokenrevocation.Mode;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.Verdict;
import org.tokenrevocation.testing.Await;
import org.tokenrevocation.testing.RedisServer;
import redis.clients.jedis.RedisClient;

/** Counted by Redis itself: while a lease holds, no request reaches it, only the beats and the keeping of connections. */
class CommandStatsIT {
    private static final int TOKENS = 50;
    private static final int REQUESTS = 200_000;
    /** A starved machine may let a lease lapse; then a request or two ask directly. */
    private static final int ALLOWED = REQUESTS / 1_000;

    @ParameterizedTest
    @EnumSource(Mode.class)
    void verdict_steadyLoadUnderLease_noCommandPerRequest(Mode mode) {
        Issuer issuer = new Issuer(mode);
        try (RedisServer redis = RedisServer.launch();
                RedisClient host = redis.client();
                Console console = new Console(redis);
                TokenRevocation node = TokenRevocation.open("node",
                        issuer.settings(redis.url()).set("effect-bound", "1s").build())) {
            Await.untilUp(node);
            List<String> tokens = new ArrayList<>();
            for (int i = 0; i < TOKENS; i++) {
                tokens.add(issuer.issue(host));
            }
            Await.until("a lease", () -> tokens.stream().allMatch(token -> node.verdict(token) == Verdict.LIVE)
                    && node.health().memory() == Health.Memory.LEASED);
            console.send("CONFIG", "RESETSTAT");
            int accepted = 0;
            for (int i = 0; i < REQUESTS; i++) {
                accepted += node.verdict(tokens.get(i % TOKENS)) == Verdict.LIVE ? 1 : 0;
            }
            assertTrue(accepted > REQUESTS - ALLOWED, "accepted: " + accepted);
            String stats = console.text("INFO", "commandstats");
            assertTrue(calls(stats) < ALLOWED, stats);
        }
    }

    private static long calls(String stats) {
        Matcher matcher = Pattern.compile("calls=(\\d+)").matcher(stats);
        long calls = 0;
        while (matcher.find()) {
            calls += Long.parseLong(matcher.group(1));
        }
        return calls;
    }
}
