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

    private static final VarHandle SEEN = MethodHandles.arrayElementVarHandle(byte[][].class);
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[][] slots = new byte[SLOTS][];
    private volatile boolean isClosed;

    /** What was remembered of exactly this token, for {@link Seen} to read; null if nothing is. */
    public byte[] find(String text) {
        byte[] token = bytes(text);
        if (token == null) {
            return null;
        }
        int first = first(token);
        byte[] seen = seen(first);
        if (seen != null && Seen.is(seen, token)) {
            return seen;
        }
        seen = seen(second(first));
        return seen != null && Seen.is(seen, token) ? seen : null;
    }

    /** Remembers what is known of a token: where it was, otherwise in its first slot if that is free, or in its second. */
    public void remember(Sighting sighting) {
        byte[] token = bytes(sighting.token());
        if (token == null || isClosed || isAmbiguous(token)) {
            return;
        }
        int first = first(token);
        byte[] seen = seen(first);
        int slot = seen == null || Seen.is(seen, token) ? first : second(first);
        SEEN.setRelease(slots, slot, Seen.of(token, sighting));
    }

    private static byte[] bytes(String token) {
        int length = token.length();
        return length < SHORTEST || length > LONGEST ? null : token.getBytes(StandardCharsets.UTF_8);
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

    private byte[] seen(int slot) {
        return (byte[]) SEEN.getAcquire(slots, slot);
    }

    /**
     * By eight bytes from the token's middle and its last eight, which differ for certain between what one issuer signs.
     */
    private static int first(byte[] token) {
        long middle = (long) LONGS.get(token, token.length / 2 - Long.BYTES);
        long end = (long) LONGS.get(token, token.length - Long.BYTES);
        long mixed = (middle * 0x9E3779B97F4A7C15L ^ end) * 0xD1B54A32D192ED03L;
        return (int) (mixed >>> 40) & SLOTS - 1;
    }

    /** Its neighbour, which most probably came from memory with it. */
    private static int second(int first) {
        return first ^ 1;
    }
}
