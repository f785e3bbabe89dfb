package org.tokenrevocation.internal.jwt;

/**
 * Who may fill the denylist: says whether a token was made by an issuer that the operator trusts. Thread-safe.
 *
 * <p>It judges tokens that are to be <em>revoked</em>, so it errs the other way than a host that admits them: whatever
 * spelling of a genuine token some host's library forgives must verify here too, or its revocation would be answered
 * "success" and stored nowhere.
 */
public interface TokenVerifier extends AutoCloseable {
    /**
     * Verifies a token of the token grammar. May block for the fetching of keys, never longer than the time-out that
     * was given at construction.
     */
    Verification verify(String token);

    /** Ends all threads and connections; what is verified afterwards with keys not at hand is unavailable. */
    @Override
    void close();
}
