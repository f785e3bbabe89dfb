package org.tokenrevocation.internal.denylist;

import org.tokenrevocation.internal.identity.JoseHeader;
import org.tokenrevocation.internal.identity.TokenIdentity;

/** The digests of opaque tokens, as the set in Redis holds them. */
public final class Digests {
    private static final TokenIdentity IDENTITY = new TokenIdentity(json -> JoseHeader.NONE);

    private Digests() {}

    /** Sixteen bytes. */
    public static byte[] of(String token) {
        return IDENTITY.digest(token).bytes();
    }
}
