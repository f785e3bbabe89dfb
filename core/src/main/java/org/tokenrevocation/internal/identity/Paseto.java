package org.tokenrevocation.internal.identity;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Map;

/**
 * PASETO's frame: {@code version.purpose.payload[.footer]}, payload and footer in base64url without padding. Decoders
 * forgive padding, unused bits and the other alphabet, so one token is what these decode to.
 *
 * <p>Of {@code public} ones the signature, the payload's last bytes, is left out: ECDSA accepts two for one message, lenient
 * Ed25519 more, and versions 1 and 3 make another with each signing. What is signed besides but not in the token, the implicit
 * assertion, cannot be part of its identity: two tokens of the same message and footer are one.
 */
final class Paseto {
    private static final byte[] DOMAIN = {4};
    private static final Map<Character, Integer> SIGNATURE_BYTES = Map.of('1', 256, '2', 64, '3', 96, '4', 64);

    private Paseto() {}

    /** Whether the token begins like one: {@code v0} to {@code v9}, local or public. */
    static boolean is(String token) {
        return payloadStart(token) > 0;
    }

    /** The digest, or null if decoders read it differently, or it has no message. */
    static TokenDigest digest(String token, byte[] bytes) {
        int start = payloadStart(token);
        int dot = token.indexOf('.', start);
        int end = dot < 0 ? bytes.length : dot;
        byte[] payload = decoded(bytes, start, end);
        byte[] footer = dot < 0 ? new byte[0] : decoded(bytes, dot + 1, bytes.length);
        if (payload == null || footer == null) {
            return null;
        }
        boolean isPublic = token.startsWith("public.", 3);
        int message = payload.length - (isPublic ? SIGNATURE_BYTES.getOrDefault(token.charAt(1), 0) : 0);
        if (message <= 0) {
            return null;
        }
        MessageDigest sha256 = Sha256.instance();
        sha256.update(DOMAIN);
        sha256.update(bytes, 0, start);
        sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, message));
        sha256.update(payload, 0, message);
        sha256.update(footer);
        return TokenDigest.startOf(sha256.digest());
    }

    private static int payloadStart(String token) {
        if (token.length() < 3 || token.charAt(0) != 'v' || !Character.isDigit(token.charAt(1))
                || token.charAt(2) != '.') {
            return -1;
        }
        if (token.startsWith("public.", 3)) {
            return 10;
        }
        return token.startsWith("local.", 3) ? 9 : -1;
    }

    /** What a segment of either alphabet decodes to, or null if it holds what one decoder skips and another stops at. */
    private static byte[] decoded(byte[] bytes, int from, int to) {
        int end = Base64Url.contentEnd(bytes, from, to);
        for (int i = from; i < end; i++) {
            if (!Base64Url.isSignificant(bytes[i])) {
                return null;
            }
        }
        return (end - from & 3) == 1 ? null : Base64Url.decode(bytes, from, end);
    }
}
