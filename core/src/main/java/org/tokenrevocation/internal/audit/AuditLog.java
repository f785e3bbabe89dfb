package org.tokenrevocation.internal.audit;

import java.util.Locale;
import org.tokenrevocation.AuditEvent;

/** Writes audit events to the log. Stateless. */
public final class AuditLog {
    private static final System.Logger LOG = System.getLogger("org.tokenrevocation.audit");

    private AuditLog() {}

    /** Writes one line at INFO. */
    public static void write(AuditEvent event) {
        LOG.log(System.Logger.Level.INFO,
                "{0}: revoked mode={1} {2}fingerprint={3} tokens-in-call={4} client={5} confirmed={6} millis={7}",
                event.instance(), event.mode().name().toLowerCase(Locale.ROOT),
                event.claim().map(claim -> "all-of=" + claim.name().toLowerCase(Locale.ROOT) + " ").orElse(""),
                event.fingerprint(),
                Integer.toString(event.tokensInCall()), event.client().orElse("-"), event.isConfirmed(),
                Long.toString(event.duration().toMillis()));
    }
}
