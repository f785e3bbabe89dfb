package org.tokenrevocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tokenrevocation.testing.Await;
import org.tokenrevocation.testing.FoundedFleet;
import org.tokenrevocation.testing.RedisServer;
import org.tokenrevocation.testing.TcpProxy;
import redis.clients.jedis.RedisClient;

/** Far more callers than connections, and the end of an instance: nothing hangs, nothing is left. */
class CrowdIT {
    private static final int CALLERS = 200;

    private final RedisServer redis = RedisServer.launch();
    private final TcpProxy proxy = TcpProxy.to(redis.port());
    private final RedisClient jedis = redis.client();
    private final AtomicBoolean isOver = new AtomicBoolean();

    @AfterEach
    void close() {
        isOver.set(true);
        redis.resume();
        proxy.close();
        jedis.close();
        redis.close();
    }

    private TokenRevocation open(String name, String url) {
        return TokenRevocation.open(name, Settings.builder()
                .set("redis-url", url).set("redis-timeout", "200ms").set("effect-bound", "5ms").build());
    }

    private static boolean hasThreads(String name) {
        return Thread.getAllStackTraces().keySet().stream().anyMatch(thread -> thread.getName().startsWith(name + " "));
    }

    private void assertNothingLeft(String name) {
        assertFalse(hasThreads(name), "threads of " + name);
        Await.until("no socket is left", () -> proxy.connections() == 0);
    }

    /** Runs callers until told to stop. */
    private List<Thread> crowd(TokenRevocation node, AtomicLong live, AtomicLong other) {
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            Thread caller = new Thread(() -> {
                while (!isOver.get()) {
                    (node.verdict("t1") == Verdict.LIVE ? live : other).incrementAndGet();
                    // Requests arrive, they do not spin: failing fast must not starve the test of processors.
                    LockSupport.parkNanos(2_000_000);
                }
            });
            callers.add(caller);
            caller.start();
        }
        return callers;
    }

    private static void join(List<Thread> threads) {
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            for (Thread thread : threads) {
                thread.join();
            }
        }, "a call hangs");
    }

    @Test
    void verdict_crowdWhileRedisStallsAndRecovers_allEndAndServiceReturns() {
        jedis.set("session:access:t1", "alice");
        TokenRevocation node = open("crowd", proxy.url());
        AtomicLong live = new AtomicLong();
        AtomicLong other = new AtomicLong();
        List<Thread> callers = crowd(node, live, other);
        for (int round = 0; round < 3; round++) {
            awaitMore(live, 2_000);
            redis.pause();
            awaitMore(other, 2_000);
            redis.resume();
            awaitMore(live, 2_000);
            proxy.cut();
        }
        awaitMore(live, 2_000);
        isOver.set(true);
        join(callers);
        Await.until("live", () -> node.verdict("t1") == Verdict.LIVE);
        node.close();
        assertNothingLeft("crowd");
    }

    private static void awaitMore(AtomicLong count, int more) {
        long goal = count.get() + more;
        Await.until(more + " more", () -> count.get() >= goal);
    }

    @Test
    void close_callsUnderWay_allEndAndNothingIsLeft() {
        TokenRevocation node = open("closing", proxy.url());
        Await.until("up", () -> node.verdict("t1") == Verdict.REVOKED);
        AtomicLong other = new AtomicLong();
        List<Thread> callers = crowd(node, new AtomicLong(), other);
        awaitMore(other, 1_000);
        proxy.holdReplies();
        node.close();
        assertNothingLeft("closing");
        assertEquals(Verdict.UNDECIDED, node.verdict("t1"));
        isOver.set(true);
        join(callers);
        assertThrows(RevocationUnavailableException.class, () -> node.revoke("t1"));
        node.close();
    }

    @Test
    void close_redisStopped_nothingIsLeft() {
        TokenRevocation node = open("stopped", proxy.url());
        Await.until("up", () -> node.verdict("t1") == Verdict.REVOKED);
        redis.pause();
        Await.until("undecided", () -> node.verdict("t1") == Verdict.UNDECIDED);
        node.close();
        assertFalse(hasThreads("stopped"));
        redis.resume();
        assertNothingLeft("stopped");
    }

    @Test
    void close_revocationsWaiting_failInsteadOfHanging() {
        FoundedFleet.write(jedis, 10_000);
        TokenRevocation node = open("waiting", proxy.url());
        Await.until("up", () -> node.verdict("t1") == Verdict.REVOKED);
        CompletionStage<Void> pending = node.revokeAll(List.of("t1", "t2"));
        node.close();
        assertTimeoutPreemptively(Duration.ofSeconds(5), () ->
                assertInstanceOf(RevocationUnavailableException.class, assertThrows(CompletionException.class,
                        () -> pending.toCompletableFuture().join()).getCause()));
        assertNothingLeft("waiting");
    }

    @Test
    void close_whileConnecting_abortsAndNothingIsLeft() {
        // Nobody answers the handshake, and the time-out alone would keep threads for half a minute.
        proxy.blackHole();
        TokenRevocation node = TokenRevocation.open("connecting", Settings.builder()
                .set("redis-url", proxy.url()).set("redis-timeout", "30s").build());
        Await.until("feed and pool shake hands", () -> proxy.connections() == 2);
        assertTimeoutPreemptively(Duration.ofSeconds(15), node::close);
        assertNothingLeft("connecting");
    }

    @Test
    void close_whileJoining_endsAndNothingIsLeft() {
        for (int i = 0; i < 100; i++) {
            Map<byte[], Double> members = new HashMap<>();
            for (int j = 0; j < 1_000; j++) {
                members.put(ByteBuffer.allocate(16).putInt(i).putInt(j).putLong(1).array(), Double.POSITIVE_INFINITY);
            }
            jedis.zadd("token-revocation:{denylist}:revoked".getBytes(StandardCharsets.UTF_8), members);
        }
        TokenRevocation node = TokenRevocation.open("joining", Settings.builder()
                .set("redis-url", proxy.url()).set("mode", "denylist").set("accept-unverified", "anonymous")
                .set("redis-timeout", "5s").build());
        Await.until("it joins", () -> node.health().trouble().orElse("").contains("joining"));
        proxy.holdReplies();
        assertTimeoutPreemptively(Duration.ofSeconds(15), node::close);
        assertNothingLeft("joining");
        assertEquals(Verdict.UNDECIDED, node.verdict("t1"));
    }

    @Test
    void revokeAll_noTokens_successAtOnceThoughRedisIsDown() {
        redis.pause();
        try (TokenRevocation node = open("none", redis.url())) {
            assertTrue(node.revokeAll(List.of()).toCompletableFuture().isDone());
        }
    }

    @Test
    void openAndClose_fiftyTimes_nothingIsLeft() {
        AtomicInteger undecided = new AtomicInteger();
        try (TokenRevocation founder = open("founder", proxy.url())) {
            // Nodes that live shorter than the founding window found nothing.
            Await.untilUp(founder);
        }
        for (int i = 0; i < 50; i++) {
            try (TokenRevocation node = open("again-" + i, proxy.url())) {
                if (i % 2 == 0 && node.verdict("t1") == Verdict.UNDECIDED) {
                    undecided.incrementAndGet();
                }
            }
            // A thread whose work is over may need another moment to be gone.
            String name = "again-" + i;
            Await.until("no thread of it is left", () -> !hasThreads(name));
        }
        assertNothingLeft("again");
        assertTrue(undecided.get() < 25, "some were answered");
        Await.until("Redis sees no client but ours", () -> jedis.info("clients").contains("connected_clients:1\r"));
    }
}
