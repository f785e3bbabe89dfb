package org.tokenrevocation.internal.lease;

/**
 * Which server, in which life, a connection leads to.
 *
 * @param runId Redis' {@code run_id}: one process
 * @param replicationId Redis' {@code master_replid}: one history of writes
 */
public record ServerId(String runId, String replicationId) {
    /** By hand: in JDK 17 a generated one leaves this class, and so an undeployed application, in a static of the JDK. */
    @Override
    public boolean equals(Object other) {
        return other instanceof ServerId that && runId.equals(that.runId) && replicationId.equals(that.replicationId);
    }

    @Override
    public int hashCode() {
        return 31 * runId.hashCode() + replicationId.hashCode();
    }
}
