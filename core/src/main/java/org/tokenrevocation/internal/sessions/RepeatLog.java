package org.tokenrevocation.internal.sessions;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.tokenrevocation.internal.Ticker;

/**
 * The deletions that this node made lately, to be repeated when Redis comes back with older data. Only entries that
 * existed are remembered, so that calls with invented tokens cannot push the real ones out. Bounded. Thread-safe.
 */
public final class RepeatLog {
    /** How many deletions are remembered at the most, about 40 MB. */
    static final int MAX_SIZE = 100_000;

    private record Deleted(byte[][] pair, long atNanos) {}

    private final Ticker ticker;
    private final long windowNanos;
    private final Deque<Deleted> deleted = new ArrayDeque<>();
    private long dropped;

    /** An empty one that remembers for so long. */
    public RepeatLog(Ticker ticker, Duration window) {
        this.ticker = ticker;
        this.windowNanos = window.toNanos();
    }

    synchronized void remember(byte[][] pair) {
        forgetOld();
        if (windowNanos == 0) {
            return;
        }
        if (deleted.size() == MAX_SIZE) {
            deleted.removeFirst();
            dropped++;
        }
        deleted.addLast(new Deleted(pair, ticker.nanos()));
    }

    synchronized List<byte[][]> pairs() {
        forgetOld();
        List<byte[][]> pairs = new ArrayList<>(deleted.size());
        deleted.forEach(each -> pairs.add(each.pair));
        return pairs;
    }

    /** How many were forgotten before their time, for want of room. */
    synchronized long dropped() {
        return dropped;
    }

    private void forgetOld() {
        long now = ticker.nanos();
        while (!deleted.isEmpty() && now - deleted.peekFirst().atNanos > windowNanos) {
            deleted.removeFirst();
        }
    }
}
