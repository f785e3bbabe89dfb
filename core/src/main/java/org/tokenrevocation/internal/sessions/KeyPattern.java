package org.tokenrevocation.internal.sessions;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.tokenrevocation.internal.identity.Sha256;

/**
 * Where a session entry lies: a fixed prefix, the token (as received, or its lower-case hex SHA-256), a fixed suffix.
 * Immutable.
 *
 * @param prefix what stands before the placeholder; never empty
 * @param suffix what stands behind it; may be empty
 * @param isHashed whether the placeholder is {@code {sha256}}
 */
public record KeyPattern(String prefix, String suffix, boolean isHashed) {
    /** Stands for the token as received. */
    public static final String TOKEN = "{token}";
    /** Stands for the lower-case hex SHA-256 of the token's bytes. */
    public static final String SHA256 = "{sha256}";

    /** The key of a token's entry, in Redis' own bytes. */
    public byte[] key(String token) {
        return (prefix + placeholder(token) + suffix).getBytes(StandardCharsets.UTF_8);
    }

    private String placeholder(String token) {
        return isHashed
                ? HexFormat.of().formatHex(Sha256.digest(token.getBytes(StandardCharsets.UTF_8)))
                : token;
    }

    /** What stands in the placeholder of a key; null if the key is not of this form. */
    String placeholder(byte[] key) {
        String text = new String(key, StandardCharsets.UTF_8);
        int end = text.length() - suffix.length();
        return end > prefix.length() && text.startsWith(prefix) && text.endsWith(suffix)
                ? text.substring(prefix.length(), end) : null;
    }

    @Override
    public String toString() {
        return prefix + (isHashed ? SHA256 : TOKEN) + suffix;
    }
}
