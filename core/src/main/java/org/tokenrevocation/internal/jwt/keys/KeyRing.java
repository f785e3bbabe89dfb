package org.tokenrevocation.internal.jwt.keys;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tokenrevocation.internal.Ticker;

/**
 * The current keys of one source and those that left it within {@code max-token-lifetime}: a token that was signed
 * before a rotation must stay revocable. Thread-safe.
 *
 * <p>Only keys that this node has seen can be kept; after a restart, a key that had left before is unknown. Memory is
 * bounded by {@link #MAX_KEYS} current and as many kept keys. A key dropped above that bound is not forgotten silently:
 * for its time no unknown token can be called "not ours".
 */
public final class KeyRing {
    /** The most keys of one set. */
    public static final int MAX_KEYS = 100;

    private final Ticker ticker;
    private final long keepNanos;
    private final Map<JoseKey, Long> leftAt = new LinkedHashMap<>();
    private List<JoseKey> current = List.of();
    private long version;
    private boolean isLoaded;
    private long loadedAt;
    private long readBegunAt;
    private boolean hasDropped;
    private long droppedAt;

    public KeyRing(Ticker ticker, long keepNanos) {
        this.ticker = ticker;
        this.keepNanos = keepNanos;
    }

    /**
     * Takes the set that was just read; what it lacks is kept from now on.
     *
     * @param begunAt {@link System#nanoTime()} when its reading began
     */
    public synchronized void replace(List<JoseKey> keys, long begunAt) {
        long now = ticker.nanos();
        dropExpired(now);
        for (JoseKey key : current) {
            if (!keys.contains(key)) {
                leftAt.put(key, now);
            }
        }
        keys.forEach(leftAt::remove);
        // The same list, if the set was read again and had not changed.
        List<JoseKey> next = List.copyOf(keys);
        version += next == current ? 0 : 1;
        current = next;
        isLoaded = true;
        loadedAt = now;
        readBegunAt = begunAt;
        Iterator<JoseKey> oldest = leftAt.keySet().iterator();
        while (leftAt.size() > MAX_KEYS) {
            oldest.next();
            oldest.remove();
            hasDropped = true;
            droppedAt = now;
        }
    }

    /** The set that was read last. */
    synchronized List<JoseKey> current() {
        return current;
    }

    /** Another number for another set. */
    synchronized long version() {
        return version;
    }

    /** How long ago the set was read; more than any bound if it never was. */
    synchronized long ageNanos() {
        return isLoaded ? ticker.nanos() - loadedAt : Long.MAX_VALUE;
    }

    /** The keys now. */
    public synchronized View view(boolean isCurrent) {
        long now = ticker.nanos();
        dropExpired(now);
        List<JoseKey> all = new ArrayList<>(current);
        all.addAll(leftAt.keySet());
        return new View(all, isCurrent, !hasDropped, readBegunAt);
    }

    private void dropExpired(long now) {
        leftAt.values().removeIf(left -> now - left >= keepNanos);
        hasDropped = hasDropped && now - droppedAt < keepNanos;
    }

    /**
     * What a ring held at one moment.
     *
     * @param keys the current keys, then the kept ones
     * @param isCurrent whether the source has been asked lately, so that a wrong signature is wrong
     * @param isComplete whether every key that is to be kept is there
     * @param readBegunAt when the reading of the set began, which also tells sets apart; 0 before the first
     */
    public record View(List<JoseKey> keys, boolean isCurrent, boolean isComplete, long readBegunAt) {}
}
