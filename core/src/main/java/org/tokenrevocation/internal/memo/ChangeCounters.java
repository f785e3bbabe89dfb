package org.tokenrevocation.internal.memo;

import java.util.concurrent.atomic.AtomicLongArray;
import org.tokenrevocation.internal.identity.TokenDigest;

/**
 * How often memory has changed to a token's disadvantage, so that what was found once need not be searched for again.
 * Tokens share {@value #PLACES} counts: a change makes the findings of a place void, at the cost of one search each, and
 * those of other places stay. Thread-safe without locks.
 */
/*
 * WHY A FINDING MAY BE BELIEVED. Whoever changes memory does so first and counts then. Whoever searches memory reads the
 * count first and searches then. So what was found while memory changed carries the count of before, and is void as soon
 * as the change is counted; what carries the count of after was found in memory as it was after (counts are written with
 * the strength of volatile, and read with acquire). Whoever believes a finding has read the lease before he compares the
 * counts, and the lease was written after all that it promises had been counted. Hence what he believes is as good as a
 * search of memory at this moment. How the finding itself came to him does not matter: it never changes once published,
 * and an old one is void. A count of 64 bits does not come round.
 *
 * The generation is compared besides: an answer that was asked for on an earlier connection can come home after all was
 * forgotten and counted, and a request that is still under the earlier lease may find it.
 */
public final class ChangeCounters {
    private static final int PLACES = 256;

    private final AtomicLongArray counts = new AtomicLongArray(PLACES);

    /** How many were counted in a token's place; to be read before memory is searched. */
    public long count(TokenDigest digest) {
        return counts.getAcquire(place(digest.low()));
    }

    /** Whether nothing has changed since in the place of what was found; to be asked after the lease was read. */
    public boolean allow(byte[] seen) {
        return counts.getAcquire(place(MemoEntry.low(seen))) == MemoEntry.count(seen);
    }

    /** Memory no longer says what it said of a token; to be called when it does not. */
    public void changed(TokenDigest digest) {
        counts.incrementAndGet(place(digest.low()));
    }

    /** The same of any token. */
    public void changedAll() {
        for (int place = 0; place < PLACES; place++) {
            counts.incrementAndGet(place);
        }
    }

    private static int place(long low) {
        return (int) low & PLACES - 1;
    }
}
