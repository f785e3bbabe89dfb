package org.tokenrevocation.internal.feed;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How long the feed waits before it connects again: longer each time, but never so long that a node which waits misses a
 * founding that another one began meanwhile. Guarded by the feed's lock.
 */
final class Backoff {
    private static final long FIRST_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int PART_OF_WINDOW = 4;

    private final long mostNanos;
    private long nextNanos = FIRST_NANOS;

    Backoff(Duration foundingWindow) {
        mostNanos = Math.max(FIRST_NANOS, Math.min(MOST_NANOS, foundingWindow.toNanos() / PART_OF_WINDOW));
    }

    long nextNanos() {
        long now = nextNanos;
        nextNanos = Math.min(mostNanos, 2 * now);
        return now;
    }

    void reset() {
        nextNanos = FIRST_NANOS;
    }
}
