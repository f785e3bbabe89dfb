package org.tokenrevocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tokenrevocation.testing.Await;
import org.tokenrevocation.testing.FoundedFleet;
import org.tokenrevocation.testing.RedisServer;
import redis.clients.jedis.RedisClient;

/** Revocations from code: what a host hangs on their completion holds up nobody, and they do not pile up. */
class RevocationsInFlightIT {
    private static final int HELD = 20;

    private final RedisServer redis = RedisServer.launch();
    private TokenRevocation node;

    private void start(int maxInFlight) {
        node = TokenRevocation.open("node", Settings.builder().set("redis-url", redis.url()).set("redis-timeout", "5s")
                .set("effect-bound", "5ms").set("max-in-flight", String.valueOf(maxInFlight)).build());
        Await.untilUp(node);
    }

    @AfterEach
    void stop() {
        node.close();
        redis.close();
    }

    private long inFlight() {
        return node.health().counters().get("revocations.in-flight");
    }

    @Test
    void revokeAll_hostsActionsAreHeldUp_othersTakeEffectAllTheSame() throws Exception {
        // Each waits, so that none has taken effect when the host's action is hung on it: that would run in this thread.
        try (RedisClient jedis = redis.client()) {
            FoundedFleet.write(jedis, 500);
        }
        start(1_000);
        CountDownLatch isReleased = new CountDownLatch(1);
        CountDownLatch held = new CountDownLatch(HELD);
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 0; i < HELD; i++) {
            all.add(node.revokeAll(List.of("t" + i)).thenRun(() -> {
                held.countDown();
                awaitQuietly(isReleased);
            }).toCompletableFuture());
        }
        assertTrue(held.await(20, TimeUnit.SECONDS), "all of them run at the same time");
        node.revokeAll(List.of("other")).toCompletableFuture().get(20, TimeUnit.SECONDS);
        Await.until("only those held up are in flight", () -> inFlight() == HELD);
        isReleased.countDown();
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
        Await.until("none is in flight", () -> inFlight() == 0);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void revokeAll_moreThanMayBeInFlight_refusedAtOnceAndNothingRevoked() {
        try (RedisClient jedis = redis.client()) {
            FoundedFleet.write(jedis, 10_000);
        }
        start(3);
        List<CompletionStage<Void>> waiting = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            waiting.add(node.revokeAll(List.of("t" + i)));
        }
        RevocationUnavailableException refused =
                assertThrows(RevocationUnavailableException.class, () -> node.revoke("t3"));
        assertTrue(refused.getMessage().contains("revocation.max-in-flight [3]"), refused.getMessage());
        assertEquals(3L, node.health().counters().get("revocations"));
        node.close();
        waiting.forEach(stage -> assertTrue(stage.toCompletableFuture().isCompletedExceptionally()));
        assertEquals(0, inFlight());
    }

    /** What begins and fails, or has nothing to do, leaves its room. */
    @Test
    void revokeAll_refusedOrEmpty_leavesNothingInFlight() {
        start(1);
        for (int i = 0; i < 3; i++) {
            assertThrows(IllegalArgumentException.class, () -> node.revokeAll(List.of("no token")));
            node.revokeAll(List.of());
            node.revoke("t1");
            Await.until("none is in flight", () -> inFlight() == 0);
        }
    }
}
