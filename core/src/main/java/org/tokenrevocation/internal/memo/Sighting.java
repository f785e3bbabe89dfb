package org.tokenrevocation.internal.memo;

import org.tokenrevocation.internal.identity.TokenDigest;

/** A token on its way through an engine, which notes what memory found about it. Used by one thread. */
public final class Sighting {
    private final String token;
    private final TokenDigest digest;
    private CachedLive finding;
    private byte[] claims;

    /** Nothing has been found yet. */
    public Sighting(String token, TokenDigest digest) {
        this(token, digest, null);
    }

    /** The same of a token whose claims are known; null if they are not. */
    Sighting(String token, TokenDigest digest, byte[] claims) {
        this.token = token;
        this.digest = digest;
        this.claims = claims;
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

    /** What cut-offs look at, as it was noted; null if nobody has looked yet. Not to be changed. */
    public byte[] claims() {
        return claims;
    }

    /** Takes note of what cut-offs look at. */
    public void noteClaims(byte[] read) {
        claims = read;
    }

    /** Takes note of what memory has found. */
    public void note(CachedLive found) {
        finding = found;
    }
}
