package org.tokenrevocation.internal.feed;

/**
 * How long before a lease ends the beat is due that is to prolong it: four times as long as the slowest of late took from
 * its due time to its reply, so that neither a slow network nor a crowded processor makes leases lapse, and a node that
 * has neither beats half as often. A lease that lapses all the same costs a round trip, never a wrong answer. Guarded by
 * the feed's lock.
 */
final class BeatMargin {
    private static final int TIMES = 4;
    /** The margin is at least this part of the lease. */
    private static final int LEAST_PART = 5;
    /** And at the most. */
    private static final int MOST_PART = 2;
    /** The remembered maximum decays by this part with each beat. */
    private static final int FADING_PART = 16;

    private long slowestNanos;

    /** A beat's reply has come so long after the beat was due. */
    void see(long delayNanos) {
        slowestNanos = Math.max(delayNanos, slowestNanos - slowestNanos / FADING_PART);
    }

    /** For leases of this length. */
    long nanos(long boundNanos) {
        return Math.max(boundNanos / LEAST_PART, Math.min(boundNanos / MOST_PART, TIMES * slowestNanos));
    }
}
