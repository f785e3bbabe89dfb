package org.tokenrevocation.internal.identity;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.HexFormat;

/**
 * What a revocation is recorded under: the first 128 bits of a SHA-256. Half of it is enough, since a stranger gains by
 * finding a second token for a <em>given</em> digest (128 bits), not by finding any two alike; and it halves the memory
 * of every node. Immutable.
 *
 * @param high bytes 0 to 7, big-endian
 * @param low bytes 8 to 15, big-endian
 */
public record TokenDigest(long high, long low) {
    /** The length of {@link #bytes()}. */
    public static final int BYTES = 16;

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /**
     * The digest that these bytes spell, as Redis stores it.
     *
     * @throws IllegalArgumentException if there are not exactly 16
     */
    public static TokenDigest of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException(
                    "A token digest must be " + BYTES + " bytes, but is [" + bytes.length + "]; store TokenDigest.bytes()");
        }
        return startOf(bytes);
    }

    /** The digest in the first 16 bytes of a longer hash. */
    public static TokenDigest startOf(byte[] hash) {
        return new TokenDigest((long) LONGS.get(hash, 0), (long) LONGS.get(hash, Long.BYTES));
    }

    /** Sixteen bytes, for Redis; a new array each time. */
    public byte[] bytes() {
        byte[] bytes = new byte[BYTES];
        LONGS.set(bytes, 0, high);
        LONGS.set(bytes, Long.BYTES, low);
        return bytes;
    }

    /** By hand: in JDK 17 a generated one leaves this class, and so an undeployed application, in a static of the JDK. */
    @Override
    public boolean equals(Object other) {
        return other instanceof TokenDigest that && high == that.high && low == that.low;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(high);
    }

    /** The first 16 bits alone, because no full digest may reach a log. */
    @Override
    public String toString() {
        return "digest " + HexFormat.of().toHexDigits((short) (high >>> 48)) + "...";
    }
}
