package org.tokenrevocation.internal.denylist;

/**
 * Drop times in four bytes: unsigned whole seconds since 1970, rounded up, for being kept a little too long is harmless.
 * What lies beyond the year 2106 is never.
 */
final class DropTime {
    private static final long MILLIS_PER_SECOND = 1000;
    private static final int NEVER = -1;

    private DropTime() {}

    /** From milliseconds since 1970. */
    static int ofMillis(long millis) {
        long seconds = millis / MILLIS_PER_SECOND + (millis % MILLIS_PER_SECOND > 0 ? 1 : 0);
        return seconds >= Integer.toUnsignedLong(NEVER) ? NEVER : (int) Math.max(0, seconds);
    }

    /** In milliseconds since 1970; {@link Long#MAX_VALUE} for never. */
    static long toMillis(int dropTime) {
        return dropTime == NEVER ? Long.MAX_VALUE : Integer.toUnsignedLong(dropTime) * MILLIS_PER_SECOND;
    }

    /** The later of the two. */
    static int later(int one, int other) {
        return Integer.compareUnsigned(one, other) >= 0 ? one : other;
    }
}
