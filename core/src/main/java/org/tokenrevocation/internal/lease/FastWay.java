package org.tokenrevocation.internal.lease;

/**
 * Whether acknowledgements alone make a success: for each incarnation and each registry not before 1.2 L after this node
 * first saw them settled, in a beat whose write as many replicas had acknowledged as a revocation needs. A primary that was replaced may have given leases to nodes which this registry does not know,
 * and so may a registry that was lost: they have ended by then. Written by the feed, read by any thread.
 */
public final class FastWay {
    private record Sight(FleetIncarnation settled, String since, long seenNanos) {}

    private volatile Sight sight;

    /** A beat found this node present in a registry of the settled fleet. */
    public void see(FleetIncarnation settled, String since, long nowNanos) {
        Sight seen = sight;
        if (seen == null || !seen.settled.isSameAs(settled) || !seen.since.equals(since)) {
            sight = new Sight(settled, since, nowNanos);
        }
    }

    /** Whether it is open or will be by itself. */
    public boolean isSeen(FleetIncarnation settled) {
        Sight seen = sight;
        return seen != null && seen.settled.isSameAs(settled);
    }

    /** Whether it is open for what was written in an incarnation, and read in a registry. */
    public boolean isOpen(FleetIncarnation settled, String since, long nowNanos) {
        Sight seen = sight;
        return seen != null && seen.settled.isSameAs(settled) && seen.since.equals(since)
                && nowNanos - seen.seenNanos >= CommitWait.nanos(settled.boundNanos());
    }
}
