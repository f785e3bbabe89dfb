package org.tokenrevocation.internal.feed;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.tokenrevocation.internal.cutoff.CutoffRecord;
import org.tokenrevocation.internal.identity.TokenDigest;
import org.tokenrevocation.internal.lease.FleetRecord;

/** What a mode remembers, as the feed keeps it current. Called under the feed's lock: must not block. */
public interface FeedMemory {
    /** How far the changes of a beat bring memory. */
    enum Progress {
        /** Memory holds all that Redis had executed when the beat ran. */
        CURRENT,
        /** There is more to read: beat again. */
        BEHIND,
        /** The cursor is lost: read the whole set again. */
        LOST,
        /** Redis has lost what memory holds, though nothing else changed: write back what we know. */
        FORGOTTEN
    }

    /** A connection is up; what was remembered from pushes of earlier ones counts no more. */
    void reconnected(long generation);

    /**
     * Redis forgot or holds another data set: write back what we know, then load what memory has to hold. Runs in the
     * background and ends with {@code Feed.joined} or {@code Feed.joinFailed}.
     *
     * @param mustWriteBack whether the data set is another one; false if this node merely fell behind
     */
    void join(long generation, FleetRecord record, boolean mustWriteBack);

    /** Where to read the change stream on; null where none is followed. */
    String cursor();

    /** Takes in what a beat brought. */
    Progress apply(BeatReply reply);

    /** Keys were written, expired, evicted or deleted; null stands for all. */
    void invalidate(Collection<byte[]> keys);

    /**
     * Revocations were announced, each with its drop time; only a beat proves that these are all.
     *
     * @return whether memory has applied them all
     */
    boolean announced(Map<TokenDigest, Long> digests);

    /** The same of cut-offs, which a mode without them has not applied. */
    default boolean announcedCutoffs(List<CutoffRecord> cutoffs) {
        return cutoffs.isEmpty();
    }

    /** A node has deleted entries: to be repeated where Redis comes back without that. Each is two keys of one token. */
    default void deleted(List<byte[][]> pairs) {
        // Only sessions mode deletes.
    }

    /** Whether memory needs pushes to be current, so that without them there is no lease. */
    boolean isTrackingNeeded();
}
