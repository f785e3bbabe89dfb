package org.tokenrevocation.internal.cutoff;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.tokenrevocation.Cutoff;
import org.tokenrevocation.internal.identity.Sha256;
import org.tokenrevocation.internal.identity.TokenDigest;

/**
 * What a cut-off is recorded under: the first 128 bits of the SHA-256 of a domain tag, the claim, and issuer and value, each
 * behind its length, so that no two triples share bytes.
 */
public final class CutoffDigest {
    /** Tokens have 1 to 4. */
    private static final byte DOMAIN = 5;
    private static final byte LOGOUT = 4;

    private CutoffDigest() {}

    /** The digest of a cut-off; its moment is no part of it. */
    public static TokenDigest of(Cutoff cutoff) {
        return of(cutoff.claim(), utf8(cutoff.issuer()), cutoff.value());
    }

    /** The digest of the {@code jti} of an issuer's logout token. */
    public static TokenDigest ofLogout(String issuer, String jti) {
        return of(LOGOUT, utf8(issuer), jti);
    }

    static TokenDigest of(Cutoff.Claim claim, byte[] issuer, String value) {
        return of(tag(claim), issuer, value);
    }

    private static TokenDigest of(byte tag, byte[] issuer, String value) {
        byte[] content = utf8(value);
        ByteBuffer whole = ByteBuffer.allocate(2 + Integer.BYTES + issuer.length + Integer.BYTES + content.length);
        whole.put(DOMAIN).put(tag).putInt(issuer.length).put(issuer).putInt(content.length).put(content);
        return TokenDigest.startOf(Sha256.digest(whole.array()));
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Part of what Redis holds: never to be changed. */
    private static byte tag(Cutoff.Claim claim) {
        return switch (claim) {
            case SUBJECT -> 1;
            case SESSION -> 2;
            case CLIENT -> 3;
        };
    }
}
