package org.tokenrevocation.internal.memo;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.tokenrevocation.internal.identity.TokenDigest;

/**
 * Reads the entry of one token: its digest, its {@link CachedLive} and, unless it is long, its characters, all in one
 * array. A token of some milliseconds ago has left the processor's caches, so a reader waits for main memory once for
 * each object on the way. With a string, a digest and a {@link CachedLive} that took a microsecond. An entry is written
 * before it is published and never changes.
 */
public final class MemoEntry {
    /** In place of a counter: there is no LIVE answer to remember. */
    private static final long NO_ANSWER = -1;

    private static final int COUNT = 0;
    private static final int GENERATION = 8;
    private static final int ENDS = 16;
    private static final int HIGH = 24;
    private static final int LOW = 32;
    private static final int TOKEN = 40;

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private MemoEntry() {}

    static byte[] of(byte[] token, Sighting sighting) {
        byte[] entry = new byte[TOKEN + token.length];
        CachedLive live = sighting.finding();
        LONGS.set(entry, COUNT, live == null ? NO_ANSWER : live.count());
        if (live != null) {
            LONGS.set(entry, GENERATION, live.generation());
            LONGS.set(entry, ENDS, live.endsNanos());
        }
        LONGS.set(entry, HIGH, sighting.digest().high());
        LONGS.set(entry, LOW, sighting.digest().low());
        System.arraycopy(token, 0, entry, TOKEN, token.length);
        return entry;
    }

    static boolean is(byte[] entry, byte[] token) {
        return entry.length == TOKEN + token.length && Arrays.equals(entry, TOKEN, entry.length, token, 0, token.length);
    }

    /** The token's digest. */
    public static TokenDigest digest(byte[] entry) {
        return new TokenDigest((long) LONGS.get(entry, HIGH), low(entry));
    }

    /** True if the answer is of this generation and has not expired. {@link ChangeCounters#allow} must agree too. */
    public static boolean holds(byte[] entry, long atGeneration, long nowNanos) {
        return (long) LONGS.get(entry, GENERATION) == atGeneration && nowNanos - (long) LONGS.get(entry, ENDS) < 0;
    }

    static long count(byte[] entry) {
        return (long) LONGS.get(entry, COUNT);
    }

    static long low(byte[] entry) {
        return (long) LONGS.get(entry, LOW);
    }
}
