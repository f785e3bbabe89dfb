package org.tokenrevocation.internal.feed;

import org.tokenrevocation.internal.lease.Fence;
import org.tokenrevocation.internal.lease.ServerId;

/** Hears of the feed's changes of state, for log and health. Called under the feed's lock: must not block. */
public interface FeedReporter {
    /** A connection is up. */
    void connected(ServerId server, boolean hasPushes);

    /** The connection is gone. */
    void lost(String why);

    /** Why there is no lease though a connection is up; null when there is one again. */
    void trouble(String why);

    /** Whether the connection that is coming up hears announcements and acknowledgements. Not under the feed's lock. */
    void heard(boolean isHeard);

    /** This node cannot register, so it asks Redis for each request. */
    void registrationRefused(String why);

    /** The fleet asks for more acknowledgements than this node's settings. */
    void fenceAdopted(Fence own, Fence fleets);

    /** So many replicas are connected, and more than the fence counts. */
    void replicasUncounted(int connected, Fence fleets);

    /** The fleet's L is in force instead of this node's. */
    void boundAdopted(long ownMillis, long fleetMillis);
}
