package org.tokenrevocation.internal.sessions;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.tokenrevocation.internal.identity.Sha256;

/**
 * What memory calls a token: the first 128 bits of the SHA-256 of its bytes, so that memory holds nothing usable.
 *
 * @param high the first eight bytes, big-endian
 * @param low the next eight
 */
record TokenKey(long high, long low) {
    static TokenKey of(String token) {
        return first128(Sha256.digest(token.getBytes(StandardCharsets.ISO_8859_1)));
    }

    /** The token whose access entry lies under a key of Redis; null if the key is not of the pattern's form. */
    static TokenKey ofRedisKey(KeyPattern pattern, byte[] key) {
        String text = new String(key, StandardCharsets.UTF_8);
        int end = text.length() - pattern.suffix().length();
        if (end <= pattern.prefix().length() || !text.startsWith(pattern.prefix())
                || !text.endsWith(pattern.suffix())) {
            return null;
        }
        String middle = text.substring(pattern.prefix().length(), end);
        if (!pattern.isHashed()) {
            return of(middle);
        }
        return middle.matches("[0-9a-f]{64}") ? first128(HexFormat.of().parseHex(middle)) : null;
    }

    private static TokenKey first128(byte[] digest) {
        ByteBuffer buffer = ByteBuffer.wrap(digest);
        return new TokenKey(buffer.getLong(), buffer.getLong());
    }

    /** By hand: in JDK 17 a generated one leaves this class, and so an undeployed application, in a static of the JDK. */
    @Override
    public boolean equals(Object other) {
        return other instanceof TokenKey that && high == that.high && low == that.low;
    }

    /** The bits are uniform already. */
    @Override
    public int hashCode() {
        return (int) (high ^ (high >>> 32));
    }
}
