package org.tokenrevocation.internal.memo;

import org.tokenrevocation.internal.identity.TokenDigest;

/** A token on its way through an engine, and the LIVE answer that the engine notes. For one thread. */
public final class Sighting {
    private final String token;
    private final TokenDigest digest;
    private CachedLive finding;
    private byte[] claims;

    /** Holds no answer yet. */
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

    /** The digest by which memory knows the token. */
    public TokenDigest digest() {
        return digest;
    }

    /** The LIVE answer. Null if there is none that may be remembered. */
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

    /** Sets the LIVE answer. */
    public void note(CachedLive found) {
        finding = found;
    }
}
