package org.tokenrevocation.internal.sessions;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.tokenrevocation.internal.Ticker;

/**
 * The deletions that this node made lately, to be repeated when Redis comes back with older data. Also those of entries
 * that were not there: the entry may have gone in an earlier call whose answer was lost, or by another writer's hand,
 * and older data would bring it back after we said that it is dead. But anybody can invent tokens, so these lie in a log
 * of their own and cannot push the others out. Bounded. Thread-safe.
 */
public final class RepeatLog {
    /** How many deletions of entries that existed are remembered at the most, about 40 MB. */
    static final int MAX_EXISTING = 100_000;
    /** How many others, about 8 MB. */
    static final int MAX_ABSENT = 20_000;

    private record Deleted(byte[][] pair, long atNanos) {}

    private final Ticker ticker;
    private final long windowNanos;
    private final Deque<Deleted> existing = new ArrayDeque<>();
    private final Deque<Deleted> absent = new ArrayDeque<>();
    private long dropped;

    /** An empty one that remembers for so long. */
    public RepeatLog(Ticker ticker, Duration window) {
        this.ticker = ticker;
        this.windowNanos = window.toNanos();
    }

    synchronized void remember(byte[][] pair, boolean hasExisted) {
        forgetOld();
        if (windowNanos == 0) {
            return;
        }
        Deque<Deleted> log = hasExisted ? existing : absent;
        if (log.size() == (hasExisted ? MAX_EXISTING : MAX_ABSENT)) {
            log.removeFirst();
            dropped += hasExisted ? 1 : 0;
        }
        log.addLast(new Deleted(pair, ticker.nanos()));
    }

    /** What is to be repeated. */
    synchronized List<byte[][]> pairs() {
        forgetOld();
        List<byte[][]> pairs = new ArrayList<>(existing.size() + absent.size());
        existing.forEach(each -> pairs.add(each.pair));
        absent.forEach(each -> pairs.add(each.pair));
        return pairs;
    }

    /** How many deletions of entries that existed were forgotten before their time, for want of room. */
    synchronized long dropped() {
        return dropped;
    }

    private void forgetOld() {
        long now = ticker.nanos();
        forgetOld(existing, now);
        forgetOld(absent, now);
    }

    private void forgetOld(Deque<Deleted> log, long now) {
        while (!log.isEmpty() && now - log.peekFirst().atNanos > windowNanos) {
            log.removeFirst();
        }
    }
}
