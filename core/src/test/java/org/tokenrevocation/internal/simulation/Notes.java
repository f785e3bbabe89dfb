package org.tokenrevocation.internal.simulation;

import org.tokenrevocation.internal.feed.FeedReporter;
import org.tokenrevocation.internal.lease.Fence;
import org.tokenrevocation.internal.lease.ServerId;

/** Writes a feed's changes of state into the schedule. */
record Notes(Node node) implements FeedReporter {
    @Override
    public void connected(ServerId server, boolean hasPushes) {
        // The link has noted it.
    }

    @Override
    public void heard(boolean isHeard) {
        // The link knows.
    }

    @Override
    public void registrationRefused(String why) {
        node.note("is not registered: ", why);
    }

    @Override
    public void lost(String why) {
        node.note("has no connection: ", why);
    }

    @Override
    public void trouble(String why) {
        if (why != null) {
            node.note("withholds: ", why);
        }
    }

    @Override
    public void fenceAdopted(Fence own, Fence fleets) {
        node.note("adopts ", fleets);
    }

    @Override
    public void replicasUncounted(int connected, Fence fleets) {
        node.note("sees too many replicas: ", connected);
    }

    @Override
    public void boundAdopted(long ownMillis, long fleetMillis) {
        node.note("adopts ", fleetMillis, " ms");
    }
}
