package org.tokenrevocation.internal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.tokenrevocation.RevocationUnavailableException;

/**
 * Where the completion of a revocation meets code that may be held up: an audit listener, a door that writes to a
 * caller who does not read, what the host hangs on a stage. All of that runs here, on threads that no other revocation
 * waits for, and those the host starts are bounded. Thread-safe.
 */
public final class Completions implements AutoCloseable {
    private static final long IDLE_SECONDS = 5;
    private static final long END_SECONDS = 1;

    private final String name;
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
        this.name = name;
        this.limit = limit;
        this.room = new Semaphore(limit);
        this.threads = Threads.growing(name, "completion", IDLE_SECONDS);
    }

    /**
     * Begins a revocation of the host's if there is room for one.
     *
     * @param revocation is given what to run once after its end; not if it throws
     * @throws RevocationUnavailableException if there is no room, and what the revocation throws
     */
    public CompletionStage<Void> begin(Function<Runnable, CompletionStage<Void>> revocation) {
        if (!room.tryAcquire()) {
            throw new RevocationUnavailableException(name + ": revocation.max-in-flight [" + limit
                    + "] revocations have not ended, so no more begin; repeat it later, or raise the setting");
        }
        try {
            return revocation.apply(room::release);
        } catch (RuntimeException | Error e) {
            room.release();
            throw e;
        }
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
