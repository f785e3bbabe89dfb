package org.tokenrevocation;

import java.time.Duration;
import java.util.Optional;
import org.tokenrevocation.internal.audit.AuditedToken;

/**
 * One token that one call has ended, or all tokens of a {@link Cutoff}. Immutable and thread-safe; made by {@link TokenRevocation} alone, so that later
 * versions can say more.
 */
public final class AuditEvent {
    private final AuditedToken token;

    AuditEvent(AuditedToken token) {
        this.token = token;
    }

    /**
     * Where it was revoked.
     *
     * @return the instance's name, as in its log lines
     */
    public String instance() {
        return token.instance();
    }

    /**
     * The mode of operation.
     *
     * @return which truth Redis holds
     */
    public Mode mode() {
        return token.mode();
    }

    /**
     * What a cut-off compares.
     *
     * @return the claim; empty if one token was revoked
     */
    public Optional<Cutoff.Claim> claim() {
        return Optional.ofNullable(token.claim());
    }

    /**
     * Which token, or of which value all tokens.
     *
     * @return eight hexadecimal digits that tell tokens, or values of a {@link #claim}, apart: the same one has the same
     *     digits as long as this process lives. Made with a secret that never leaves it (HMAC), so they are of no use to find or to check a token
     */
    public String fingerprint() {
        return token.fingerprint();
    }

    /**
     * The size of the call.
     *
     * @return how many tokens the same call has ended, this one among them; of a cut-off, how many it has found, which is
     *     none in denylist mode
     */
    public int tokensInCall() {
        return token.tokensInCall();
    }

    /**
     * Who revoked.
     *
     * @return the client by a {@link ClientAuthenticator}'s word; empty for anonymous calls and calls of the API
     */
    public Optional<String> client() {
        return Optional.ofNullable(token.client());
    }

    /**
     * Whether the revocation is known to count on every node.
     *
     * @return false if this instance was closed before; it is stored nevertheless, and the caller was told to repeat
     */
    public boolean isConfirmed() {
        return token.isConfirmed();
    }

    /**
     * The duration of the revocation.
     *
     * @return from the call to its effect
     */
    public Duration duration() {
        return token.duration();
    }

    /**
     * For messages.
     *
     * @return all of it in one line
     */
    @Override
    public String toString() {
        return "AuditEvent" + token.toString().substring(AuditedToken.class.getSimpleName().length());
    }
}
