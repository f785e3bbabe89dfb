package org.tokenrevocation.internal.lease;

/**
 * The incarnation that this node has joined and whose founding is over. Immutable.
 *
 * @param text the fleet record as it stands in Redis: a look-up that reads the same text was answered by this data
 * @param record the same, read
 * @param server the primary that the feed reads it from
 */
public record Settled(String text, FleetRecord record, ServerId server) {
    /**
     * Whether an answer that came with this record belongs to this incarnation. The very server must have given it: a
     * replica shows the same record and the same replication id, and answers with what it had a while ago.
     */
    public boolean vouchesFor(String readText, ServerId answering) {
        return text.equals(readText) && server.equals(answering);
    }
}
