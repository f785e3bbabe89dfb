package org.tokenrevocation;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Decides which clients may call the revocation endpoint (RFC 7009 section 2.1, RFC 6749 section 2.3). Off unless one
 * is given to {@link TokenRevocation.Builder#clientAuthenticator} or the setting {@code client-credentials} switches the built-in HTTP Basic (RFC 7617) on. Without one, whoever holds a token may
 * revoke it, and {@code Authorization} is not looked at.
 *
 * <p>Implementations must be thread-safe; they are asked before the body is read, in the request's thread.
 */
public interface ClientAuthenticator {
    /**
     * Finds out which client calls, by the header fields alone.
     *
     * @param headers from a field's name, in any case, to its values in order of arrival; empty if absent
     * @return the client's identifier, which the audit names (see {@link AuditListener}), so never a secret; empty if
     *     the call may not revoke, which is answered with 401 {@code invalid_client}
     * @throws RevocationUnavailableException if that cannot be told now. The answer is that of an unconfirmed revocation,
     *     500 or 503, and nothing is revoked. Any other exception has the same answer and is logged as a fault
     */
    Optional<String> authenticate(Function<String, List<String>> headers);

    /**
     * How a refused client should authenticate.
     *
     * @return the value of {@code WWW-Authenticate} (RFC 9110 section 11.6.1), for example {@code Basic realm="api"}
     */
    String challenge();
}
