package org.tokenrevocation.internal.lease;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongPredicate;

/** Requests that wait for a proof, each with its begin. Guarded by the feed's lock. */
final class Waiters {
    private record Waiter(long beginNanos, CompletableFuture<Void> proven) {}

    private final List<Waiter> all = new ArrayList<>();

    void add(long beginNanos, CompletableFuture<Void> proven) {
        all.add(new Waiter(beginNanos, proven));
    }

    void remove(CompletableFuture<Void> proven) {
        all.removeIf(waiter -> waiter.proven == proven);
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
