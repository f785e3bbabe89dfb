package org.tokenrevocation.internal.lease;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.tokenrevocation.internal.Threads;

/**
 * The pause between Redis' confirmation of a revocation and our saying so: 1.2 × {@code effect-bound}, after which every
 * lease that was given without the revocation has ended on every node. The factor covers clocks of different rates
 * (chrony slews by up to 8.3 %, so two nodes may differ by a factor of 1.18). Thread-safe.
 *
 * <p>No thread waits: a timer fires, and what follows runs on a worker, so that a slow client that is being answered
 * holds up nobody else's answer.
 */
public final class CommitWait implements AutoCloseable {
    /** How many times the effect bound is waited. */
    public static final double FACTOR = 1.2;

    private static final int WORKERS = 4;
    private static final long WORKER_IDLE_SECONDS = 5;

    private final ScheduledThreadPoolExecutor timer;
    private final ThreadPoolExecutor workers;

    /**
     * Starts no thread yet.
     *
     * @param name the instance's name, for the threads
     */
    public CommitWait(String name) {
        timer = new ScheduledThreadPoolExecutor(1, Threads.named(name, "commit-timer"));
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        workers = Threads.pool(name, "commit", WORKERS, WORKER_IDLE_SECONDS);
    }

    /** How long to wait for a bound, in nanoseconds, rounded up. */
    public static long nanos(long boundNanos) {
        return (long) Math.ceil(boundNanos * FACTOR);
    }

    /**
     * Starts the wait; to be called after the confirmation was received.
     *
     * @param boundNanos L of the fleet
     * @return completes on a worker when the wait is over; exceptionally if this was closed meanwhile
     */
    public CompletionStage<Void> start(long boundNanos) {
        CompletableFuture<Void> over = new CompletableFuture<>();
        try {
            timer.schedule(() -> over.completeAsync(() -> null, workers), nanos(boundNanos), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            over.completeExceptionally(e);
        }
        return over;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        workers.shutdown();
    }
}
