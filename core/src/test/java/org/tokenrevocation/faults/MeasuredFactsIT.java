package org.tokenrevocation.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tokenrevocation.Health;
import org.tokenrevocation.Mode;
import org.tokenrevocation.Settings;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.Verdict;
import org.tokenrevocation.testing.Await;
import org.tokenrevocation.testing.RedisServer;
import org.tokenrevocation.testing.TcpProxy;
import redis.clients.jedis.exceptions.JedisDataException;

/** What was measured of Redis, and the rule that each fact led to: whoever breaks the rule sees a test fail here. */
class MeasuredFactsIT {
    private static final String TOKEN = "t1";
    private static final String KEY = Issuer.ACCESS + TOKEN;
    private static final int ROUNDS = 100;
    private static final int PROOFS = 10;
    private static final long BOUND_NANOS = 50_000_000;
    private static final long BOUND_PASSED_NANOS = BOUND_NANOS * 12 / 10;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final RedisServer redis = opened(RedisServer.launch("--busy-reply-threshold", "100"));
    private final Console console = opened(new Console(redis));
    private final TcpProxy line = opened(TcpProxy.to(redis.port()));

    private <T extends AutoCloseable> T opened(T resource) {
        opened.add(0, resource);
        return resource;
    }

    @AfterEach
    void close() throws Exception {
        redis.resume();
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    private Settings.Builder settings() {
        return new Issuer(Mode.SESSIONS).settings(line.url())
                .set("effect-bound", "50ms").set("founding-window", "500ms").set("redis-timeout", "10s");
    }

    private TokenRevocation open(Settings.Builder settings) {
        TokenRevocation node = opened(TokenRevocation.open("node", settings.build()));
        Await.untilUp(node);
        return node;
    }

    private static void awaitPassed(long fromNanos, long nanos) {
        Await.until("the time is over", () -> System.nanoTime() - fromNanos >= nanos);
    }

    private static void awaitInMemory(TokenRevocation node, String token) {
        Await.until("in memory", () -> {
            long before = node.health().counters().get("lookups");
            return node.verdict(token) == Verdict.LIVE && node.health().counters().get("lookups") == before
                    && node.health().memory() == Health.Memory.LEASED;
        });
    }

    /** Until a lease holds that was asked for after now, so that all pushes before now have been applied. */
    private static void awaitProofFromNowOn(TokenRevocation node) {
        long now = System.nanoTime();
        Await.until("a proof", () -> {
            node.verdict("another");
            long before = System.nanoTime();
            return node.health().leaseAge().map(age -> before - age.toNanos() - now > 0).orElse(false);
        });
    }

    /** Asks right after a proof, several times: a lease that lapsed in between would hide what memory holds. */
    private static void assertNotInMemory(TokenRevocation node) {
        for (int i = 0; i < PROOFS; i++) {
            awaitProofFromNowOn(node);
            assertEquals(Verdict.REVOKED, node.verdict(TOKEN));
        }
    }

    /** Begins a request whose answer leaves Redis and does not arrive. */
    private CompletableFuture<Verdict> heldRequest(TokenRevocation node, TcpProxy.Hold hold) {
        CompletableFuture<Verdict> verdict = CompletableFuture.supplyAsync(() -> node.verdict(TOKEN));
        Await.until("Redis has answered", hold::isCaught);
        return verdict;
    }

    /** Fact 4: the invalidation overtakes the answer of a look-up that began before the deletion. */
    @Test
    void verdict_invalidationOvertakesLookUp_answerIsNotKept() {
        TokenRevocation node = open(settings());
        console.send("SET", KEY, "alice");
        TcpProxy.Hold hold = line.holdReplyTo(KEY);
        CompletableFuture<Verdict> early = heldRequest(node, hold);
        console.send("DEL", KEY);
        awaitProofFromNowOn(node);
        hold.release();
        assertEquals(Verdict.LIVE, early.join());
        assertNotInMemory(node);
    }

    /** Fact 4: the placeholder that the late answer finds is another one's, who asked after the deletion. */
    @Test
    void verdict_lateAnswerFindsAnotherPlaceholder_answerIsNotKept() {
        TokenRevocation node = open(settings());
        console.send("SET", KEY, "alice");
        TcpProxy.Hold hold = line.holdReplyTo(KEY);
        long begin = System.nanoTime();
        CompletableFuture<Verdict> early = heldRequest(node, hold);
        console.send("DEL", KEY);
        awaitProofFromNowOn(node);
        awaitPassed(begin, 2 * BOUND_NANOS);
        TcpProxy.Hold other = line.holdReplyTo(KEY);
        CompletableFuture<Verdict> late = heldRequest(node, other);
        hold.release();
        assertEquals(Verdict.LIVE, early.join());
        // Later than the flight under way may be joined: this one looks into memory, and asks.
        awaitPassed(System.nanoTime(), 2 * BOUND_NANOS);
        assertNotInMemory(node);
        other.release();
        assertEquals(Verdict.REVOKED, late.join());
    }

    /** Fact 4: between two connections of the feed nobody hears what is deleted. */
    @Test
    void verdict_feedReplacedDuringLookUp_answerIsNotKept() {
        TokenRevocation node = open(settings());
        console.send("SET", KEY, "alice");
        TcpProxy.Hold hold = line.holdReplyTo(KEY);
        CompletableFuture<Verdict> early = heldRequest(node, hold);
        line.refuse();
        line.cut("TRACKING");
        Await.until("the lease is lost", () -> node.health().memory() != Health.Memory.LEASED);
        console.send("DEL", KEY);
        line.admit();
        awaitProofFromNowOn(node);
        hold.release();
        assertEquals(Verdict.LIVE, early.join());
        assertNotInMemory(node);
    }

    /** Fact 4: what was kept under an earlier connection of the feed counts no more. */
    @Test
    void verdict_deletedWhileFeedIsAway_refused() {
        TokenRevocation node = open(settings());
        console.send("SET", KEY, "alice");
        awaitInMemory(node, TOKEN);
        line.refuse();
        line.cut("TRACKING");
        Await.until("the lease is lost", () -> node.health().memory() != Health.Memory.LEASED);
        console.send("DEL", KEY);
        line.admit();
        assertEquals(Verdict.REVOKED, node.verdict(TOKEN));
        assertNotInMemory(node);
    }

    /**
     * A deletion executed in the same round as a script, just before it: answered after the busy threshold of 100 ms,
     * but its invalidation leaves when the script ends. In between every beat is answered, with an error.
     */
    @Test
    void verdict_deletedJustBeforeBusyScript_notAcceptedThoughNoInvalidationCame() {
        TokenRevocation node = open(settings().set("redis-timeout", "300ms"));
        Console writer = opened(new Console(redis));
        Console script = opened(new Console(redis));
        console.send("SET", KEY, "alice");
        awaitInMemory(node, TOKEN);
        redis.pause();
        writer.post("DEL", KEY);
        script.keepBusy();
        redis.resume();
        assertEquals(1L, writer.answer());
        long answered = System.nanoTime();
        awaitPassed(answered, BOUND_PASSED_NANOS);
        Await.until("two seconds are over", () -> {
            assertNotEquals(Verdict.LIVE, node.verdict(TOKEN));
            return System.nanoTime() - answered > 2_000_000_000L;
        });
        console.endScript();
        Await.until("refused", () -> node.verdict(TOKEN) == Verdict.REVOKED);
    }

    /** A look-up is two commands; when both are answered with an error, none may be left for the next one to read. */
    @Test
    void verdict_afterErrorsOfBusyScript_everyAnswerIsToItsOwnQuestion() {
        TokenRevocation node = open(settings().set("redis-timeout", "300ms").set("cache-size", "0"));
        Console script = opened(new Console(redis));
        console.send("SET", KEY, "alice");
        script.keepBusy();
        Await.until("Redis says that it is busy", () -> node.health().trouble().orElse("").contains("BUSY"));
        for (int i = 0; i < ROUNDS; i++) {
            assertEquals(Verdict.UNDECIDED, node.verdict(TOKEN));
        }
        console.endScript();
        Await.until("answered again", () -> node.verdict(TOKEN) != Verdict.UNDECIDED);
        for (int i = 0; i < ROUNDS; i++) {
            assertNotEquals(Verdict.REVOKED, node.verdict(TOKEN));
            assertNotEquals(Verdict.LIVE, node.verdict("unknown"));
        }
    }

    /** Fact 3, of Redis. */
    @Test
    void tracking_overlappingPrefixes_refusedByRedis() {
        for (String other : List.of("session:access:", "session:", "session:access:more:")) {
            JedisDataException refusal = assertThrows(JedisDataException.class,
                    () -> console.send("CLIENT", "TRACKING", "ON", "BCAST", "PREFIX", "session:access:", "PREFIX", other));
            assertTrue(refusal.getMessage().contains("overlap"), refusal.getMessage());
        }
    }

    /** Fact 3: the key that proves the feed lies under the namespace, and that may begin like the session keys. */
    @Test
    void feed_namespaceBeginsLikeTheSessionKeys_trackedAllTheSame() {
        TokenRevocation node = open(settings()
                .set("session-key-access", "session:{sha256}").set("session-key-refresh", "session:r:{sha256}")
                .set("namespace", "session"));
        Await.until("leased", () -> node.verdict(TOKEN) == Verdict.REVOKED
                && node.health().memory() == Health.Memory.LEASED);
    }

    /** Fact 3: only what the filter reads is tracked, and the feed's own probe; refresh tokens make no traffic. */
    @Test
    void feed_up_tracksAccessKeysAndItsProbeOnly() {
        open(settings());
        assertTrue(console.text("INFO", "stats").contains("tracking_total_prefixes:2\r"));
    }
}
