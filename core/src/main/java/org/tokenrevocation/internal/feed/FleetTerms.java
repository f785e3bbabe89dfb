package org.tokenrevocation.internal.feed;

import java.time.Duration;
import java.util.function.Supplier;
import org.tokenrevocation.Mode;
import org.tokenrevocation.internal.lease.Fence;
import org.tokenrevocation.internal.lease.FleetRecord;
import org.tokenrevocation.internal.lease.ServerId;

/**
 * What this node brings into a fleet.
 *
 * @param instance what its operators call it
 * @param mode its mode
 * @param effectBound its L, in force only if it founds the fleet
 * @param foundingWindow how long a founding lasts
 * @param beatTimeout how long a beat or a connect may take
 * @param fence how many replicas acknowledge
 * @param ids where 16 random hex digits are taken from, for epochs and the like
 */
public record FleetTerms(
        String instance, Mode mode, Duration effectBound, Duration foundingWindow, Duration beatTimeout,
        Fence fence, Supplier<String> ids) {

    /** Terms without a fence. */
    public FleetTerms(String instance, Mode mode, Duration effectBound, Duration foundingWindow, Duration beatTimeout,
            Supplier<String> ids) {
        this(instance, mode, effectBound, foundingWindow, beatTimeout, Fence.NONE, ids);
    }

    /** The record that this node would found a fleet with, to be completed with Redis' time. */
    String proposal(ServerId server, long windowMillis) {
        return FleetRecord.proposal(ids.get(), effectBound.toMillis(), mode, server.replicationId(), fence, windowMillis);
    }
}
