package org.tokenrevocation.internal.identity;

import java.util.Arrays;

/**
 * Spares the work of hashing a token that was just seen: remembers, for about a second, which digest a string has. Exact,
 * since it compares the whole string; and without a say in any verdict, since a string's digest never changes.
 *
 * <p>Holds {@value #SLOTS} tokens of at most {@value #LONGEST} characters. Whoever owns it calls {@link #forgetAll} once
 * a second, so that a token stays no longer than in the buffers of the connection that it came through. A crowd of other
 * tokens can push one out, which then costs its digest again.
 *
 * <p>Thread-safe without locks: what is remembered is immutable, and a lost write costs one more digest.
 */
public final class RecentTokens {
    private static final int SLOTS_LOG2 = 12;
    private static final int SLOTS = 1 << SLOTS_LOG2;
    /** A shorter token is hashed as quickly. */
    private static final int SHORTEST = 16;
    private static final int LONGEST = 2048;

    private final Seen[] slots = new Seen[SLOTS];
    private volatile boolean isClosed;

    private record Seen(long sample, String token, TokenDigest digest) {
        boolean is(String other, long itsSample) {
            return sample == itsSample && token.equals(other);
        }
    }

    /** The digest that was remembered for exactly this string; null if none is. */
    public TokenDigest find(String token) {
        if (token.length() < SHORTEST) {
            return null;
        }
        long sample = sample(token);
        Seen seen = slots[first(sample)];
        if (seen != null && seen.is(token, sample)) {
            return seen.digest;
        }
        seen = slots[second(sample)];
        return seen != null && seen.is(token, sample) ? seen.digest : null;
    }

    /** Remembers a token's digest: in its first slot if that is free, otherwise in its second, in place of another. */
    public void remember(String token, TokenDigest digest) {
        if (token.length() < SHORTEST || token.length() > LONGEST || isClosed) {
            return;
        }
        long sample = sample(token);
        int slot = slots[first(sample)] == null ? first(sample) : second(sample);
        slots[slot] = new Seen(sample, token, digest);
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

    /**
     * Eight characters from all over the token and its last eight, which differ for certain between what one issuer
     * signs. {@link String#hashCode} would look at every character, one after the other.
     */
    private static long sample(String token) {
        int length = token.length();
        int step = length >>> 3;
        long spread = length;
        long end = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            spread = spread << 8 ^ token.charAt(i * step);
            end = end << 8 ^ token.charAt(length - 1 - i);
        }
        long mixed = (spread * 0x9E3779B97F4A7C15L ^ end) * 0xD1B54A32D192ED03L;
        return mixed ^ mixed >>> 32;
    }

    private static int first(long sample) {
        return (int) (sample & SLOTS - 1);
    }

    private static int second(long sample) {
        return (int) (sample >>> SLOTS_LOG2 & SLOTS - 1);
    }
}
