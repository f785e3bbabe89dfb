package org.tokenrevocation.internal.lease;

/**
 * Which server, in which life, a connection leads to.
 *
 * @param runId Redis' {@code run_id}: one process
 * @param replicationId Redis' {@code master_replid}: one history of writes
 */
public record ServerId(String runId, String replicationId) {}
