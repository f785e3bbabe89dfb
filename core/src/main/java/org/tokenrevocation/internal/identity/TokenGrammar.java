package org.tokenrevocation.internal.identity;

import java.nio.charset.StandardCharsets;

/**
 * What may be a token at all: RFC 6750 section 2.1 b64token, {@code 1*( ALPHA / DIGIT / "-" / "." / "_" / "~" / "+" /
 * "/" ) *"="}, plus the characters that {@code token-characters} adds, plus base64's padding ({@code =} or {@code ==})
 * before a dot, as some issuers of JWTs write it. With {@code =} among the added characters, the sign may stand anywhere
 * but not alone. Immutable.
 *
 * <p>It has no colon, no blank and no quote: a token can reach neither another key of Redis nor another header field.
 * No setting adds what ends a token in a list of credentials or cookies ({@code , ;}), what quotes it, or the braces,
 * which mean something in keys of Redis.
 */
public final class TokenGrammar {
    private static final String B64TOKEN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/";

    private final boolean[] allowed = new boolean[128];
    private final int maxLength;

    /**
     * A grammar that allows more than b64token.
     *
     * @param extraCharacters ASCII characters that are allowed as well
     * @param maxLength the longest token in characters; what is longer is no token
     */
    public TokenGrammar(String extraCharacters, int maxLength) {
        this.maxLength = maxLength;
        for (char c : (B64TOKEN + extraCharacters).toCharArray()) {
            allowed[c] = true;
        }
    }

    /** Whether a token may contain a character, at its end at least. */
    public static boolean mayContain(char character, String extraCharacters) {
        return character == '=' || (B64TOKEN + extraCharacters).indexOf(character) >= 0;
    }

    /** Whether the whole text is a token. */
    public boolean matches(CharSequence text) {
        return bytes(text.toString()) != null;
    }

    /**
     * The bytes of a token.
     *
     * @return one byte for each character; null if the text is no token
     */
    public byte[] bytes(String text) {
        int length = text.length();
        if (length > maxLength) {
            return null;
        }
        int end = length;
        while (end > 0 && text.charAt(end - 1) == '=') {
            end--;
        }
        if (end == 0) {
            return null;
        }
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        // The quick yes for nearly all tokens; what bytes cannot spell has become a question mark, which is none.
        boolean isPlain = end <= bytes.length && Base64Url.isPlainB64token(bytes, end);
        return isPlain || allows(text, end) ? bytes : null;
    }

    private boolean allows(String text, int to) {
        for (int i = 0; i < to; i++) {
            char c = text.charAt(i);
            if (c >= 128 || !allowed[c] && !isPadding(text, i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether this is one of at most two {@code =} between a character of base64 and a dot. */
    private static boolean isPadding(String text, int at) {
        if (text.charAt(at) != '=' || at == 0) {
            return false;
        }
        int first = text.charAt(at - 1) == '=' ? at - 1 : at;
        int last = text.charAt(first + 1) == '=' ? first + 1 : first;
        return first > 0 && Base64Url.isSignificant((byte) text.charAt(first - 1)) && text.charAt(last + 1) == '.';
    }
}
