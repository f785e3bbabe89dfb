package org.tokenrevocation.internal.feed;

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
    /** Of this server, but with a fence that asks for fewer acknowledgements than this node's settings: raise it. */
    WEAKER,
    /** Not the data that this node's memory belongs to: join. */
    UNKNOWN,
    /** Joined, but others may still be writing back. */
    FOUNDING,
    /** Joined and settled: leases may be given. */
    SETTLED;

    static IncarnationStatus of(
            String text, FleetRecord record, ServerId server, FleetTerms terms, String joinedEpoch) {
        if (text.isEmpty()) {
            return UNFOUNDED;
        }
        if (record == null && FleetRecord.boundMillisOfForm1(text) > 0) {
            return UNFOUNDED;
        }
        if (record == null) {
            return UNREADABLE;
        }
        if (record.mode() != terms.mode()) {
            return FOREIGN;
        }
        if (!record.replicationId().equals(server.replicationId())) {
            return UNFOUNDED;
        }
        if (!record.fence().covers(terms.fence())) {
            return WEAKER;
        }
        if (!record.epoch().equals(joinedEpoch)) {
            return UNKNOWN;
        }
        return record.isFounding() ? FOUNDING : SETTLED;
    }

    /** Why nobody here may touch such a record. */
    String refusal(FleetRecord record, FleetTerms terms) {
        return this == UNREADABLE
                ? "the fleet record is unreadable: a newer version wrote it, or a stranger"
                : "the fleet's mode is [" + record.mode() + "], this node's is [" + terms.mode()
                        + "]: set revocation.mode alike, or choose another namespace or session-key-access";
    }
}
