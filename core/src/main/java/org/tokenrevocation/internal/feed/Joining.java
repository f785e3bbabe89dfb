package org.tokenrevocation.internal.feed;

import org.tokenrevocation.internal.lease.FleetRecord;

/** Which incarnation memory has joined, or is joining in the background. Guarded by the feed's lock. */
final class Joining {
    private final FeedMemory memory;
    private boolean isUnderWay;
    private String epoch;

    Joining(FeedMemory memory) {
        this.memory = memory;
    }

    /** Has memory join; false if it is about to already. */
    boolean begin(long generation, FleetRecord record, boolean mustWriteBack) {
        boolean isNew = !isUnderWay;
        if (isNew) {
            isUnderWay = true;
            memory.join(generation, record, mustWriteBack);
        }
        return isNew;
    }

    /** Memory has joined an epoch. */
    void end(String joined) {
        isUnderWay = false;
        epoch = joined;
    }

    /** Memory could not, or its connection is gone. */
    void fail() {
        isUnderWay = false;
    }

    /** The epoch joined last; null for none. */
    String epoch() {
        return epoch;
    }
}
