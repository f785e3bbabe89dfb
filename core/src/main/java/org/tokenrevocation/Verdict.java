package org.tokenrevocation;

/**
 * The answer to "may this token be used?". A refusal is a value, never an exception.
 *
 * <p>A door answers {@link #REVOKED} and {@link #MALFORMED} with 401, {@link #UNDECIDED} with 503.
 */
public enum Verdict {
    /** Nothing speaks against the token: its session entry exists, or it is in no denylist. */
    LIVE,
    /** The token is refused: revoked, expired, or (in sessions mode) never issued; deliberately one answer for all. */
    REVOKED,
    /** The token is outside the token grammar (RFC 6750 section 2.1), or a JOSE token with a foreign character. */
    MALFORMED,
    /** The token does not match {@code revocation.token-pattern}: another issuer's, none of our business. */
    FOREIGN,
    /** No answer was to be had within {@code revocation.redis-timeout}: in doubt, refuse with 503. */
    UNDECIDED;

    /**
     * Whether a request with this token may pass.
     *
     * @return true for {@link #LIVE} and {@link #FOREIGN}
     */
    public boolean mayPass() {
        return this == LIVE || this == FOREIGN;
    }
}
