package org.tokenrevocation.internal.denylist;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.tokenrevocation.internal.cutoff.CutoffRecord;
import org.tokenrevocation.internal.cutoff.TokenClaims;
import org.tokenrevocation.internal.identity.TokenDigest;

/**
 * This node's copy of all cut-offs. Any number of threads ask {@link #refuses} without a lock; <b>one</b> thread at a time
 * calls everything else. What {@link #add} has taken in when it returned is found, in the same sense as in {@link Replica}.
 */
/*
 * Laid out as Replica, which tells why: open addressing in stripes that grow one by one, a slot's words written once, low
 * first and high with release. Beside them lies the moment of each cut-off, which readers need too: it is stored before high,
 * later only ever raised, in place, with release. A reader who sees an older moment began before the raising add returned.
 * Filled from 3/5 to 3/4, at 28 bytes for each slot: 37 to 47 bytes for each cut-off.
 */
final class CutoffTable {
    private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int STRIPES_LOG2 = 8;
    private static final int STRIPES = 1 << STRIPES_LOG2;
    private static final int LEAST_SLOTS = 4;
    /** So many stripes are examined by one call of {@link #dropExpired}. */
    private static final int STRIPES_PER_STEP = 8;
    private static final long NEVER_ISSUED = Long.MIN_VALUE;

    private final AtomicReferenceArray<Stripe> stripes = new AtomicReferenceArray<>(STRIPES);
    private final long stripeFactor = new SecureRandom().nextLong() | 1;
    private final long slotFactor = new SecureRandom().nextLong() | 1;
    private int nextToExamine;
    private volatile int size;

    /** One part, published whole; the writer alone reads drop times and the rest. */
    private static final class Stripe {
        private final long[] words;
        private final long[] issuedUntilMillis;
        private final int[] dropTimes;
        private int members;
        private int earliestDropTime = DropTime.ofMillis(Long.MAX_VALUE);

        Stripe(int slots) {
            words = new long[2 * slots];
            issuedUntilMillis = new long[slots];
            dropTimes = new int[slots];
        }

        boolean isFull() {
            return 4L * (members + 1) > 3L * dropTimes.length;
        }
    }

    /** Whether no cut-off is known, so that no token need be looked into. Any thread. */
    boolean isEmpty() {
        return size == 0;
    }

    /** How many are known, expired ones that are not dropped yet among them. Any thread. */
    int size() {
        return size;
    }

    /**
     * Whether any cut-off refuses a token. Any thread.
     *
     * @param claims see {@link TokenClaims}
     * @param latestMillis after this moment no token can have been issued yet: a later {@code iat} tells nothing
     */
    boolean refuses(byte[] claims, LongSupplier latestMillis) {
        if (TokenClaims.isAny(claims)) {
            return !isEmpty();
        }
        for (int i = 0; i < TokenClaims.count(claims); i++) {
            TokenDigest digest = TokenClaims.digest(claims, i);
            long issuedUntil = issuedUntilMillis(digest);
            if (issuedUntil != NEVER_ISSUED) {
                long issuedAt = TokenClaims.issuedAtMillis(claims);
                if (issuedAt <= issuedUntil || issuedAt > latestMillis.getAsLong()) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether any cut-off of these tokens is known. Any thread. */
    boolean contains(TokenDigest digest) {
        return issuedUntilMillis(digest) != NEVER_ISSUED;
    }

    private long issuedUntilMillis(TokenDigest digest) {
        long high = high(digest);
        Stripe stripe = stripes.getAcquire(stripeOf(digest.low()));
        if (stripe == null) {
            return NEVER_ISSUED;
        }
        int slot = slot(stripe, high, digest.low());
        return (long) WORD.getAcquire(stripe.words, 2 * slot) == 0
                ? NEVER_ISSUED
                : (long) WORD.getAcquire(stripe.issuedUntilMillis, slot);
    }

    /** The slot of this digest, or the empty one where it would be. */
    private int slot(Stripe stripe, long high, long low) {
        int slots = stripe.dropTimes.length;
        int slot = (int) ((high * slotFactor >>> Integer.SIZE) * slots >>> Integer.SIZE);
        while (true) {
            long seen = (long) WORD.getAcquire(stripe.words, 2 * slot);
            if (seen == 0 || seen == high && stripe.words[2 * slot + 1] == low) {
                return slot;
            }
            slot = slot + 1 == slots ? 0 : slot + 1;
        }
    }

    /**
     * Adds a cut-off; of one that is known the later moment and the later drop time count. The writer's thread.
     *
     * @return whether it refuses more than before
     */
    boolean add(CutoffRecord record) {
        int index = stripeOf(record.digest().low());
        Stripe stripe = stripes.getPlain(index);
        if (stripe == null || stripe.isFull()) {
            stripe = rebuilt(stripe, Long.MIN_VALUE);
            stripes.setRelease(index, stripe);
        }
        return add(stripe, high(record.digest()), record.digest().low(), record.issuedUntilMillis(),
                DropTime.ofMillis(record.dropAtMillis()));
    }

    private boolean add(Stripe stripe, long high, long low, long issuedUntilMillis, int dropTime) {
        int slot = slot(stripe, high, low);
        if (stripe.words[2 * slot] != 0) {
            stripe.dropTimes[slot] = DropTime.later(stripe.dropTimes[slot], dropTime);
            boolean isLater = issuedUntilMillis > stripe.issuedUntilMillis[slot];
            if (isLater) {
                WORD.setRelease(stripe.issuedUntilMillis, slot, issuedUntilMillis);
            }
            return isLater;
        }
        put(stripe, slot, high, low, issuedUntilMillis, dropTime);
        size = size + 1;
        return true;
    }

    private static void put(Stripe stripe, int slot, long high, long low, long issuedUntilMillis, int dropTime) {
        stripe.members++;
        stripe.dropTimes[slot] = dropTime;
        if (Integer.compareUnsigned(dropTime, stripe.earliestDropTime) < 0) {
            stripe.earliestDropTime = dropTime;
        }
        stripe.issuedUntilMillis[slot] = issuedUntilMillis;
        stripe.words[2 * slot + 1] = low;
        WORD.setRelease(stripe.words, 2 * slot, high);
    }

    /** What is still needed of a stripe, with room for one more. */
    private Stripe rebuilt(Stripe old, long passedMillis) {
        int kept = 0;
        for (int slot = 0; old != null && slot < old.dropTimes.length; slot++) {
            kept += isKept(old, slot, passedMillis) ? 1 : 0;
        }
        Stripe stripe = new Stripe(Math.max(LEAST_SLOTS, (int) (5L * (kept + 1) / 3)));
        for (int slot = 0; old != null && slot < old.dropTimes.length; slot++) {
            if (isKept(old, slot, passedMillis)) {
                long high = old.words[2 * slot];
                long low = old.words[2 * slot + 1];
                put(stripe, slot(stripe, high, low), high, low, old.issuedUntilMillis[slot], old.dropTimes[slot]);
            }
        }
        return stripe;
    }

    private static boolean isKept(Stripe stripe, int slot, long passedMillis) {
        return stripe.words[2 * slot] != 0 && DropTime.toMillis(stripe.dropTimes[slot]) >= passedMillis;
    }

    /** One bounded step of dropping what both clocks have passed; calls that follow each other go round. The writer's thread. */
    void dropExpired(long passedMillis) {
        for (int i = 0; i < STRIPES_PER_STEP && size > 0; i++) {
            Stripe old = stripes.getPlain(nextToExamine);
            if (old != null && DropTime.toMillis(old.earliestDropTime) < passedMillis) {
                Stripe stripe = rebuilt(old, passedMillis);
                stripes.setRelease(nextToExamine, stripe.members == 0 ? null : stripe);
                size = size - (old.members - stripe.members);
            }
            nextToExamine = (nextToExamine + 1) % STRIPES;
        }
    }

    /** Into how many parts {@link #forEachIn} cuts the cut-offs. */
    int parts() {
        return STRIPES;
    }

    /** Shows every cut-off of one part. The writer's thread. */
    void forEachIn(int part, Consumer<CutoffRecord> visitor) {
        Stripe stripe = stripes.getPlain(part);
        for (int slot = 0; stripe != null && slot < stripe.dropTimes.length; slot++) {
            if (stripe.words[2 * slot] != 0) {
                visitor.accept(new CutoffRecord(new TokenDigest(stripe.words[2 * slot], stripe.words[2 * slot + 1]),
                        stripe.issuedUntilMillis[slot], DropTime.toMillis(stripe.dropTimes[slot])));
            }
        }
    }

    private int stripeOf(long low) {
        return (int) (low * stripeFactor >>> Long.SIZE - STRIPES_LOG2);
    }

    /** 0 would look like an empty slot; such a digest, one in 2^64, shares its place with that of 1. */
    private static long high(TokenDigest digest) {
        return digest.high() == 0 ? 1 : digest.high();
    }
}
