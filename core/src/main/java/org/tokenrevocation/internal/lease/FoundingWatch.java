package org.tokenrevocation.internal.lease;

import java.util.concurrent.TimeUnit;

/**
 * Tells when a founding is over: when Redis' clock says so, or when this node itself has seen it last that long, should
 * Redis' clock have been set back meanwhile. What was over once stays over. Guarded by the feed's lock.
 */
final class FoundingWatch {
    private String epoch;
    private long seenNanos;
    private boolean isOver;

    boolean isOver(FleetRecord record, long redisMillis, long nowNanos) {
        if (!record.epoch().equals(epoch)) {
            epoch = record.epoch();
            seenNanos = nowNanos;
            isOver = false;
        }
        long enoughNanos = (long) (TimeUnit.MILLISECONDS.toNanos(record.windowMillis()) * CommitWait.FACTOR);
        isOver |= redisMillis >= record.foundingUntilMillis() || nowNanos - seenNanos >= enoughNanos;
        return isOver;
    }
}
