package org.tokenrevocation.internal.keys;

import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Set;

/** Base64 as forgiving as the most forgiving JWT library: of both alphabets, with foreign characters left out. */
final class LenientBase64 {
    private LenientBase64() {}

    /**
     * The bytes of all characters that count, unused bits and a lone last character ignored.
     *
     * @param from the first index
     * @param to the index after the last
     */
    static byte[] decode(String text, int from, int to) {
        byte[] plain = new byte[to - from];
        int length = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c == '+') {
                plain[length++] = '-';
            } else if (c == '/') {
                plain[length++] = '_';
            } else if (isPlain(c)) {
                plain[length++] = (byte) c;
            }
        }
        length -= length % 4 == 1 ? 1 : 0;
        return Base64.getUrlDecoder().decode(Arrays.copyOf(plain, length));
    }

    /** Every reading of a last segment: some libraries end it at a padding, a dot or a tilde, others skip these. */
    static Set<String> readings(String text, int from) {
        String whole = text.substring(from);
        Set<String> readings = new LinkedHashSet<>();
        for (String ends : new String[] {".~", ".", "~", ".~=", ".=", "=", ""}) {
            readings.add(skipped(whole.substring(0, firstOf(whole, ends))));
        }
        readings.remove("");
        return readings;
    }

    /** Whether each character is of the base64url alphabet. */
    static boolean isStrict(String text) {
        return text.chars().allMatch(LenientBase64::isPlain);
    }

    private static String skipped(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.chars().filter(c -> isPlain(c) || c == '+' || c == '/').forEach(c -> plain.append((char) c));
        return plain.toString();
    }

    private static int firstOf(String text, String ends) {
        for (int i = 0; i < text.length(); i++) {
            if (ends.indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return text.length();
    }

    private static boolean isPlain(int c) {
        return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_';
    }
}
