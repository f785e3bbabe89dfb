package org.tokenrevocation.internal.memo;

import org.tokenrevocation.internal.identity.TokenDigest;

/** A token on its way through an engine, which notes what memory found about it. Used by one thread. */
public final class Sighting {
    private final String token;
    private final TokenDigest digest;
    private CachedLive finding;

    /** Nothing has been found yet. */
    public Sighting(String token, TokenDigest digest) {
        this.token = token;
        this.digest = digest;
    }

    /** The token as received. */
    public String token() {
        return token;
    }

    /** What memory calls it. */
    public TokenDigest digest() {
        return digest;
    }

    /** What memory has found; null if nothing that may be remembered. */
    public CachedLive finding() {
        return finding;
    }

    /** Takes note of what memory has found. */
    public void note(CachedLive found) {
        finding = found;
    }
}
