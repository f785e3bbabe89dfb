package org.tokenrevocation.internal.jwt;

import java.util.LinkedHashSet;
import java.util.Set;
import org.tokenrevocation.internal.identity.Base64Url;

/** Where libraries that forgive foreign characters see the end of a token's last segment. */
final class LenientBase64 {
    private LenientBase64() {}

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

    private static String skipped(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.chars().filter(c -> Base64Url.isAlphabet(c) || c == '+' || c == '/').forEach(c -> plain.append((char) c));
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
}
