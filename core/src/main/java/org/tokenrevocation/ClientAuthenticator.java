package org.tokenrevocation;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Decides which clients may call the revocation endpoint (RFC 7009 section 2.1, RFC 6749 section 2.3). Off unless one
 * is given to {@link TokenRevocation#open(String, Settings, ClientAuthenticator)} or the setting
 * {@code client-credentials} switches the built-in HTTP Basic (RFC 7617) on. Without one, whoever holds a token may
 * revoke it, and {@code Authorization} is not looked at.
 *
 * <p>Implementations must be thread-safe; they are asked before the body is read, in the request's thread.
 */
public interface ClientAuthenticator {
    /**
     * Judges a call by its header fields. An exception counts as "not confirmed": 500 or 503, and nothing is revoked.
     *
     * @param headers from a field's name, in any case, to its values in order of arrival; empty if absent
     * @return whether the call may revoke; false is answered with 401 {@code invalid_client}
     */
    boolean accepts(Function<String, List<String>> headers);

    /**
     * Names the client of a call that {@link #accepts} has accepted, for the audit (see {@link AuditListener}). Empty
     * unless overridden. The name is logged: return an identifier, never a secret.
     *
     * @param headers as for {@link #accepts}
     * @return the client's identifier; empty if it has none
     */
    default Optional<String> client(Function<String, List<String>> headers) {
        return Optional.empty();
    }

    /**
     * How a refused client should authenticate.
     *
     * @return the value of {@code WWW-Authenticate} (RFC 9110 section 11.6.1), for example {@code Basic realm="api"}
     */
    String challenge();
}
