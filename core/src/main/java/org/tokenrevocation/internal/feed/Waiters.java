package org.tokenrevocation.internal.feed;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongPredicate;

/** Requests that wait for a proof, each with its begin. Guarded by the feed's lock, which requests take here. */
public final class Waiters {
    private record Waiter(long beginNanos, CompletableFuture<Void> proven) {}

    private final Consumer<Runnable> guard;
    private final Runnable demand;
    private final List<Waiter> all = new ArrayList<>();

    Waiters(Consumer<Runnable> guard, Runnable demand) {
        this.guard = guard;
        this.demand = demand;
    }

    /**
     * Waits for a proof that is fresh enough for a request: of a beat sent no earlier than the request's begin minus L, or
     * than its begin while this node is not registered. Joins the beat in flight if that is recent enough, else is served by
     * the next one.
     *
     * @return completes when memory may be read; the caller bounds its waiting and calls {@link #giveUp}
     */
    public CompletableFuture<Void> proof(long beginNanos) {
        CompletableFuture<Void> proven = new CompletableFuture<>();
        guard.accept(() -> {
            all.add(new Waiter(beginNanos, proven));
            demand.run();
        });
        return proven;
    }

    /** Forgets a waiter whose time is up. */
    public void giveUp(CompletableFuture<Void> proven) {
        guard.accept(() -> all.removeIf(waiter -> waiter.proven == proven));
    }

    /** Completes those whose begin a proof serves. */
    void serve(LongPredicate isServed) {
        for (Iterator<Waiter> each = all.iterator(); each.hasNext(); ) {
            Waiter waiter = each.next();
            if (isServed.test(waiter.beginNanos)) {
                each.remove();
                waiter.proven.complete(null);
            }
        }
    }

    boolean isEmpty() {
        return all.isEmpty();
    }
}
