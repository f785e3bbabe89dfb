package org.tokenrevocation.internal.denylist;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.LongUnaryOperator;

/**
 * One part of the {@link Replica}: its writer's side, and the search that readers make in a published table. The block
 * comment there tells the layout and the memory order. First words are never 0 here.
 */
final class Stripe {
    private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int LEAST_SLOTS = 8;
    private static final long[] ONE_EMPTY_SLOT = new long[2];
    private static final int[] NO_TIMES = new int[0];

    private long[] words = ONE_EMPTY_SLOT;
    private int[] dropTimes = NO_TIMES;
    private int members;
    /** No member's drop time is earlier. */
    private long earliestMillis = Long.MAX_VALUE;

    /**
     * Searches a published table. Any thread.
     *
     * @param home 32 bits from high
     */
    static boolean contains(long[] table, long high, long low, long home) {
        int at = place(home, table);
        while (true) {
            long seen = (long) WORD.getAcquire(table, at);
            if (seen == high && table[at + 1] == low) {
                return true;
            }
            if (seen == 0) {
                return false;
            }
            at = after(at, table);
        }
    }

    /** Where the first word of the home slot lies. */
    private static int place(long home, long[] table) {
        return (int) (home * (table.length >>> 1) >>> Integer.SIZE) << 1;
    }

    private static int after(int at, long[] table) {
        return at + 2 == table.length ? 0 : at + 2;
    }

    /** What readers search; the caller publishes it. */
    long[] table() {
        return words;
    }

    int slots() {
        return dropTimes.length;
    }

    int members() {
        return members;
    }

    /** Whether one more member needs a larger table first. */
    boolean isFull() {
        return 3L * (members + 1) > 2L * dropTimes.length;
    }

    /** No member's drop time lies before this moment, in milliseconds since 1970. */
    long earliestMillis() {
        return earliestMillis;
    }

    /** Whether {@link #rebuild} could drop anything. */
    boolean mayHoldExpired(long passedMillis) {
        return earliestMillis < passedMillis;
    }

    /** Adds to a stripe that is not full, or makes the drop time later; true if new. */
    boolean add(long high, long low, int dropTime, long home) {
        int at = place(home, words);
        while (words[at] != 0 && (words[at] != high || words[at + 1] != low)) {
            at = after(at, words);
        }
        int slot = at >>> 1;
        if (words[at] != 0) {
            dropTimes[slot] = DropTime.later(dropTimes[slot], dropTime);
            return false;
        }
        members++;
        dropTimes[slot] = dropTime;
        earliestMillis = Math.min(earliestMillis, DropTime.toMillis(dropTime));
        words[at + 1] = low;
        WORD.setRelease(words, at, high);
        return true;
    }

    /**
     * Replaces the table by one that fits the members which are still needed, and one more. The old one stays as it is
     * for whoever reads it.
     *
     * @param passedMillis members with an earlier drop time are left out
     */
    void rebuild(long passedMillis, LongUnaryOperator homeOf) {
        long[] oldWords = words;
        int[] oldTimes = dropTimes;
        int slots = slotsFor(count(passedMillis) + 1);
        words = new long[2 * slots];
        dropTimes = new int[slots];
        members = 0;
        earliestMillis = Long.MAX_VALUE;
        for (int i = 0; i < oldTimes.length; i++) {
            long high = oldWords[2 * i];
            if (high != 0 && DropTime.toMillis(oldTimes[i]) >= passedMillis) {
                add(high, oldWords[2 * i + 1], oldTimes[i], homeOf.applyAsLong(high));
            }
        }
    }

    private int count(long passedMillis) {
        int count = 0;
        for (int i = 0; i < dropTimes.length; i++) {
            if (words[2 * i] != 0 && DropTime.toMillis(dropTimes[i]) >= passedMillis) {
                count++;
            }
        }
        return count;
    }

    private static int slotsFor(int members) {
        return Math.max(LEAST_SLOTS, Math.toIntExact(15L * members / 8));
    }

    void forEach(Replica.Visitor visitor) {
        for (int i = 0; i < dropTimes.length; i++) {
            if (words[2 * i] != 0) {
                visitor.visit(words[2 * i], words[2 * i + 1], DropTime.toMillis(dropTimes[i]));
            }
        }
    }
}
