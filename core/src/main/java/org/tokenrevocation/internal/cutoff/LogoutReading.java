package org.tokenrevocation.internal.cutoff;

import org.tokenrevocation.Cutoff;
import org.tokenrevocation.internal.identity.TokenDigest;

/** What a logout token (OpenID Connect Back-Channel Logout 1.0 section 2.4) turned out to be. Immutable. */
public sealed interface LogoutReading {
    /**
     * It is valid by itself.
     *
     * @param cutoff what it asks for
     * @param once the digest of its issuer and {@code jti}, which counts once
     * @param expiresAtMillis until when it would be valid again, in milliseconds since 1970
     */
    record Valid(Cutoff cutoff, TokenDigest once, long expiresAtMillis) implements LogoutReading {}

    /**
     * It is none, or not for us.
     *
     * @param why a fixed text, fit for the answer
     */
    record Invalid(String why) implements LogoutReading {}

    /**
     * Nobody can tell now.
     *
     * @param why a text for the log without any part of the token
     */
    record Unavailable(String why) implements LogoutReading {}
}
