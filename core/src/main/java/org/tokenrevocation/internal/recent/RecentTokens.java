package org.tokenrevocation.internal.recent;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Spares the work for a token that was just seen: remembers, for about a second, which digest it has, which never
 * changes, and what memory found about it, which {@link Seen} says until when to believe. Exact, since it compares the
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
    /** A shorter token is hashed as quickly. */
    private static final int SHORTEST = 16;
    private static final int LONGEST = 2048;

    /** A longer one is compared as a string, since copying its characters costs more than one more wait for memory. */
    private static final int LONGEST_INLINE = 128;

    private static final byte[] NO_BYTES = {};

    private static final VarHandle SEEN = MethodHandles.arrayElementVarHandle(Object[].class);
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Each a {@link Seen} with its token, or a {@link LongToken}. */
    private final Object[] slots = new Object[SLOTS];
    private volatile boolean isClosed;

    /** A long token, and what {@link Seen} reads of it. */
    private record LongToken(String token, byte[] seen) {}

    /** What was remembered of exactly this token, for {@link Seen} to read; null if nothing is. */
    public byte[] find(String token) {
        return isOutOfBounds(token) ? null : token.length() > LONGEST_INLINE ? findLong(token) : findShort(bytes(token));
    }

    private byte[] findShort(byte[] token) {
        int first = first(token);
        Object seen = seen(first);
        if (isShort(seen, token)) {
            return (byte[]) seen;
        }
        seen = seen(second(first));
        return isShort(seen, token) ? (byte[]) seen : null;
    }

    private byte[] findLong(String token) {
        int first = first(token);
        Object seen = seen(first);
        if (!isLong(seen, token)) {
            seen = seen(second(first));
        }
        return isLong(seen, token) ? ((LongToken) seen).seen : null;
    }

    /** Remembers what is known of a token: where it was, otherwise in its first slot if that is free, or in its second. */
    public void remember(Sighting sighting) {
        String token = sighting.token();
        if (isClosed || isOutOfBounds(token)) {
            return;
        }
        if (token.length() > LONGEST_INLINE) {
            int first = first(token);
            Object seen = seen(first);
            int slot = seen == null || isLong(seen, token) ? first : second(first);
            SEEN.setRelease(slots, slot, new LongToken(token, Seen.of(NO_BYTES, sighting)));
            return;
        }
        byte[] bytes = bytes(token);
        if (!isAmbiguous(bytes)) {
            int first = first(bytes);
            Object seen = seen(first);
            int slot = seen == null || isShort(seen, bytes) ? first : second(first);
            SEEN.setRelease(slots, slot, Seen.of(bytes, sighting));
        }
    }

    private static boolean isOutOfBounds(String token) {
        return token.length() < SHORTEST || token.length() > LONGEST;
    }

    private static byte[] bytes(String token) {
        return token.getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isShort(Object seen, byte[] token) {
        return seen instanceof byte[] bytes && Seen.is(bytes, token);
    }

    private static boolean isLong(Object seen, String token) {
        return seen instanceof LongToken known && known.token.equals(token);
    }

    /**
     * What has no UTF-8, half of a surrogate pair, becomes a question mark. No other two strings have the same bytes, so none
     * is taken for another as long as no question mark is remembered.
     */
    private static boolean isAmbiguous(byte[] token) {
        for (byte each : token) {
            if (each == '?') {
                return true;
            }
        }
        return false;
    }

    /** Forgets every token. */
    public void forgetAll() {
        Arrays.fill(slots, null);
    }

    /** Forgets every token, and remembers none any more. */
    public void close() {
        isClosed = true;
        forgetAll();
    }

    private Object seen(int slot) {
        return SEEN.getAcquire(slots, slot);
    }

    /**
     * By eight bytes from the token's middle and its last eight, which differ for certain between what one issuer signs.
     */
    private static int first(byte[] token) {
        return first((long) LONGS.get(token, token.length / 2 - Long.BYTES), (long) LONGS.get(token, token.length - Long.BYTES));
    }

    private static int first(String token) {
        return first(eight(token, token.length() / 2 - Long.BYTES), eight(token, token.length() - Long.BYTES));
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

    /** Its neighbour, which most probably came from memory with it. */
    private static int second(int first) {
        return first ^ 1;
    }
}
