package org.tokenrevocation.faults;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
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
    private static final int ROLES = 40;
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
                        issuer.settings(redis.url()).set("effect-bound", "800ms").build())) {
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

    /** Who answers is asked over one connection for all; over the others only for the role, which costs Redis less. */
    @Test
    void keeper_idle_asksSeldomWhoAnswers() {
        try (RedisServer redis = RedisServer.launch();
                Console console = new Console(redis);
                TokenRevocation node = TokenRevocation.open("node", new Issuer(Mode.SESSIONS).settings(redis.url()).build())) {
            Await.untilUp(node);
            console.send("CONFIG", "RESETSTAT");
            AtomicInteger ours = new AtomicInteger();
            Await.until("some seconds of checks", () -> {
                ours.incrementAndGet();
                return calls(of("role", console.text("INFO", "commandstats"))) > ROLES;
            });
            String stats = console.text("INFO", "commandstats");
            long infos = calls(of("info", stats)) - ours.get();
            assertTrue(2 * infos < ROLES, infos + " INFO in " + stats);
        }
    }

    private static String of(String command, String stats) {
        return stats.lines().filter(line -> line.startsWith("cmdstat_" + command + ":")).collect(Collectors.joining());
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
