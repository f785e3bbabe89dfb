package org.tokenrevocation.internal.lease;

import java.time.Duration;
import java.util.function.Supplier;
import org.tokenrevocation.Mode;

/**
 * What this node brings into a fleet.
 *
 * @param mode its mode
 * @param effectBound its L, in force only if it founds the fleet
 * @param foundingWindow how long a founding lasts
 * @param beatTimeout how long a beat or a connect may take
 * @param epochs where a founder takes a random epoch of 16 hex digits from
 */
public record FleetTerms(
        Mode mode, Duration effectBound, Duration foundingWindow, Duration beatTimeout, Supplier<String> epochs) {

    /** The record that this node would found a fleet with, to be completed with Redis' time. */
    String proposal(ServerId server) {
        return FleetRecord.proposal(
                epochs.get(), effectBound.toMillis(), mode, server.replicationId(), foundingWindow.toMillis());
    }
}
