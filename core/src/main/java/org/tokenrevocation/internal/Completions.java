package org.tokenrevocation.internal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Where the completion of a revocation meets code that may be held up: an audit listener, a door that writes to a
 * caller who does not read, what the host hangs on a stage. All of that runs here, on threads that no other revocation
 * waits for, and those the host starts are bounded. Thread-safe.
 */
public final class Completions implements AutoCloseable {
    private static final long IDLE_SECONDS = 5;
    private static final long END_SECONDS = 1;

    private final int limit;
    private final Semaphore room;
    private final ThreadPoolExecutor threads;

    /**
     * Starts no thread yet.
     *
     * @param name the instance's name, for the threads
     * @param limit how many revocations of the host's may be in flight
     */
    public Completions(String name, int limit) {
        this.limit = limit;
        this.room = new Semaphore(limit);
        this.threads = Threads.growing(name, "completion", IDLE_SECONDS);
    }

    /** Takes room for a revocation; false if there is none. */
    public boolean begin() {
        return room.tryAcquire();
    }

    /** Gives the room of one {@link #begin} back. */
    public void end() {
        room.release();
    }

    /** How many have begun and not ended. */
    public int inFlight() {
        return limit - room.availablePermits();
    }

    /**
     * The same completion on a thread of these.
     *
     * @param afterwards runs when all that hangs on the returned stage has run
     */
    public CompletionStage<Void> handOver(CompletionStage<Void> effective, Runnable afterwards) {
        CompletableFuture<Void> own = new CompletableFuture<>();
        effective.whenComplete((nothing, failure) -> execute(() -> {
            try {
                if (failure == null) {
                    own.complete(null);
                } else {
                    own.completeExceptionally(failure);
                }
            } finally {
                afterwards.run();
            }
        }));
        return own;
    }

    private void execute(Runnable task) {
        try {
            threads.execute(task);
        } catch (RejectedExecutionException e) {
            // Closed: nothing else waits for the calling thread any more.
            task.run();
        }
    }

    /** Gives what runs a second, interrupts what is held up longer, and ends the threads; idempotent. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            threads.awaitTermination(END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        threads.shutdownNow();
        Threads.awaitEnd(threads);
    }
}
