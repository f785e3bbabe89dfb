package org.tokenrevocation.internal.feed;

import java.util.function.LongSupplier;
import org.tokenrevocation.internal.Ticker;
import org.tokenrevocation.internal.simulation.Variant;

/** The feed, or a naive one. */
public final class SimulatedFeed extends Feed {
    private final Variant variant;
    private final LongSupplier lastSentNanos;

    /** As {@link Feed}, with the naive rule to follow. */
    public SimulatedFeed(
            FleetTerms terms, Ticker ticker, Timer timer, FeedLink link, FeedMemory memory, FeedReporter reporter,
            Variant variant, LongSupplier lastSentNanos) {
        super(terms, ticker, timer, link, memory, reporter);
        this.variant = variant;
        this.lastSentNanos = lastSentNanos;
    }

    @Override
    long provenSince(Beat beat, long repliedNanos) {
        return switch (variant) {
            case LEASE_FROM_REPLY -> repliedNanos;
            case TWO_BEATS -> lastSentNanos.getAsLong();
            default -> super.provenSince(beat, repliedNanos);
        };
    }

    @Override
    boolean isFreshEnough(long provenNanos, long beginNanos, boolean isCounted) {
        return variant == Variant.JOIN_OLD_BEAT
                || super.isFreshEnough(provenNanos, beginNanos, isCounted || variant == Variant.PROOF_WITHOUT_REGISTRATION);
    }

    /** The registration that is confirmed; null without one. */
    public Member own() {
        return membership().confirmed();
    }

    /** Deletes the registration while this goes on. */
    public void leaveTooEarly(Runnable left) {
        membership().leave(left);
    }

}
