package org.tokenrevocation;

/**
 * Is told which tokens died here: one event for each token that a call has ended. A call that ended nothing (an unknown
 * token, one that was dead already, one that does not verify) makes no event, so that who holds no live token can fill
 * no audit trail. Refusals make no events either: they are counted ({@link Health#counters()}).
 *
 * <p>Given to {@link TokenRevocation.Builder#auditListener}. Without one each event is a line of logger
 * {@code org.tokenrevocation.audit} at {@code INFO}.
 *
 * <p>Implementations must be thread-safe and quick: they are called on a thread of ours before the caller gets its
 * answer. An exception changes no answer; it is counted as {@code audit.failed}.
 */
@FunctionalInterface
public interface AuditListener {
    /**
     * A token has died.
     *
     * @param event what happened
     */
    void revoked(AuditEvent event);

    /**
     * The default.
     *
     * @return writes each event as one line to logger {@code org.tokenrevocation.audit}
     */
    static AuditListener logging() {
        return Audit.LOGGING;
    }
}
