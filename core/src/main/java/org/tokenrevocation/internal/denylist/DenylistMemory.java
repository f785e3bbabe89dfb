package org.tokenrevocation.internal.denylist;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.tokenrevocation.RevocationUnavailableException;
import org.tokenrevocation.internal.cutoff.CutoffRecord;
import org.tokenrevocation.internal.cutoff.TokenClaims;
import org.tokenrevocation.internal.feed.BeatReply;
import org.tokenrevocation.internal.feed.Feed;
import org.tokenrevocation.internal.feed.FeedMemory;
import org.tokenrevocation.internal.identity.TokenDigest;
import org.tokenrevocation.internal.lease.FleetRecord;
import org.tokenrevocation.internal.lease.ServerId;
import org.tokenrevocation.internal.memo.CachedLive;
import org.tokenrevocation.internal.memo.ChangeCounters;
import org.tokenrevocation.internal.memo.Sighting;

/**
 * Denylist mode's memory as the feed keeps it: a replica of the whole set, and the cursor up to which the change stream
 * is in it. A new incarnation is told every live record; then the end of the stream is noted, the set read in pages, and
 * the stream followed from the noted end: adding is idempotent, so what is read twice does no harm. What is known is
 * never replaced by what is read, only joined with it.
 *
 * <p>Reading the replica takes no lock; a lock makes its writers one at a time. Thread-safe.
 */
public final class DenylistMemory implements FeedMemory {
    private final DenylistStore store;
    private final InstantSource clock;
    private final Executor worker;
    private final Replica replica;
    private final CutoffTable cutoffs = new CutoffTable();
    private final ChangeCounters changes = new ChangeCounters();
    private final int maxEntries;
    private final ReentrantLock writing = new ReentrantLock();
    private volatile Feed feed;
    private volatile String cursor;
    private volatile long redisMillis = Long.MIN_VALUE;
    private String askedCursor;
    /** The latest drop time of all that was ever in Redis' set for sure. Guarded by {@link #writing}. */
    private long latestDropMillis = Long.MIN_VALUE;
    private boolean isSetMissed;

    /**
     * An empty one; joins on the worker, which must not run tasks in the calling thread.
     *
     * @param maxEntries how many records may be known before announcements count no more
     */
    public DenylistMemory(DenylistStore store, InstantSource clock, Executor worker, int maxEntries) {
        this(store, clock, worker, new Replica(), maxEntries);
    }

    /** The same around a given replica, without that ceiling. */
    DenylistMemory(DenylistStore store, InstantSource clock, Executor worker, Replica replica) {
        this(store, clock, worker, replica, Integer.MAX_VALUE);
    }

    private DenylistMemory(DenylistStore store, InstantSource clock, Executor worker, Replica replica, int maxEntries) {
        this.store = store;
        this.clock = clock;
        this.worker = worker;
        this.replica = replica;
        this.maxEntries = maxEntries;
    }

    /** Names the feed to report to; once, before it starts. */
    public void reportTo(Feed reported) {
        this.feed = reported;
    }

    /** Whether this digest is known to be revoked. */
    public boolean contains(TokenDigest digest) {
        return replica.contains(digest.high(), digest.low());
    }

    /** The same of a token without claims. */
    boolean contains(Sighting sighting) {
        return contains(sighting, token -> TokenClaims.none(), 0);
    }

    /**
     * Whether a token is known to be revoked, by itself or by a cut-off; takes note if it is not.
     *
     * @param claimsOf reads what cut-offs look at, see {@link TokenClaims}; asked only while there is a cut-off
     * @param leewayMillis how far issuers' clocks may be ahead
     */
    boolean contains(Sighting sighting, Function<String, byte[]> claimsOf, long leewayMillis) {
        // The order is the proof: count, memory. See ChangeCounters.
        long count = changes.count(sighting.digest());
        boolean isRevoked = contains(sighting.digest())
                || !cutoffs.isEmpty() && isCutOff(sighting, claimsOf, leewayMillis);
        if (!isRevoked) {
            sighting.note(new CachedLive(count, 0, 0));
        }
        return isRevoked;
    }

    private boolean isCutOff(Sighting sighting, Function<String, byte[]> claimsOf, long leewayMillis) {
        if (sighting.claims() == null) {
            sighting.noteClaims(claimsOf.apply(sighting.token()));
        }
        return cutoffs.refuses(sighting.claims(), () -> latestMillis() + leewayMillis);
    }

    /** Whether what was once found would be found again. */
    boolean isUnchanged(byte[] seen) {
        return changes.allow(seen);
    }

    /** Takes in what this node has recorded itself. */
    public void add(Collection<Revocation> revocations) {
        writing.lock();
        try {
            addAll(revocations);
        } finally {
            writing.unlock();
        }
    }

    private void addAll(Collection<Revocation> revocations) {
        List<CutoffRecord> added = new ArrayList<>();
        for (Revocation each : revocations) {
            if (each.cutoff() == null) {
                add(each.digest(), each.dropAtMillis());
            } else {
                added.add(each.cutoff());
            }
        }
        addCutoffs(added);
    }

    private void addCutoffs(List<CutoffRecord> added) {
        addToTable(added);
        added.forEach(each -> latestDropMillis = Math.max(latestDropMillis, each.dropAtMillis()));
    }

    /** Which tokens a cut-off refuses only their claims tell, so that all findings are void; once for all of these. */
    private void addToTable(List<CutoffRecord> added) {
        boolean isChanged = false;
        for (CutoffRecord each : added) {
            isChanged |= cutoffs.add(each);
        }
        if (isChanged) {
            changes.changedAll();
        }
    }

    private void add(TokenDigest digest, long dropAtMillis) {
        addToReplica(digest, dropAtMillis);
        latestDropMillis = Math.max(latestDropMillis, dropAtMillis);
    }

    private void addToReplica(TokenDigest digest, long dropAtMillis) {
        if (replica.add(digest.high(), digest.low(), dropAtMillis)) {
            changes.changed(digest);
        }
    }

    /** How many records are known. */
    public long size() {
        return replica.size() + cutoffs.size();
    }

    /** How many of them are cut-offs. */
    long cutoffs() {
        return cutoffs.size();
    }

    /** The earlier of both clocks, in milliseconds since 1970: what it has passed, both have. */
    long passedMillis() {
        return Math.min(clock.millis(), redisMillis);
    }

    /** The later of both clocks. */
    long latestMillis() {
        return Math.max(clock.millis(), redisMillis);
    }

    @Override
    public void reconnected(long generation) {
        // What is known stays known; the next beat proves whether the cursor still holds.
    }

    @Override
    public void join(long generation, FleetRecord record, boolean mustWriteBack) {
        isSetMissed = false;
        worker.execute(() -> {
            try {
                if (mustWriteBack) {
                    writeBack(record);
                }
                load(record);
                feed.joined(generation, record.epoch());
            } catch (RevocationUnavailableException e) {
                feed.joinFailed(generation, e.getMessage());
            }
        });
    }

    private void writeBack(FleetRecord record) {
        for (int part = 0; part < replica.parts() + cutoffs.parts(); part++) {
            List<Revocation> known = knownIn(part);
            for (int from = 0; from < known.size(); from += DenylistStore.MAX_ADDED) {
                List<Revocation> batch = known.subList(from, Math.min(known.size(), from + DenylistStore.MAX_ADDED));
                expect(record, store.writeBack(batch, clock.millis()));
            }
        }
    }

    private List<Revocation> knownIn(int part) {
        long passed = passedMillis();
        List<Revocation> known = new ArrayList<>();
        writing.lock();
        try {
            if (part < replica.parts()) {
                replica.forEachIn(part, (high, low, dropAtMillis) ->
                        known.add(new Revocation(new TokenDigest(high, low), dropAtMillis)));
            } else {
                cutoffs.forEachIn(part - replica.parts(), cutoff -> known.add(new Revocation(cutoff)));
            }
        } finally {
            writing.unlock();
        }
        known.removeIf(each -> each.dropAtMillis() <= passed);
        return known;
    }

    private void load(FleetRecord record) {
        DenylistStore.StreamEnd end = store.streamEnd();
        expect(record, end.server());
        expect(record, store.readAll(this::add));
        cursor = end.cursor();
    }

    private static void expect(FleetRecord record, ServerId server) {
        if (server == null || !server.replicationId().equals(record.replicationId())) {
            throw new RevocationUnavailableException("another incarnation of Redis answered; joining again");
        }
    }

    @Override
    public String cursor() {
        askedCursor = cursor;
        return askedCursor;
    }

    @Override
    public Progress apply(BeatReply reply) {
        redisMillis = reply.redisMillis();
        BeatReply.Changes changes = reply.changes();
        if (changes == null) {
            return cursor == null ? Progress.LOST : Progress.BEHIND;
        }
        if (!changes.isCursorProven()) {
            return Progress.LOST;
        }
        if (isForgotten(take(changes))) {
            return Progress.FORGOTTEN;
        }
        if (cursor != askedCursor) {
            // The set was loaded anew while this beat was under way: it speaks of the old cursor.
            return Progress.BEHIND;
        }
        cursor = changes.cursor();
        return changes.isCut() ? Progress.BEHIND : Progress.CURRENT;
    }

    /** Adds what is new; true if Redis' set is empty though it should hold the latest record at least. */
    private boolean take(BeatReply.Changes changes) {
        writing.lock();
        try {
            changes.digests().forEach(this::add);
            addCutoffs(changes.cutoffs());
            replica.dropExpired(clock.millis(), redisMillis);
            cutoffs.dropExpired(passedMillis());
            return changes.records() == 0 && latestDropMillis > redisMillis;
        } finally {
            writing.unlock();
        }
    }

    /** Needs two consecutive beats: a record written between a beat and its reply is missing from that beat's count. */
    private boolean isForgotten(boolean isMissed) {
        boolean isProven = isMissed && isSetMissed;
        isSetMissed = isMissed && !isProven;
        return isProven;
    }

    @Override
    public boolean announced(Map<TokenDigest, Long> digests) {
        writing.lock();
        try {
            // Redis lets more in to publish than to write: this may be in no set, so that an empty one proves nothing
            // against it. What belongs here in spite of the ceiling, a beat brings.
            long unknown = digests.keySet().stream().filter(digest -> !contains(digest)).count();
            boolean hasRoom = size() + unknown <= maxEntries;
            if (hasRoom) {
                digests.forEach(this::addToReplica);
            }
            return hasRoom;
        } finally {
            writing.unlock();
        }
    }

    @Override
    public boolean announcedCutoffs(List<CutoffRecord> announced) {
        writing.lock();
        try {
            // As above.
            long unknown = announced.stream().filter(each -> !cutoffs.contains(each.digest())).count();
            boolean hasRoom = size() + unknown <= maxEntries;
            if (hasRoom) {
                addToTable(announced);
            }
            return hasRoom;
        } finally {
            writing.unlock();
        }
    }

    @Override
    public void invalidate(Collection<byte[]> keys) {
        // No key is tracked: what is new is announced. And what Redis forgets, we do not.
    }

    @Override
    public boolean isTrackingNeeded() {
        return false;
    }
}
