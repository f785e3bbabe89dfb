package org.tokenrevocation.internal.memo;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.tokenrevocation.internal.identity.TokenDigest;

/**
 * Reads what is remembered of one token: its digest, its {@link CachedLive} and its characters or, if it is long, its claims, all in one
 * array. A token that was last seen some milliseconds ago has left the processor's caches, and whoever asks for it waits for memory once
 * for each object on the way; with a string, a digest and a finding that was a microsecond. Written before it is
 * published, never changed.
 */
public final class MemoEntry {
    /** In place of a counter: there is no LIVE answer to remember. */
    private static final long NOTHING_FOUND = -1;

    private static final int COUNT = 0;
    private static final int GENERATION = 8;
    private static final int ENDS = 16;
    private static final int HIGH = 24;
    private static final int LOW = 32;
    private static final int TOKEN = 40;
    private static final byte[] NO_CLAIMS = {};

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private MemoEntry() {}

    static byte[] of(byte[] token, Sighting sighting) {
        byte[] seen = of(sighting, token.length);
        System.arraycopy(token, 0, seen, TOKEN, token.length);
        return seen;
    }

    /** Of a token that is kept as a string: in the place of its characters, its claims if these are known. */
    static byte[] of(Sighting sighting) {
        byte[] claims = sighting.claims() == null ? NO_CLAIMS : sighting.claims();
        byte[] seen = of(sighting, claims.length);
        System.arraycopy(claims, 0, seen, TOKEN, claims.length);
        return seen;
    }

    private static byte[] of(Sighting sighting, int more) {
        byte[] seen = new byte[TOKEN + more];
        CachedLive finding = sighting.finding();
        LONGS.set(seen, COUNT, finding == null ? NOTHING_FOUND : finding.count());
        if (finding != null) {
            LONGS.set(seen, GENERATION, finding.generation());
            LONGS.set(seen, ENDS, finding.endsNanos());
        }
        LONGS.set(seen, HIGH, sighting.digest().high());
        LONGS.set(seen, LOW, sighting.digest().low());
        return seen;
    }

    static boolean is(byte[] seen, byte[] token) {
        return seen.length == TOKEN + token.length && Arrays.equals(seen, TOKEN, seen.length, token, 0, token.length);
    }

    /** What is to be seen of a token again. */
    public static Sighting sighting(String token, byte[] seen) {
        boolean hasClaims = RecentTokens.isKeptAsString(token) && seen.length > TOKEN;
        return new Sighting(token, digest(seen), hasClaims ? Arrays.copyOfRange(seen, TOKEN, seen.length) : null);
    }

    /** The token's digest. */
    public static TokenDigest digest(byte[] seen) {
        return new TokenDigest((long) LONGS.get(seen, HIGH), low(seen));
    }

    /** True if the answer is of this generation and has not expired. {@link ChangeCounters#allow} must agree too. */
    public static boolean holds(byte[] seen, long atGeneration, long nowNanos) {
        return (long) LONGS.get(seen, GENERATION) == atGeneration && nowNanos - (long) LONGS.get(seen, ENDS) < 0;
    }

    static long count(byte[] seen) {
        return (long) LONGS.get(seen, COUNT);
    }

    static long low(byte[] seen) {
        return (long) LONGS.get(seen, LOW);
    }
}
