package org.tokenrevocation.internal.identity;

/**
 * PASETO's frame: {@code version.purpose.payload[.footer]}, payload and footer in base64url without padding. Its
 * identity is its exact bytes; but decoders forgive more than one spelling, so only the canonical one is a token.
 */
final class Paseto {
    private Paseto() {}

    /** Whether this is a PASETO that no issuer spells so. */
    static boolean isRespelled(String token, byte[] bytes) {
        int payload = payloadStart(token);
        if (payload < 0) {
            return false;
        }
        int dot = token.indexOf('.', payload);
        int end = dot < 0 ? bytes.length : dot;
        return end == payload || !Base64Url.isCanonical(bytes, payload, end) || dot >= 0 && !isFooter(bytes, dot + 1);
    }

    /** Where the payload begins, or −1 if the token begins like none: {@code v1} to {@code v9}, local or public. */
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

    /** An empty footer is left out together with its dot. */
    private static boolean isFooter(byte[] bytes, int from) {
        return from < bytes.length && Base64Url.isCanonical(bytes, from, bytes.length);
    }
}
