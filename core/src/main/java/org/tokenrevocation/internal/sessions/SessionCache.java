package org.tokenrevocation.internal.sessions;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.tokenrevocation.internal.identity.TokenDigest;
import org.tokenrevocation.internal.lease.Lease;
import org.tokenrevocation.internal.memo.CachedLive;
import org.tokenrevocation.internal.memo.ChangeCounters;
import org.tokenrevocation.internal.memo.MemoEntry;
import org.tokenrevocation.internal.memo.Sighting;

/**
 * The near cache of live answers, bounded, and the placeholders of look-ups under way. Negative answers are never kept.
 *
 * <p>A look-up and an invalidation travel on different connections, so a look-up that was answered before a deletion may
 * come home after its invalidation was applied. Therefore each look-up leaves a placeholder first, an invalidation takes
 * it away, and the answer is kept only if that very placeholder is still there; {@code compute} on the placeholders'
 * map makes check and keeping one step against the invalidation of the same token. Placeholders lie outside the bounded
 * cache, so that no eviction can take one, and there are no more of them than requests. Thread-safe.
 */
public final class SessionCache {
    /** A live answer: under which generation of the feed it was asked, and when the entry expires by itself. */
    private record Answer(long generation, long endsNanos) {
        boolean holds(long atGeneration, long nowNanos) {
            return generation == atGeneration && nowNanos - endsNanos < 0;
        }
    }

    private final int size;
    /** Made for the first answer that is kept, so that the start need not load the library; null until then. */
    private volatile Cache<TokenDigest, Answer> answers;
    private final ConcurrentMap<TokenDigest, Flight> flights = new ConcurrentHashMap<>();
    private final ChangeCounters changes = new ChangeCounters();

    /** An empty one; a size of 0 keeps nothing. */
    public SessionCache(int size) {
        this.size = size;
    }

    /** Whether nothing is kept. */
    boolean isOff() {
        return size == 0;
    }

    /**
     * Whether memory holds a live answer under this grant, which the token takes note of; the caller has read the grant and
     * then the clock.
     */
    boolean isLive(Sighting sighting, Lease.Grant grant, long nowNanos) {
        // The order is the proof: count, memory. See ChangeCounters.
        long count = changes.count(sighting.digest());
        Cache<TokenDigest, Answer> kept = answers;
        Answer answer = kept == null ? null : kept.getIfPresent(sighting.digest());
        if (answer == null || !answer.holds(grant.generation(), nowNanos)) {
            return false;
        }
        sighting.note(new CachedLive(count, answer.generation, answer.endsNanos));
        return true;
    }

    /** Whether it would find again under this grant what it once found. */
    boolean isLive(byte[] seen, Lease.Grant grant, long nowNanos) {
        return MemoEntry.holds(seen, grant.generation(), nowNanos) && changes.allow(seen);
    }

    /** The look-up under way for a token; null if there is none. */
    Flight flight(TokenDigest key) {
        return flights.get(key);
    }

    /** Leaves a placeholder, in place of another one or of none. */
    void depart(TokenDigest key, Flight flight) {
        flights.put(key, flight);
    }

    /** Takes the placeholder away and, if it is still the same and the answer may be kept, keeps it. */
    void land(TokenDigest key, Flight flight, boolean mayBeKept, long remainingMillis) {
        flights.computeIfPresent(key, (sameKey, present) -> {
            if (present != flight) {
                return present;
            }
            // Not left to the bound of 0: the cache evicts a little after it has taken in.
            if (mayBeKept && !isOff()) {
                answers().put(key, new Answer(flight.generation(), flight.endsNanos(remainingMillis)));
            }
            return null;
        });
    }

    /** Forgets a token: first what is under way, then what is kept. */
    void forget(TokenDigest key) {
        flights.remove(key);
        Cache<TokenDigest, Answer> kept = answers;
        if (kept != null) {
            kept.invalidate(key);
        }
        changes.changed(key);
    }

    /** Forgets all. */
    void forgetAll() {
        flights.clear();
        Cache<TokenDigest, Answer> kept = answers;
        if (kept != null) {
            kept.invalidateAll();
        }
        changes.changedAll();
    }

    long size() {
        Cache<TokenDigest, Answer> kept = answers;
        return kept == null ? 0 : kept.estimatedSize();
    }

    /**
     * Called while a placeholder is taken away, so whoever takes the same one away afterwards, to forget, sees what this
     * has made.
     */
    private synchronized Cache<TokenDigest, Answer> answers() {
        if (answers == null) {
            // Maintenance runs in the calling thread: the common pool's threads would outlive the application.
            answers = Caffeine.newBuilder().maximumSize(size).executor(Runnable::run).build();
        }
        return answers;
    }
}
