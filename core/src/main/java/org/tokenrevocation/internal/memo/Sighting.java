package org.tokenrevocation.internal.memo;

import org.tokenrevocation.internal.identity.TokenDigest;

/** A token on its way through an engine, and the LIVE answer that the engine notes. For one thread. */
public final class Sighting {
    private final String token;
    private final TokenDigest digest;
    private CachedLive finding;

    /** Holds no answer yet. */
    public Sighting(String token, TokenDigest digest) {
        this.token = token;
        this.digest = digest;
    }

    /** The token as received. */
    public String token() {
        return token;
    }

    /** The digest by which memory knows the token. */
    public TokenDigest digest() {
        return digest;
    }

    /** The LIVE answer. Null if there is none that may be remembered. */
    public CachedLive finding() {
        return finding;
    }

    /** Sets the LIVE answer. */
    public void note(CachedLive found) {
        finding = found;
    }
}
