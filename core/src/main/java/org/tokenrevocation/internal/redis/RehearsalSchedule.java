package org.tokenrevocation.internal.redis;

import java.util.concurrent.TimeUnit;
import org.tokenrevocation.internal.Ticker;

/**
 * When the next {@link Rehearsal} is due: once somebody has wanted it, and at most once a second, whatever is refused
 * how often. Anybody may want one; the pool's keeper alone asks and begins.
 */
final class RehearsalSchedule {
    private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1);

    private volatile boolean isWanted = true;
    private long next = Ticker.SYSTEM.nanos();

    /** Wants one if the reason holds; one that is wanted already stays wanted. */
    void want(boolean reason) {
        if (reason) {
            isWanted = true;
        }
    }

    boolean isDue() {
        return isWanted && Ticker.SYSTEM.nanos() - next >= 0;
    }

    /** One begins: who wants another from now on gets it a second later. */
    void begin() {
        next = Ticker.SYSTEM.nanos() + PERIOD_NANOS;
        isWanted = false;
    }
}
