package org.tokenrevocation.internal.sessions;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tokenrevocation.internal.Ticker;

/**
 * The deletions that this node made lately, to be repeated when Redis comes back with older data. Anybody can invent
 * tokens, so what strangers can fill lies apart and pushes nothing else out:
 *
 * <ul>
 *   <li>of entries that existed
 *   <li>those that were sent and not confirmed: Redis may have carried them out and then the entry is gone when the call is
 *       repeated, yet older data brings it back after the repetition was confirmed
 *   <li>of entries that were not there: another writer, or another node whose answer was lost, may have taken them away
 *   <li>those that another node made, of entries that existed: it may be gone when older data comes back
 * </ul>
 *
 * Each is bounded in number and in memory; what is oldest goes first, and is counted. Thread-safe.
 */
public final class RepeatLog {
    static final int MAX_EXISTING = 100_000;
    static final int MAX_UNCONFIRMED = 20_000;
    static final int MAX_ABSENT = 20_000;
    static final int MAX_OTHERS = 100_000;
    /** Tokens may be long: as much memory as the numbers above need for keys of 150 bytes, and half as much again. */
    static final long MAX_EXISTING_BYTES = 64_000_000;
    static final long MAX_UNCONFIRMED_BYTES = 12_800_000;
    static final long MAX_ABSENT_BYTES = 12_800_000;
    static final long MAX_OTHERS_BYTES = 64_000_000;
    /** What an entry costs beside its keys. */
    private static final int ENTRY_BYTES = 250;

    private record Deleted(byte[][] pair, long atNanos) {
        long bytes() {
            return ENTRY_BYTES + pair[0].length + pair[1].length;
        }
    }

    private final Ticker ticker;
    private final long windowNanos;
    private final Part existing = new Part(MAX_EXISTING, MAX_EXISTING_BYTES);
    private final Part unconfirmed = new Part(MAX_UNCONFIRMED, MAX_UNCONFIRMED_BYTES);
    private final Part absent = new Part(MAX_ABSENT, MAX_ABSENT_BYTES);
    private final Part others = new Part(MAX_OTHERS, MAX_OTHERS_BYTES);

    /** An empty one that remembers for so long. */
    public RepeatLog(Ticker ticker, Duration window) {
        this.ticker = ticker;
        this.windowNanos = window.toNanos();
    }

    /** Takes in a deletion that Redis confirmed. */
    synchronized void remember(byte[][] pair, boolean hasExisted) {
        ByteBuffer key = key(pair);
        if (hasExisted) {
            unconfirmed.remove(key);
            absent.remove(key);
            put(existing, pair);
        } else if (existing.remove(key)) {
            put(existing, pair);
        } else if (unconfirmed.remove(key)) {
            put(unconfirmed, pair);
        } else {
            put(absent, pair);
        }
    }

    /** Takes in deletions that were sent and whose confirmation never came. */
    synchronized void rememberUnconfirmed(Collection<byte[][]> pairs) {
        for (byte[][] pair : pairs) {
            ByteBuffer key = key(pair);
            if (existing.remove(key)) {
                put(existing, pair);
            } else {
                absent.remove(key);
                put(unconfirmed, pair);
            }
        }
    }

    /** Takes in a deletion that another node made. */
    synchronized void rememberOthers(byte[][] pair) {
        if (!existing.has(key(pair))) {
            put(others, pair);
        }
    }

    private void put(Part part, byte[][] pair) {
        if (windowNanos > 0) {
            forgetOld();
            part.put(new Deleted(pair, ticker.nanos()));
        }
    }

    /** What is to be repeated. */
    synchronized List<byte[][]> pairs() {
        forgetOld();
        List<byte[][]> pairs = new ArrayList<>();
        for (Part part : List.of(existing, others, unconfirmed, absent)) {
            part.entries.values().forEach(each -> pairs.add(each.pair));
        }
        return pairs;
    }

    /** How many deletions were forgotten before their time, for want of room, each kind by its counter in health. */
    synchronized Map<String, Long> dropped() {
        return Map.of("repeat-log.dropped", existing.dropped, "repeat-log.dropped-unconfirmed", unconfirmed.dropped,
                "repeat-log.dropped-absent", absent.dropped, "repeat-log.dropped-others", others.dropped);
    }

    private void forgetOld() {
        long now = ticker.nanos();
        existing.forgetOld(now, windowNanos);
        unconfirmed.forgetOld(now, windowNanos);
        absent.forgetOld(now, windowNanos);
        others.forgetOld(now, windowNanos);
    }

    private static ByteBuffer key(byte[][] pair) {
        return ByteBuffer.wrap(pair[0]);
    }

    /** One kind, oldest first. */
    private static final class Part {
        private final Map<ByteBuffer, Deleted> entries = new LinkedHashMap<>();
        private final int maxEntries;
        private final long maxBytes;
        private long bytes;
        private long dropped;

        Part(int maxEntries, long maxBytes) {
            this.maxEntries = maxEntries;
            this.maxBytes = maxBytes;
        }

        void put(Deleted deleted) {
            remove(key(deleted.pair));
            entries.put(key(deleted.pair), deleted);
            bytes += deleted.bytes();
            while (entries.size() > maxEntries || bytes > maxBytes) {
                removeOldest(entries.values().iterator());
                dropped++;
            }
        }

        boolean has(ByteBuffer key) {
            return entries.containsKey(key);
        }

        boolean remove(ByteBuffer key) {
            Deleted present = entries.remove(key);
            bytes -= present == null ? 0 : present.bytes();
            return present != null;
        }

        private void removeOldest(Iterator<Deleted> oldestFirst) {
            bytes -= oldestFirst.next().bytes();
            oldestFirst.remove();
        }

        void forgetOld(long nowNanos, long windowNanos) {
            Iterator<Deleted> oldestFirst = entries.values().iterator();
            while (oldestFirst.hasNext()) {
                Deleted oldest = oldestFirst.next();
                if (nowNanos - oldest.atNanos <= windowNanos) {
                    return;
                }
                bytes -= oldest.bytes();
                oldestFirst.remove();
            }
        }
    }
}
