package org.tokenrevocation.internal.sessions;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.tokenrevocation.Verdict;
import org.tokenrevocation.internal.lease.Lease;

/** One look-up under way, and the placeholder that stands for it: compared by identity. Thread-safe. */
final class Flight {
    private final long departedNanos;
    private final long generation;
    private final CompletableFuture<Verdict> verdict = new CompletableFuture<>();

    /**
     * Departs.
     *
     * @param departedNanos the ticker's time, no later than the sending
     * @param generation the feed's, if it delivers pushes; 0 otherwise
     */
    Flight(long departedNanos, long generation) {
        this.departedNanos = departedNanos;
        this.generation = generation;
    }

    long generation() {
        return generation;
    }

    CompletableFuture<Verdict> verdict() {
        return verdict;
    }

    /**
     * Whether its answer is fresh enough for a request: sent no earlier than the request's begin minus L. Only under a lease:
     * whoever holds none is not registered for sure, so nobody need wait for it, and a success may have been told since this
     * look-up was sent. Then only one serves that was sent no earlier than the request began.
     */
    boolean serves(long beginNanos, Lease.Grant grant, long boundNanos) {
        boolean isCounted = grant != null && grant.holdsAt(beginNanos);
        return departedNanos - (isCounted ? beginNanos - boundNanos : beginNanos) >= 0;
    }

    /**
     * When an entry expires that had so long to live when Redis was asked; counted from the departure, so never late. An
     * unlimited one does in 73 years.
     */
    long endsNanos(long remainingMillis) {
        long longest = Long.MAX_VALUE / 4;
        long remaining = remainingMillis == SessionStore.UNLIMITED
                ? longest
                : TimeUnit.MILLISECONDS.toNanos(Math.max(0, remainingMillis));
        return departedNanos + Math.min(longest, remaining);
    }
}
