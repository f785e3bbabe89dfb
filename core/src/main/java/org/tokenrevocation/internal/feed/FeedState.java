package org.tokenrevocation.internal.feed;

import java.util.concurrent.TimeUnit;
import org.tokenrevocation.internal.lease.FleetIncarnation;
import org.tokenrevocation.internal.lease.FleetRecord;
import org.tokenrevocation.internal.lease.Lease;

/** What the feed has proven so far, for the request path to read without a lock. Written by the feed, read by any thread. */
public final class FeedState {
    private static final long BUSY_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** However idle, and however long leases last: a new incarnation must be noticed well within its founding window. */
    private static final long SLOWEST_BEAT_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final Lease lease = new Lease();
    private final BeatMargin margin = new BeatMargin();
    private volatile FleetIncarnation settled;
    private volatile Fenced fenced;
    private volatile boolean isConnected;
    private volatile long trackedGeneration;
    private volatile boolean isCounted;
    private volatile long provenNanos;
    private volatile long touchedNanos;
    private volatile long boundNanos;

    /** The last proof that an incarnation's primary was not replaced when a beat was sent. */
    private record Fenced(FleetIncarnation incarnation, long sentNanos) {}

    FeedState(long boundNanos, long nowNanos) {
        this.boundNanos = boundNanos;
        this.touchedNanos = nowNanos - BUSY_NANOS;
    }

    /** The proof itself, to be read before the clock and before memory. */
    public Lease lease() {
        return lease;
    }

    /** The settled fleet, for a direct look-up to compare with what it read; null while nobody may answer. */
    public FleetIncarnation settled() {
        return settled;
    }

    /** Reads a fleet record, mostly the settled one; null if this version does not understand it. */
    FleetRecord record(String text) {
        FleetIncarnation last = settled;
        return last != null && last.text().equals(text) ? last.record() : FleetRecord.parse(text);
    }

    /**
     * Whether a direct look-up counts for a request: without a fence always, else if a beat of this incarnation that was sent no
     * earlier than the request's begin minus L was acknowledged. Whoever confirmed a revocation at another primary more than
     * L before the request began did that before such a beat was sent, which then could not have been acknowledged.
     */
    public boolean isFenced(FleetIncarnation incarnation, long beginNanos) {
        if (!incarnation.record().fence().isOn()) {
            return true;
        }
        Fenced last = fenced;
        return last != null && last.incarnation.isSameAs(incarnation)
                && last.sentNanos - (beginNanos - incarnation.boundNanos()) >= 0;
    }

    /** L in force, in nanoseconds: the fleet's, once it is known. */
    public long boundNanos() {
        return boundNanos;
    }

    /** Whether the feed has a connection. */
    public boolean isConnected() {
        return isConnected;
    }

    /** Whether the present connection delivers pushes. */
    public boolean isTracked() {
        return trackedGeneration != 0;
    }

    /** Whether the last proof was that of a registered node, so that leases are to be had. */
    public boolean isCounted() {
        return isCounted;
    }

    /** The generation of the present connection if it delivers pushes; 0 otherwise. */
    public long trackedGeneration() {
        return trackedGeneration;
    }

    /** The moment that the last grant counts from. */
    public long provenNanos() {
        return provenNanos;
    }

    /** Says that a request came in, so that the lease is kept up; cheap enough for each of them. */
    public void touch(long nowNanos) {
        if (nowNanos - touchedNanos > boundNanos / 2) {
            touchedNanos = nowNanos;
        }
    }

    /** How long after a beat the next one is due. */
    long beatNanos(long nowNanos) {
        boolean isBusy = nowNanos - touchedNanos < BUSY_NANOS;
        return isBusy ? Math.min(boundNanos - margin.nanos(boundNanos), SLOWEST_BEAT_NANOS) : SLOWEST_BEAT_NANOS;
    }

    /** A beat's reply has come so long after the beat was due. */
    void answered(long delayNanos) {
        margin.see(delayNanos);
    }

    void connected(long generation, boolean hasPushes) {
        isConnected = true;
        trackedGeneration = hasPushes ? generation : 0;
    }

    void disconnected() {
        isConnected = false;
        trackedGeneration = 0;
    }

    /** Takes the fleet's L; true if it was another one. */
    boolean adopt(long nanos) {
        boolean isOther = nanos != boundNanos;
        boundNanos = nanos;
        return isOther;
    }

    void settle(FleetIncarnation nowSettled) {
        // Not equals: JDK 17's generated one keeps the application's class loader after an undeploy.
        if (settled == null || !settled.isSameAs(nowSettled)) {
            settled = nowSettled;
        }
    }

    /** A beat was acknowledged as the settled fleet's fence asks. */
    void fenced(long sentNanos) {
        if (settled.record().fence().isOn()) {
            fenced = new Fenced(settled, sentNanos);
        }
    }

    /** A beat has proven that memory is current; only one of a registered node gives a lease. */
    void proven(long generation, long sinceNanos, boolean isOfRegistered) {
        isCounted = isOfRegistered;
        if (isOfRegistered) {
            grant(generation, sinceNanos);
        }
    }

    void grant(long generation, long sinceNanos) {
        provenNanos = sinceNanos;
        lease.grant(new Lease.Grant(generation, sinceNanos + boundNanos));
    }

    /** Nobody may answer any more, from memory or from Redis. */
    void withhold() {
        lease.end();
        settled = null;
    }
}
