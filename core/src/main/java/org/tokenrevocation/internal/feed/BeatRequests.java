package org.tokenrevocation.internal.feed;

import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.tokenrevocation.internal.Ticker;
import org.tokenrevocation.internal.lease.Fence;
import org.tokenrevocation.internal.lease.FleetIncarnation;
import org.tokenrevocation.internal.lease.FleetRecord;

/**
 * What each beat asks for, and how many replicas must have acknowledged it before its reply counts. Without a fence a beat
 * only reads, and asks for the replication id once a second. With one a write goes before it, and each asks who answers.
 * Guarded by the feed's lock.
 */
final class BeatRequests {
    private static final long IDENTITY_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** How often acknowledgements are asked for that only the fast way needs: they may be long in coming. */
    private static final long OPENING_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final FleetTerms terms;
    private final Ticker ticker;
    private final FeedReporter reporter;
    private final Predicate<FleetIncarnation> isFastWaySeen;
    private Fence fence;
    private Fence told;
    private int connected;
    private int toldConnected;
    private long identityNanos;
    private long openingNanos;

    /**
     * With the fence of this node's settings.
     *
     * @param isFastWaySeen whether a beat that as many replicas have acknowledged as a revocation needs was seen already
     */
    BeatRequests(FleetTerms terms, Ticker ticker, FeedReporter reporter, Predicate<FleetIncarnation> isFastWaySeen) {
        this.terms = terms;
        this.ticker = ticker;
        this.reporter = reporter;
        this.isFastWaySeen = isFastWaySeen;
        this.fence = terms.fence();
        this.told = terms.fence();
        this.openingNanos = ticker.nanos();
    }

    /** A connection is up, whose server has just said who it is. */
    void connected() {
        identityNanos = ticker.nanos();
        connected = 0;
    }

    /** The next beat's; null stands for no settled fleet. */
    BeatRequest next(String cursor, Member member, FleetIncarnation settled) {
        long now = ticker.nanos();
        boolean isIdentityAsked = fence.isOn() || now - identityNanos >= IDENTITY_NANOS;
        if (isIdentityAsked) {
            identityNanos = now;
        }
        return new BeatRequest(isIdentityAsked, cursor, member, fence.isOn() ? acks(settled, now) : BeatRequest.NO_WRITE);
    }

    private int acks(FleetIncarnation settled, long nowNanos) {
        int least = fence.leaseAcks(connected);
        if (settled == null) {
            return Math.max(least, fence.foundingAcks());
        }
        if (!isFastWaySeen.test(settled) && nowNanos - openingNanos >= 0) {
            openingNanos = nowNanos + OPENING_NANOS;
            return Math.max(least, fence.revokeAcks());
        }
        return least;
    }

    /** Why a reply counts for nothing though it came from a primary; null if enough replicas have acknowledged the beat. */
    String lacking(BeatRequest request, BeatReply reply, FleetRecord record, IncarnationStatus status) {
        if (status == IncarnationStatus.UNREADABLE || status == IncarnationStatus.FOREIGN) {
            return null;
        }
        adopt(record == null ? Fence.NONE : record.fence());
        count(reply.replicas().connected());
        if (!fence.isOn()) {
            return null;
        }
        int needed = status == IncarnationStatus.SETTLED ? fence.leaseAcks(connected) : fence.foundingAcks();
        int acknowledged = reply.replicas().acknowledged();
        if (!request.isFenced() || acknowledged < needed && request.acks() < needed) {
            return "the next beat asks more replicas to acknowledge it";
        }
        return acknowledged >= needed ? null : "[" + acknowledged + "] of [" + needed + "] replicas acknowledged the beat, "
                + connected + " are connected: see that those of revocation.replicas [" + fence.replicas()
                + "] follow this primary, or whether another one has replaced it";
    }

    private void adopt(Fence fleets) {
        fence = fleets.with(terms.fence());
        if (!fence.equals(told)) {
            told = fence;
            if (!fence.equals(terms.fence())) {
                reporter.fenceAdopted(terms.fence(), fence);
            }
        }
    }

    private void count(int nowConnected) {
        connected = nowConnected;
        if (connected > fence.replicas() && connected > toldConnected) {
            toldConnected = connected;
            reporter.replicasUncounted(connected, fence);
        }
    }
}
