package org.tokenrevocation.internal.lease;

/**
 * The incarnation that this node has joined and whose founding is over. Immutable.
 *
 * @param text the fleet record as it stands in Redis: a look-up that reads the same text was answered by this data
 * @param record the same, read
 */
public record Settled(String text, FleetRecord record) {
    /** Whether an answer that came with this record, from this server, belongs to this incarnation. */
    public boolean vouchesFor(String readText, ServerId server) {
        return text.equals(readText) && record.replicationId().equals(server.replicationId());
    }
}
