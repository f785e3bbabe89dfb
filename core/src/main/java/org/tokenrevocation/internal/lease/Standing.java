package org.tokenrevocation.internal.lease;

import java.util.concurrent.TimeUnit;

/** What the feed has proven so far, for the request path to read without a lock. Written by the feed, read by any thread. */
public final class Standing {
    private static final long BUSY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Lease lease = new Lease();
    private volatile Settled settled;
    private volatile long trackedGeneration;
    private volatile long provenNanos;
    private volatile long touchedNanos;
    private volatile long boundNanos;

    Standing(long boundNanos, long nowNanos) {
        this.boundNanos = boundNanos;
        this.touchedNanos = nowNanos - BUSY_NANOS;
    }

    /** The proof itself, to be read before the clock and before memory. */
    public Lease lease() {
        return lease;
    }

    /** The settled fleet, for a direct look-up to compare with what it read; null while nobody may answer. */
    public Settled settled() {
        return settled;
    }

    /** L in force, in nanoseconds: the fleet's, once it is known. */
    public long boundNanos() {
        return boundNanos;
    }

    /** Whether the present connection delivers pushes. */
    public boolean isTracked() {
        return trackedGeneration != 0;
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

    boolean isBusy(long nowNanos) {
        return nowNanos - touchedNanos < BUSY_NANOS;
    }

    void tracked(long generation) {
        trackedGeneration = generation;
    }

    /** Takes the fleet's L; true if it was another one. */
    boolean adopt(long nanos) {
        boolean isOther = nanos != boundNanos;
        boundNanos = nanos;
        return isOther;
    }

    void settle(Settled nowSettled) {
        // Not equals: JDK 17's generated one keeps the application's class loader after an undeploy.
        if (settled == null || !settled.vouchesFor(nowSettled.text(), nowSettled.server())) {
            settled = nowSettled;
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
