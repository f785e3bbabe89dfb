package org.tokenrevocation.internal.lease;

import java.util.concurrent.TimeUnit;

/**
 * The incarnation that this node has joined and whose founding is over. Immutable.
 *
 * @param text the fleet record as it stands in Redis: a look-up that reads the same text was answered by this data
 * @param record the same, read
 * @param server the primary that the feed reads it from
 */
public record FleetIncarnation(String text, FleetRecord record, ServerId server) {
    /** L of this incarnation: no node answers from memory for longer after a proof. */
    public long boundNanos() {
        return TimeUnit.MILLISECONDS.toNanos(record.boundMillis());
    }

    /**
     * Whether an answer that came with this record belongs to this incarnation. The very server must have given it: a
     * replica shows the same record and the same replication id, and answers with what it had a while ago.
     */
    public boolean vouchesFor(FleetStamped answer) {
        return isAs(answer.fleet(), answer.server());
    }

    /** Whether as many replicas have acknowledged a write as this fleet asks for. */
    public boolean isConfirmed(Written written) {
        return written.isTooMuch() || written.acknowledged() >= record.fence().revokeAcks();
    }

    /** Whether this is the same incarnation, read from the same primary. */
    public boolean isSameAs(FleetIncarnation other) {
        return isAs(other.text, other.server);
    }

    private boolean isAs(String otherText, ServerId otherServer) {
        return text.equals(otherText) && server.equals(otherServer);
    }
}
