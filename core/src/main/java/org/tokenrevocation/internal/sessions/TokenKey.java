package org.tokenrevocation.internal.sessions;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.tokenrevocation.internal.identity.Sha256;
import org.tokenrevocation.internal.identity.TokenDigest;

/**
 * What sessions mode's memory calls a token: the first 128 bits of the SHA-256 of its bytes, as {@code {sha256}} keys
 * spell it, so that memory holds nothing usable.
 */
final class TokenKey {
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

    private TokenKey() {}

    static TokenDigest of(String token) {
        return of(token.getBytes(StandardCharsets.ISO_8859_1));
    }

    static TokenDigest of(byte[] ascii) {
        return TokenDigest.startOf(Sha256.digest(ascii));
    }

    /** The token whose access entry lies under a key of Redis; null if the key is not of the pattern's form. */
    static TokenDigest ofRedisKey(KeyPattern pattern, byte[] key) {
        String middle = pattern.placeholder(key);
        if (middle == null || !pattern.isHashed()) {
            return middle == null ? null : of(middle);
        }
        return HEX.matcher(middle).matches() ? TokenDigest.startOf(HexFormat.of().parseHex(middle)) : null;
    }
}
