package org.tokenrevocation.internal.audit;

import java.time.Duration;
import java.util.Objects;
import org.tokenrevocation.AuditEvent;
import org.tokenrevocation.Cutoff;
import org.tokenrevocation.Mode;

/** The content of one {@link AuditEvent}, with the same meanings; the claim is null for a token, the client for an anonymous call. */
public record AuditedToken(
        String instance,
        Mode mode,
        Cutoff.Claim claim,
        String fingerprint,
        int tokensInCall,
        String client,
        boolean isConfirmed,
        Duration duration) {
    public AuditedToken {
        Objects.requireNonNull(instance, "instance");
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(fingerprint, "fingerprint");
        Objects.requireNonNull(duration, "duration");
    }
}
