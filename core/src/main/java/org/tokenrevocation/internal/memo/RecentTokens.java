package org.tokenrevocation.internal.memo;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Spares the work for a token that was just seen: remembers, for about a second, which digest it has, which never
 * changes, and what memory found about it, which {@link MemoEntry} says until when to believe. Exact, since it compares the
 * whole token.
 *
 * <p>Holds {@value #SLOTS} tokens of at most {@value #LONGEST} characters. Whoever owns it calls {@link #forgetAll} once
 * a second, so that a token stays no longer than in the buffers of the connection that it came through. A crowd of other
 * tokens can push one out, which then costs its digest again.
 *
 * <p>Thread-safe without locks: what is remembered never changes, and a lost write costs one more digest.
 */
public final class RecentTokens {
    private static final int SLOTS = 1 << 13;
    /** To hash a shorter token takes no longer than to look it up. */
    private static final int SHORTEST = 16;
    private static final int LONGEST = 2048;

    /** A longer token is compared as a string: to copy it costs more than one more wait for main memory. */
    private static final int LONGEST_INLINE = 128;

    private static final VarHandle SEEN = MethodHandles.arrayElementVarHandle(Object[].class);
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Each element is an entry with its token, or a {@link LongToken}. */
    private final Object[] slots = new Object[SLOTS];
    private volatile boolean isClosed;

    /** A long token and its entry. */
    private record LongToken(String token, byte[] seen) {}

    /** The entry of exactly this token, for {@link MemoEntry} to read. Null if there is none. */
    public byte[] find(String token) {
        if (isOutOfBounds(token)) {
            return null;
        }
        Object key = key(token);
        int first = first(key);
        Object found = at(first);
        if (!is(found, key)) {
            found = at(second(first));
            if (!is(found, key)) {
                return null;
            }
        }
        return found instanceof LongToken known ? known.seen : (byte[]) found;
    }

    /** Replaces the entry of a token; else takes its first slot if that is free, else its second slot. */
    public void remember(Sighting sighting) {
        if (isClosed || isOutOfBounds(sighting.token())) {
            return;
        }
        Object key = key(sighting.token());
        if (isAmbiguous(key)) {
            return;
        }
        int first = first(key);
        Object found = at(first);
        int slot = found == null || is(found, key) ? first : second(first);
        SEEN.setRelease(slots, slot, key instanceof String token
                ? new LongToken(token, MemoEntry.of(sighting))
                : MemoEntry.of((byte[]) key, sighting));
    }

    private static boolean isOutOfBounds(String token) {
        return token.length() < SHORTEST || token.length() > LONGEST;
    }

    /** What tells a token from others: a long one itself, the bytes of a short one. */
    private static Object key(String token) {
        return isKeptAsString(token) ? token : token.getBytes(StandardCharsets.UTF_8);
    }

    static boolean isKeptAsString(String token) {
        return token.length() > LONGEST_INLINE;
    }

    private static boolean is(Object found, Object key) {
        return key instanceof String token
                ? found instanceof LongToken known && known.token.equals(token)
                : found instanceof byte[] seen && MemoEntry.is(seen, (byte[]) key);
    }

    /**
     * True if the key holds a question mark. UTF-8 has no bytes for half of a surrogate pair, which becomes a question
     * mark. All other strings differ in their bytes, so no token is taken for another if none with a question mark is
     * remembered.
     */
    private static boolean isAmbiguous(Object key) {
        if (key instanceof byte[] bytes) {
            for (byte each : bytes) {
                if (each == '?') {
                    return true;
                }
            }
        }
        return false;
    }

    /** Forgets every token. */
    public void forgetAll() {
        Arrays.fill(slots, null);
    }

    /** Forgets every token. Remembers none afterwards. */
    public void close() {
        isClosed = true;
        forgetAll();
    }

    private Object at(int slot) {
        return SEEN.getAcquire(slots, slot);
    }

    /**
     * Hashes eight bytes of the middle and the last eight. They differ between any two tokens that one issuer signs.
     */
    private static int first(Object key) {
        if (key instanceof String token) {
            return first(eight(token, token.length() / 2 - Long.BYTES), eight(token, token.length() - Long.BYTES));
        }
        byte[] bytes = (byte[]) key;
        return first((long) LONGS.get(bytes, bytes.length / 2 - Long.BYTES), (long) LONGS.get(bytes, bytes.length - Long.BYTES));
    }

    private static long eight(String token, int from) {
        long eight = 0;
        for (int i = from; i < from + Long.BYTES; i++) {
            eight = eight << Byte.SIZE ^ token.charAt(i);
        }
        return eight;
    }

    private static int first(long middle, long end) {
        long mixed = (middle * 0x9E3779B97F4A7C15L ^ end) * 0xD1B54A32D192ED03L;
        return (int) (mixed >>> 40) & SLOTS - 1;
    }

    /** The neighbour, which most likely lies in the same cache line. */
    private static int second(int first) {
        return first ^ 1;
    }
}
