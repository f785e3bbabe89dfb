package org.tokenrevocation.internal.feed;

import org.tokenrevocation.Mode;
import org.tokenrevocation.internal.lease.FleetRecord;
import org.tokenrevocation.internal.lease.ServerId;

/** What a fleet record says about the data behind it, seen from one node. */
enum IncarnationStatus {
    /** No record, one of another life of the server, or one of an earlier form: somebody has to found. */
    UNFOUNDED,
    /** A record that this version cannot read: hands off. */
    UNREADABLE,
    /** A fleet of the other mode. */
    FOREIGN,
    /** Not the data that this node's memory belongs to: join. */
    UNKNOWN,
    /** Joined, but others may still be writing back. */
    FOUNDING,
    /** Joined and settled: leases may be given. */
    SETTLED;

    static IncarnationStatus of(String text, FleetRecord record, ServerId server, Mode mode, String joinedEpoch) {
        if (text.isEmpty()) {
            return UNFOUNDED;
        }
        if (record == null && FleetRecord.boundMillisOfForm1(text) > 0) {
            return UNFOUNDED;
        }
        if (record == null) {
            return UNREADABLE;
        }
        if (record.mode() != mode) {
            return FOREIGN;
        }
        if (!record.replicationId().equals(server.replicationId())) {
            return UNFOUNDED;
        }
        if (!record.epoch().equals(joinedEpoch)) {
            return UNKNOWN;
        }
        return record.isFounding() ? FOUNDING : SETTLED;
    }
}
