package org.tokenrevocation.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tokenrevocation.Mode;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.Verdict;
import org.tokenrevocation.testing.Await;
import org.tokenrevocation.testing.RedisServer;
import redis.clients.jedis.RedisClient;

/** Which way a revocation succeeds, as health, log and registry show it; over a real Redis. */
class AcknowledgementIT {
    private static final String ACKNOWLEDGED = "revocations.acknowledged";
    private static final String WAITED = "revocations.waited";

    private final RedisServer redis = RedisServer.launch();
    private final RedisClient jedis = redis.client();
    private final List<TokenRevocation> nodes = new ArrayList<>();

    @AfterEach
    void close() {
        nodes.forEach(TokenRevocation::close);
        jedis.close();
        redis.close();
    }

    private TokenRevocation open(Mode mode, String name) {
        TokenRevocation node = TokenRevocation.open(name,
                new Issuer(mode).settings(redis.url()).set("founding-window", "500ms").build());
        nodes.add(node);
        Await.untilUp(node);
        return node;
    }

    private static long count(TokenRevocation node, String counter) {
        return node.health().counters().get(counter);
    }

    /** Revokes until one is a success by acknowledgements. */
    private static void awaitFast(TokenRevocation node) {
        long before = count(node, ACKNOWLEDGED);
        Await.until("acknowledged: " + node.health().waiting(), () -> {
            node.revoke("unknown-token");
            return count(node, ACKNOWLEDGED) > before;
        });
        Await.until("nothing is to be told", () -> node.health().waiting().isEmpty());
    }

    /** The registry's nodes: id to value. */
    private Map<String, String> registered() {
        String key = jedis.keys("*:nodes:*").iterator().next();
        return jedis.hgetAll(key).entrySet().stream().filter(field -> !field.getKey().equals("since"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void revoke_allNodesLive_nobodyWaits(Mode mode) {
        TokenRevocation one = open(mode, "one");
        TokenRevocation other = open(mode, "other");
        awaitFast(one);
        Await.until("both are registered", () -> registered().size() == 2);
        long waited = count(one, WAITED);
        Issuer issuer = new Issuer(mode);
        for (int i = 0; i < 50; i++) {
            String token = issuer.issue(jedis);
            Await.until("live", () -> one.verdict(token) == Verdict.LIVE && other.verdict(token) == Verdict.LIVE);
            one.revoke(token);
            assertEquals(Verdict.REVOKED, other.verdict(token));
            assertEquals(Verdict.REVOKED, one.verdict(token));
        }
        assertEquals(waited, count(one, WAITED));
        assertTrue(registered().values().stream().allMatch(value -> value.matches("present [0-9a-f]{16} \\d+ (one|other)")),
                registered().toString());
    }

    /** A node that closes is out of the registry, so nobody waits for it. */
    @ParameterizedTest
    @EnumSource(Mode.class)
    void close_oneOfTwo_theOtherDoesNotWait(Mode mode) {
        TokenRevocation stays = open(mode, "stays");
        TokenRevocation leaves = open(mode, "leaves");
        awaitFast(stays);
        Await.until("both are registered", () -> registered().size() == 2);
        leaves.close();
        assertEquals(1, registered().size());
        long waited = count(stays, WAITED);
        stays.revoke("unknown-token");
        assertEquals(waited, count(stays, WAITED));
    }

    /** One that is killed, or stopped, costs a few revocations a wait, and is named; then it is out of the registry. */
    @ParameterizedTest
    @EnumSource(Mode.class)
    void revoke_nodeStopped_waitsNamesItAndIsFastAgain(Mode mode) {
        TokenRevocation lives = open(mode, "lives");
        try (LogWatch log = new LogWatch(); NodeProcess stopped = new NodeProcess(mode, redis.url())) {
            // On a crowded machine one of them may have been silent, and left, for a moment.
            Await.until("both acknowledge", () -> {
                awaitFast(lives);
                return registered().values().stream().filter(value -> value.startsWith("present")).count() == 2;
            });
            stopped.signal("STOP");
            long waited = count(lives, WAITED);
            lives.revoke("unknown-token");
            assertEquals(waited + 1, count(lives, WAITED));
            Await.until("it is named", () -> lives.health().waiting().orElse("").contains("instance [stopped]"));
            assertTrue(lives.health().isUp(), "to be slower is no trouble");
            awaitFast(lives);
            assertEquals(1, registered().size());
            assertEquals(1, log.count("no acknowledgement came from"), log.toString());
            assertEquals(1, log.count("instance [stopped]"), log.toString());
            stopped.signal("CONT");
            Await.until("it is back under another id", () -> registered().size() == 2);
            awaitFast(lives);
        }
    }

    /** Whoever was registered may hold a lease; only time tells that nobody does any more. */
    @ParameterizedTest
    @EnumSource(Mode.class)
    void revoke_registryDeleted_waitsUntilItIsOldEnough(Mode mode) {
        TokenRevocation node = open(mode, "node");
        awaitFast(node);
        jedis.del(jedis.keys("*:nodes:*").iterator().next());
        long waited = count(node, WAITED);
        node.revoke("unknown-token");
        assertEquals(waited + 1, count(node, WAITED));
        awaitFast(node);
        assertEquals(1, registered().size());
    }

    /** A flood costs the fleet one round at a time, however many callers it has. */
    @ParameterizedTest
    @EnumSource(Mode.class)
    void revoke_manyAtATime_shareRounds(Mode mode) {
        TokenRevocation node = open(mode, "node");
        awaitFast(node);
        long before = calls("hgetall");
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String token = "junk-" + i;
            all.add(CompletableFuture.supplyAsync(() -> node.revokeAll(List.of(token)))
                    .thenCompose(CompletionStage::toCompletableFuture));
        }
        all.forEach(CompletableFuture::join);
        assertTrue(calls("hgetall") - before <= 200, "one exchange for each at the most");
        assertFalse(all.isEmpty());
    }

    private long calls(String command) {
        String stats = jedis.info("commandstats");
        return Long.parseLong(stats.replaceFirst("(?s).*cmdstat_" + command + ":calls=(\\d+).*", "$1"));
    }

    /** The nodes of that form know no registry and acknowledge nothing. */
    @ParameterizedTest
    @EnumSource(Mode.class)
    void open_recordOfForm1_isFoundedAnew(Mode mode) {
        String key = mode == Mode.SESSIONS
                ? "token-revocation:fleet:session:access:{token}" : "token-revocation:{denylist}:fleet";
        String replication = jedis.info("replication").replaceFirst("(?s).*master_replid:(\\w+).*", "$1");
        jedis.set(key, "1 0123456789abcdef 50 " + mode.name().toLowerCase() + " " + replication + " 0 1");
        TokenRevocation node = open(mode, "node");
        assertTrue(jedis.get(key).startsWith("2 "), jedis.get(key));
        assertFalse(jedis.get(key).contains("0123456789abcdef"));
        awaitFast(node);
    }
}
