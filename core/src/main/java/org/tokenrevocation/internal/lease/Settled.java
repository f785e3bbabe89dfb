package org.tokenrevocation.internal.lease;

/**
 * The incarnation that this node has joined and whose founding is over. Immutable.
 *
 * @param text the fleet record as it stands in Redis: a look-up that reads the same text was answered by this data
 * @param record the same, read
 */
public record Settled(String text, FleetRecord record) {}
