package org.tokenrevocation.internal.denylist;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * This node's copy of the set of revoked digests, each with its drop time. Any number of threads ask
 * {@link #contains} without a lock; <b>one</b> thread at a time calls everything else.
 *
 * <p>Exact: all 128 bits are compared. A digest whose {@link #add} has returned, in the sense of the Java memory model
 * (the asking thread has since synchronised with the writer, for instance by reading a lease that the writer wrote
 * afterwards), is found, also while its table grows or loses its expired members. A digest that was never added never
 * is.
 */
/*
 * THE TABLES. The set is cut into stripes, chosen by the digest's second word, so that growing or dropping copies one
 * small table and never the whole set. A table is an open-addressing array of slots of two words, (high, low), in the
 * order of memory; a slot with high = 0 is empty. The search begins at the slot that high points to and goes on, round
 * the end, to the first empty slot. Drop times lie in an array beside it that readers never touch: a slot is then 16
 * bytes, a search mostly one or two cache lines. Tables are filled from 8/15 to 2/3, growing by a quarter: 30 to 37.5
 * bytes for each member, with four for its drop time. (Measured: fuller tables make the search for a digest that is not
 * there, which is what every live token asks for, up to twice as long; comparing several slots without a branch gains
 * nothing.)
 *
 * WHAT GUARDS WHAT. One writer; readers see two variables, each written with release and read with acquire.
 * 1. A slot goes from (0, 0) to (high, low) once in the life of its array and never changes again: nothing is removed or
 *    overwritten in place, arrays are not reused. The writer stores low first, then high with release. A reader takes
 *    high with acquire and then low: if it saw the high it looks for, which is not 0, it sees the low that was stored
 *    before it. So no pair is ever torn, and no slot is seen to pass from one digest to another.
 * 2. Growing and dropping fill a new array that no reader has, then store it in `tables` with release. A reader takes
 *    it from there once, with acquire, and so sees all its slots as they were filled, or later. Whoever still reads the
 *    old array sees every member that was added before it was replaced, hence every one whose add had returned before
 *    this look-up began; it can miss only one whose add has not returned yet, or find one that is being dropped.
 * 3. The search ends: at least one slot in three is empty, in every array, for good.
 *
 * HIGH = 0 would look like an empty slot. Such digests (one in 2^64; the all-zero one among them) have a stripe of their
 * own, the last, with their words rewritten: (0, low) as (low, 0), and (0, 0) as (1, 1).
 *
 * WHO CHOOSES THE PLACE. Digests are uniform, but whoever picks tokens can search for those whose digests begin alike,
 * and would get one long run of slots. So both words are multiplied by odd numbers drawn at random for each replica.
 */
final class Replica {
    private static final VarHandle TABLES = MethodHandles.arrayElementVarHandle(long[][].class);
    private static final int STRIPES_LOG2 = 10;
    /** So much is examined by one call of {@link #dropExpired}: about a tenth of a millisecond. */
    private static final int SLOTS_PER_STEP = 1 << 16;

    private final long[][] tables;
    private final Stripe[] stripes;
    private final int unusual;
    private final int shift;
    private final long stripeFactor;
    private final long slotFactor;
    private int nextToExamine;
    /** No member's drop time lies before this moment, in milliseconds since 1970. */
    private long quietUntilMillis;
    private volatile long size;

    /** Empty. */
    Replica() {
        this(STRIPES_LOG2, new SecureRandom().nextLong(), new SecureRandom().nextLong());
    }

    /** For tests that want few stripes, or the same places each time. */
    Replica(int stripesLog2, long stripeFactor, long slotFactor) {
        this.unusual = 1 << stripesLog2;
        this.shift = Long.SIZE - 1 - stripesLog2;
        this.stripeFactor = stripeFactor | 1;
        this.slotFactor = slotFactor | 1;
        this.tables = new long[unusual + 1][];
        this.stripes = new Stripe[unusual + 1];
        Arrays.setAll(stripes, i -> new Stripe());
        Arrays.setAll(tables, i -> stripes[i].table());
    }

    /**
     * Whether this digest is in the set. Any thread, no lock, no allocation.
     *
     * @param high the digest's first eight bytes
     * @param low its other eight
     */
    boolean contains(long high, long low) {
        if (high == 0) {
            return Stripe.contains(tableOf(unusual), unusualHigh(low), unusualLow(low), home(unusualHigh(low)));
        }
        return Stripe.contains(tableOf(stripeOf(low)), high, low, home(high));
    }

    /**
     * Adds a digest, or moves the drop time of one that is there to a later moment, never to an earlier one.
     * The writer's thread.
     *
     * @param dropAtMillis when both clocks have passed it the digest may be dropped, in milliseconds since 1970,
     *     held in whole seconds, rounded up; {@link Long#MAX_VALUE} for never
     * @return whether the digest is new
     */
    boolean add(long high, long low, long dropAtMillis) {
        int index = high == 0 ? unusual : stripeOf(low);
        Stripe stripe = stripes[index];
        if (stripe.isFull()) {
            stripe.rebuild(Long.MIN_VALUE, this::home);
            TABLES.setRelease(tables, index, stripe.table());
        }
        int dropTime = DropTime.ofMillis(dropAtMillis);
        quietUntilMillis = Math.min(quietUntilMillis, DropTime.toMillis(dropTime));
        boolean added = high == 0
                ? stripe.add(unusualHigh(low), unusualLow(low), dropTime, home(unusualHigh(low)))
                : stripe.add(high, low, dropTime, home(high));
        if (added) {
            size = size + 1;
        }
        return added;
    }

    /**
     * One step of dropping: examines the next stripes in turn and rebuilds those with members whose drop time both
     * clocks have passed. Bounded, so that it can be called between two beats; calls that follow each other go round
     * the whole set. The writer's thread.
     *
     * @param localMillis this node's clock, in milliseconds since 1970
     * @param redisMillis Redis' {@code TIME}, in the same unit
     * @return how many were dropped in this step; 0 does not mean that nothing is left
     */
    int dropExpired(long localMillis, long redisMillis) {
        long passed = Math.min(localMillis, redisMillis);
        if (passed <= quietUntilMillis) {
            return 0;
        }
        int dropped = 0;
        int slots = 0;
        for (int i = 0; i < stripes.length && slots < SLOTS_PER_STEP; i++) {
            Stripe stripe = stripes[nextToExamine];
            if (stripe.mayHoldExpired(passed)) {
                slots += stripe.slots();
                dropped += drop(nextToExamine, passed);
            }
            nextToExamine = nextToExamine + 1 == stripes.length ? 0 : nextToExamine + 1;
        }
        if (dropped > 0) {
            size = size - dropped;
        }
        if (slots == 0) {
            quietUntilMillis = Arrays.stream(stripes).mapToLong(Stripe::earliestMillis).min().getAsLong();
        }
        return dropped;
    }

    private int drop(int index, long passed) {
        Stripe stripe = stripes[index];
        int before = stripe.members();
        stripe.rebuild(passed, this::home);
        TABLES.setRelease(tables, index, stripe.table());
        return before - stripe.members();
    }

    /** How many digests are held, expired ones that are not dropped yet among them. Any thread. */
    long size() {
        return size;
    }

    /** Shows every digest with its drop time. The writer's thread; the visitor must not change this replica. */
    void forEach(Visitor visitor) {
        for (int part = 0; part < parts(); part++) {
            forEachIn(part, visitor);
        }
    }

    /** Into how many parts {@link #forEachIn} cuts the set, so that a long walk can let the writer in between. */
    int parts() {
        return stripes.length;
    }

    /** The same for one part; a digest stays in its part. */
    void forEachIn(int part, Visitor visitor) {
        if (part == unusual) {
            stripes[part].forEach((high, low, dropAtMillis) -> visitor.visit(0, low == 0 ? high : 0, dropAtMillis));
        } else {
            stripes[part].forEach(visitor);
        }
    }

    private long[] tableOf(int index) {
        return (long[]) TABLES.getAcquire(tables, index);
    }

    private int stripeOf(long low) {
        return (int) (low * stripeFactor >>> 1 >>> shift);
    }

    /** 32 well-mixed bits that a table scales down to one of its slots. */
    private long home(long high) {
        return high * slotFactor >>> Integer.SIZE;
    }

    private static long unusualHigh(long low) {
        return low == 0 ? 1 : low;
    }

    private static long unusualLow(long low) {
        return low == 0 ? 1 : 0;
    }

    /** Sees one revocation. */
    @FunctionalInterface
    interface Visitor {
        /** A digest in two words, and its drop time in milliseconds since 1970. */
        void visit(long high, long low, long dropAtMillis);
    }
}
