package org.tokenrevocation.internal.feed;

import java.util.concurrent.TimeUnit;
import org.tokenrevocation.internal.lease.CommitWait;
import org.tokenrevocation.internal.lease.FleetRecord;
import org.tokenrevocation.internal.lease.ServerId;

/**
 * This node's part in the founding of a new incarnation, of which every record is a proposal that Redis takes only if
 * nobody was faster.
 *
 * <p>A founding is measured by each node's own monotonic clock, from when it saw the record: Redis' clock may jump
 * meanwhile (after a boot it often does), and then a newcomer would believe it over before anybody wrote back. Who has
 * joined, and has seen the record unchanged for its window, says so in the record. Who is still writing back asks for
 * another window, so that a large set is written before anybody answers. Guarded by the feed's lock.
 */
final class Founding {
    /** A node that cannot finish its join does not hold up the others for ever. */
    private static final int MOST_EXTENSIONS = 120;

    private final FleetTerms terms;
    private final FeedLink link;
    private FleetRecord seen;
    private long seenNanos;
    private int extensions;
    private boolean isProposing;

    Founding(FleetTerms terms, FeedLink link) {
        this.terms = terms;
        this.link = link;
    }

    /** Takes note of the record in force. */
    void see(FleetRecord record, long nowNanos) {
        if (seen == null || !seen.epoch().equals(record.epoch())) {
            extensions = 0;
        }
        // Not equals: JDK 17's generated one keeps the application's class loader after an undeploy.
        if (seen == null || record != seen && !record.text().equals(seen.text())) {
            seenNanos = nowNanos;
        }
        seen = record;
    }

    /**
     * Founds, in place of what was read; a record of this very server that asks for too few acknowledgements is only raised
     * to as many as this node's settings say. The window outlasts every lease of the last incarnation, whose bound may have been
     * longer than this node's own: its registry is empty, so nobody waits for those who hold one.
     *
     * @param boundNanos L of the last incarnation, as far as this node knows
     */
    void begin(long generation, String expected, IncarnationStatus status, ServerId server, long boundNanos) {
        if (status == IncarnationStatus.WEAKER) {
            propose(generation, expected, seen.proposal(terms.fence()), seen.windowMillis());
            return;
        }
        FleetRecord last = FleetRecord.parse(expected);
        long lastMillis = last != null ? last.boundMillis() : FleetRecord.boundMillisOfForm1(expected);
        long windowMillis = windowMillis(Math.max(lastMillis, TimeUnit.NANOSECONDS.toMillis(boundNanos)));
        propose(generation, expected, terms.proposal(server, windowMillis), windowMillis);
    }

    /** The settings guarantee the same for this node's own bound. */
    private long windowMillis(long lastBoundMillis) {
        long ownMillis = terms.foundingWindow().toMillis();
        return lastBoundMillis <= terms.effectBound().toMillis()
                ? ownMillis
                : Math.max(ownMillis, Math.min(FleetRecord.MOST_MILLIS, CommitWait.nanos(lastBoundMillis)));
    }

    /** Asks for more time, half a window before it is over. */
    void extend(long generation, String expected, long nowNanos) {
        if (seen.isFounding() && 2 * (nowNanos - seenNanos) >= windowNanos() && extensions < MOST_EXTENSIONS) {
            extensions++;
            propose(generation, expected, seen.proposal(seen.windowMillis()), seen.windowMillis());
        }
    }

    /** Says that it is over, if this node has seen it last. */
    void end(long generation, String expected, long nowNanos) {
        if (nowNanos - seenNanos >= windowNanos()) {
            propose(generation, expected, seen.proposal(0), 0);
        }
    }

    /** Clears the pending proposal: it was answered, or its connection is lost. */
    void proposed() {
        isProposing = false;
    }

    private void propose(long generation, String expected, String proposal, long windowMillis) {
        if (!isProposing) {
            isProposing = true;
            link.found(generation, expected, proposal, windowMillis);
        }
    }

    private long windowNanos() {
        return TimeUnit.MILLISECONDS.toNanos(seen.windowMillis());
    }
}
