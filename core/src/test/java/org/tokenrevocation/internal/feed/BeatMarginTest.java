package org.tokenrevocation.internal.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BeatMarginTest {
    private static final long BOUND = TimeUnit.MILLISECONDS.toNanos(50);
    private static final int MANY = 100;

    private final BeatMargin margin = new BeatMargin();

    @Test
    void atFirst_isAFifthOfALease() {
        assertEquals(BOUND / 5, margin.nanos(BOUND));
    }

    @Test
    void promptReplies_staysAFifth() {
        see(MANY, TimeUnit.MICROSECONDS.toNanos(200));
        assertEquals(BOUND / 5, margin.nanos(BOUND));
    }

    @Test
    void slowReplies_isFourTimesAsLong() {
        see(MANY, TimeUnit.MILLISECONDS.toNanos(5));
        assertEquals(TimeUnit.MILLISECONDS.toNanos(20), margin.nanos(BOUND));
    }

    @Test
    void oneLateReply_countsAtOnceAndFades() {
        see(MANY, 0);
        margin.see(TimeUnit.MILLISECONDS.toNanos(6));
        assertEquals(TimeUnit.MILLISECONDS.toNanos(24), margin.nanos(BOUND));
        margin.see(0);
        assertTrue(margin.nanos(BOUND) < TimeUnit.MILLISECONDS.toNanos(24));
        see(MANY, 0);
        assertEquals(BOUND / 5, margin.nanos(BOUND));
    }

    @Test
    void replyOfALongOutage_isHalfALease() {
        margin.see(TimeUnit.DAYS.toNanos(1));
        assertEquals(BOUND / 2, margin.nanos(BOUND));
    }

    private void see(int times, long delayNanos) {
        for (int i = 0; i < times; i++) {
            margin.see(delayNanos);
        }
    }
}
