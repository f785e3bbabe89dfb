package org.tokenrevocation;

import java.time.Duration;
import java.util.Optional;

/**
 * One token that one call has ended.
 *
 * @param instance the instance's name, as in its log lines
 * @param mode which truth Redis holds
 * @param fingerprint eight hexadecimal digits that tell tokens apart: the same token has the same ones as long as this
 *     process lives. Made with a secret that never leaves it (HMAC), so they are of no use to find or to check a token
 * @param tokensInCall how many tokens the same call has ended, this one among them
 * @param client who revoked, by a {@link ClientAuthenticator}'s word; empty for anonymous calls and calls of the API
 * @param isConfirmed false if this instance was closed before the revocation was known to count on every node; it is
 *     stored nevertheless, and the caller was told to repeat
 * @param duration from the call to its effect
 */
public record AuditEvent(
        String instance,
        Mode mode,
        String fingerprint,
        int tokensInCall,
        Optional<String> client,
        boolean isConfirmed,
        Duration duration) {}
