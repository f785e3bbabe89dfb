package org.tokenrevocation.internal.identity;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Remembers what a header's exact bytes mean, because an issuer writes few distinct ones and reading JSON for each
 * request would cost more than the digest. Thread-safe without locks: entries are immutable, and a lost write costs one
 * more reading. Strangers choose headers, so it is bounded ({@value #SLOTS} × {@value #MAX_HEADER} bytes), compares
 * byte by byte, and the worst that a crowd of junk headers does is to evict.
 */
final class HeaderCache {
    private static final int SLOTS = 64;
    private static final int MAX_HEADER = 4096;

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final Known[] slots = new Known[SLOTS];

    private record Known(byte[] header, JoseHeader meaning) {}

    /** What the first bytes were found to mean, or null if not remembered. */
    JoseHeader find(byte[] bytes, int length) {
        Known known = slots[slot(bytes, length)];
        return known != null && Arrays.equals(known.header, 0, known.header.length, bytes, 0, length)
                ? known.meaning
                : null;
    }

    /** Remembers what the first bytes mean, in place of another header that falls into the same slot. */
    void remember(byte[] bytes, int length, JoseHeader meaning) {
        if (length <= MAX_HEADER) {
            slots[slot(bytes, length)] = new Known(Arrays.copyOf(bytes, length), meaning);
        }
    }

    private static int slot(byte[] bytes, int length) {
        long mixed = length;
        int i = 0;
        for (; i <= length - Long.BYTES; i += Long.BYTES) {
            mixed = (mixed ^ (long) LONGS.get(bytes, i)) * 0x9E3779B97F4A7C15L;
            mixed ^= mixed >>> 32;
        }
        for (; i < length; i++) {
            mixed = (mixed ^ bytes[i]) * 0x9E3779B97F4A7C15L;
        }
        return (int) (mixed >>> 58);
    }
}
