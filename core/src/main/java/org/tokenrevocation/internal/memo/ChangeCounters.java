package org.tokenrevocation.internal.memo;

import java.util.concurrent.atomic.AtomicLongArray;
import org.tokenrevocation.internal.identity.TokenDigest;

/**
 * Counts the changes of memory after which a LIVE token may be LIVE no more, so that a remembered answer can be reused.
 * Tokens share {@value #BUCKETS} counters. A change invalidates the remembered answers of its bucket, which costs one
 * search for each of them. Other buckets are not affected. Thread-safe without locks.
 */
/*
 * WHY A REMEMBERED ANSWER IS STILL RIGHT. A writer changes memory first and counts second. A reader reads the counter
 * first and searches memory second. An answer that was found during a change therefore carries the counter's old value,
 * and is invalid as soon as the change is counted. An answer with the new value was found after the change. (Counters are
 * written with volatile strength and read with acquire.) A request reads the lease before it compares counters. The lease
 * was written after everything that it covers had been counted. Hence a remembered answer that passes both checks is as
 * good as a search of memory at this moment. It does not matter how the answer reached the reader: it never changes once
 * it is published, and an old one is invalid. A counter of 64 bits does not wrap around.
 *
 * The generation is compared as well: the reply to a question of an earlier connection can arrive after everything was
 * forgotten and counted, and a request that still runs under the earlier lease may find it.
 */
public final class ChangeCounters {
    private static final int BUCKETS = 256;

    private final AtomicLongArray counts = new AtomicLongArray(BUCKETS);

    /** The counter of a token's bucket. Read it before you search memory. */
    public long count(TokenDigest digest) {
        return counts.getAcquire(bucket(digest.low()));
    }

    /** True if nothing has changed in the bucket since the entry was made. Read the lease before you ask. */
    public boolean allow(byte[] entry) {
        return counts.getAcquire(bucket(MemoEntry.low(entry))) == MemoEntry.count(entry);
    }

    /** Invalidates all remembered answers of this token's bucket. Call it after memory has changed. */
    public void changed(TokenDigest digest) {
        counts.incrementAndGet(bucket(digest.low()));
    }

    /** Invalidates the remembered answers of all buckets. Call it after memory has changed. */
    public void changedAll() {
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            counts.incrementAndGet(bucket);
        }
    }

    private static int bucket(long low) {
        return (int) low & BUCKETS - 1;
    }
}
