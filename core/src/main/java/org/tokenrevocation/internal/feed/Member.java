package org.tokenrevocation.internal.feed;

/**
 * One registration of a node. Compared by identity: no id is ever used twice.
 *
 * @param epoch the fleet record's epoch: which registry it stands in
 * @param id random, 32 hex digits, new with each registration
 */
public record Member(String epoch, String id) {}
