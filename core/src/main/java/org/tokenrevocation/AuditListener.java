package org.tokenrevocation;

import org.tokenrevocation.internal.audit.AuditLog;

/**
 * Is told which tokens died here: one event for each token that a call has ended. A call that ended nothing (an unknown
 * token, one that was dead already, one that does not verify) makes no event, so that who holds no live token can fill
 * no audit trail. Refusals make no events either: they are counted ({@link Health#counters()}).
 *
 * <p>Given to {@link TokenRevocation.Builder#auditListener}. Without one each event is a line of logger
 * {@code org.tokenrevocation.audit} at {@code INFO}.
 *
 * <p>No answer waits for it: an instance calls it on a thread of its own, one event after the other in the order in which
 * they took effect. An exception is counted as {@code audit.failed}. The events of up to 10,000 calls
 * wait for a listener that is slow; what comes beyond that, or is still waiting two seconds after the instance was told to
 * close, is counted as {@code audit.dropped} and said in the log. Only a listener that several instances share must be
 * thread-safe.
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
        return AuditLog::write;
    }
}
