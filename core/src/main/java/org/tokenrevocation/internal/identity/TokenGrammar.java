package org.tokenrevocation.internal.identity;

import java.nio.charset.StandardCharsets;

/**
 * What may be a token at all: RFC 6750 section 2.1 b64token, {@code 1*( ALPHA / DIGIT / "-" / "." / "_" / "~" / "+" /
 * "/" ) *"="}, plus the characters that {@code token-characters} adds. Immutable.
 *
 * <p>It has no colon, no blank and no quote: a token can reach neither another key of Redis nor another header field.
 */
public final class TokenGrammar {
    /** The longest token in characters; what is longer is no token. */
    public static final int MAX_LENGTH = 16 * 1024;

    private static final String B64TOKEN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/";

    private final boolean[] allowed = new boolean[128];

    /** A grammar that allows the given ASCII characters besides b64token. */
    public TokenGrammar(String extraCharacters) {
        for (char c : (B64TOKEN + extraCharacters).toCharArray()) {
            allowed[c] = true;
        }
    }

    /** Whether the whole text is a token. */
    public boolean matches(CharSequence text) {
        int length = text.length();
        if (length > MAX_LENGTH) {
            return false;
        }
        int end = length;
        while (end > 0 && text.charAt(end - 1) == '=') {
            end--;
        }
        return end > 0 && (text instanceof String string && isPlain(string, end) || allows(text, 0, end));
    }

    /** The quick yes for nearly all tokens; what a copy to bytes cannot spell becomes a question mark, which is none. */
    private static boolean isPlain(String text, int end) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return end <= bytes.length && Base64Url.isPlainB64token(bytes, end);
    }

    private boolean allows(CharSequence text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c >= 128 || !allowed[c]) {
                return false;
            }
        }
        return true;
    }
}
