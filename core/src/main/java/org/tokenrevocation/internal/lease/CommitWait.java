package org.tokenrevocation.internal.lease;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.tokenrevocation.RevocationUnavailableException;
import org.tokenrevocation.internal.Threads;

/**
 * The longest pause between Redis' confirmation of a revocation and our saying so: 1.2 × {@code effect-bound}, after which every
 * lease that was given without the revocation has ended on every node. The factor covers clocks of different rates
 * (chrony slews by up to 8.3 %, so two nodes may differ by a factor of 1.18). Thread-safe.
 *
 * <p>No thread waits: a timer fires, and what follows runs on a worker, so that a slow client that is being answered
 * holds up nobody else's answer.
 */
public class CommitWait implements AutoCloseable {
    /** How many times the effect bound is waited. */
    public static final double FACTOR = 1.2;

    private static final int WORKERS = 4;
    private static final long WORKER_IDLE_SECONDS = 5;
    private static final long WORKER_END_SECONDS = 1;

    private final String name;
    private final Set<CompletableFuture<Void>> pending = ConcurrentHashMap.newKeySet();
    private final ScheduledThreadPoolExecutor timer;
    private final ThreadPoolExecutor workers;

    /**
     * Starts no thread yet.
     *
     * @param name the instance's name, for the threads
     */
    public CommitWait(String name) {
        this.name = name;
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
     * @return completes on a worker when the wait is over; exceptionally, with a
     *     {@link RevocationUnavailableException}, if this was closed meanwhile
     */
    public CompletionStage<Void> start(long boundNanos) {
        return start(boundNanos, new CompletableFuture<>());
    }

    /** The same, but over as soon as something else is complete: all nodes have acknowledged. */
    public CompletionStage<Void> start(long boundNanos, CompletionStage<Void> sooner) {
        CompletableFuture<Void> over = new CompletableFuture<>();
        // First listed, then scheduled: closing refuses the timer first and sweeps the list then, so none is forgotten.
        pending.add(over);
        try {
            Future<?> later = timer.schedule(() -> complete(over), nanos(boundNanos), TimeUnit.NANOSECONDS);
            sooner.thenRun(() -> {
                later.cancel(false);
                complete(over);
            });
        } catch (RejectedExecutionException e) {
            fail(over);
        }
        return over;
    }

    /** Runs something short after a pause; at once if this is closed. */
    public void after(long nanos, Runnable task) {
        try {
            timer.schedule(task, nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            task.run();
        }
    }

    private void complete(CompletableFuture<Void> over) {
        try {
            workers.execute(() -> {
                pending.remove(over);
                over.complete(null);
            });
        } catch (RejectedExecutionException e) {
            fail(over);
        }
    }

    private void fail(CompletableFuture<Void> over) {
        pending.remove(over);
        over.completeExceptionally(new RevocationUnavailableException(
                name + ": closed before the revocation had taken effect everywhere; repeat it"));
    }

    /** Fails the waits under way, on a worker, and ends the threads; a worker that answers a slow client has a second. */
    @Override
    public void close() {
        timer.shutdownNow();
        try {
            timer.awaitTermination(WORKER_END_SECONDS, TimeUnit.SECONDS);
            List.copyOf(pending).forEach(over -> workers.execute(() -> fail(over)));
            workers.shutdown();
            workers.awaitTermination(WORKER_END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RejectedExecutionException e) {
            // Closed a second time, at the same time: the first one sweeps, and what it missed is failed here.
            List.copyOf(pending).forEach(this::fail);
        }
        workers.shutdownNow();
        List.copyOf(pending).forEach(this::fail);
        Threads.awaitEnd(timer, workers);
    }
}
