package org.tokenrevocation.internal.lease;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tokenrevocation.RevocationUnavailableException;
import org.tokenrevocation.testing.Await;

class CommitWaitTest {
    private static final long LONG = Duration.ofSeconds(10).toNanos();

    private static boolean hasThreads(String name) {
        return Thread.getAllStackTraces().keySet().stream().anyMatch(thread -> thread.getName().startsWith(name));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 999_999, 5_000_000, 50_000_000, 50_000_001, 10_000_000_000L})
    void nanos_anyBound_coversClocksThatDifferByChronysSlew(long bound) {
        long nanos = CommitWait.nanos(bound);
        assertTrue(nanos >= 1.18 * bound, "1.083 / 0.917 = 1.18: " + nanos);
        assertTrue(nanos >= 6 * bound / 5, "rounded up: " + nanos);
        assertTrue(nanos <= 6 * bound / 5 + 2, "no longer than promised: " + nanos);
    }

    @Test
    void start_waitOver_completesOnWorkerNotBefore() throws Exception {
        long bound = Duration.ofMillis(50).toNanos();
        try (CommitWait wait = new CommitWait("over")) {
            long began = System.nanoTime();
            AtomicReference<String> thread = new AtomicReference<>();
            wait.start(bound).thenRun(() -> thread.set(Thread.currentThread().getName()))
                    .toCompletableFuture().get(20, TimeUnit.SECONDS);
            assertTrue(System.nanoTime() - began >= CommitWait.nanos(bound));
            assertTrue(thread.get().startsWith("over commit-"), thread.get());
        }
    }

    @Test
    void close_waitsUnderWay_failInsteadOfHanging() {
        CommitWait wait = new CommitWait("under-way");
        List<CompletableFuture<Void>> waits = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            waits.add(wait.start(LONG).toCompletableFuture());
        }
        wait.close();
        waits.forEach(CommitWaitTest::assertFailed);
        Await.until("no thread is left", () -> !hasThreads("under-way "));
    }

    @Test
    void start_afterClose_failsAtOnce() {
        CommitWait wait = new CommitWait("closed");
        wait.close();
        assertFailed(wait.start(LONG).toCompletableFuture());
        assertDoesNotThrow(wait::close);
        assertFalse(hasThreads("closed "));
    }

    @Test
    void close_whileOthersStart_everyWaitEnds() throws Exception {
        for (int round = 0; round < 50; round++) {
            CommitWait wait = new CommitWait("race");
            long bound = round % 2 == 0 ? LONG : 1;
            List<CompletableFuture<Void>> waits = new ArrayList<>();
            CountDownLatch isStarting = new CountDownLatch(20);
            Thread starter = new Thread(() -> {
                for (int i = 0; i < 200; i++) {
                    waits.add(wait.start(bound).toCompletableFuture());
                    isStarting.countDown();
                }
            });
            starter.start();
            isStarting.await();
            wait.close();
            starter.join();
            Await.until("every wait has ended", () -> waits.stream().allMatch(CompletableFuture::isDone));
        }
    }

    private static void assertFailed(CompletableFuture<Void> wait) {
        ExecutionException e = assertThrows(ExecutionException.class, () -> wait.get(20, TimeUnit.SECONDS));
        assertInstanceOf(RevocationUnavailableException.class, e.getCause());
        assertEquals(1, e.getCause().getMessage().lines().count());
    }
}
