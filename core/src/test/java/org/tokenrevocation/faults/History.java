package org.tokenrevocation.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.tokenrevocation.Verdict;

/**
 * What a fleet answered, and the search for a broken promise in it: a request that began after a revocation had been
 * answered, and was accepted; or a token that nobody had begun to revoke, and that was refused.
 *
 * <p>All nodes live in one JVM, so one monotonic clock orders all events. Of each token only the extremes are kept, the
 * last begin of an accepted request and the first end of a refused one: they break a promise if any does. Thread-safe.
 */
final class History {
    private static final long NEVER = Long.MAX_VALUE;

    private final long originNanos = System.nanoTime();
    private final Map<String, Life> lives = new ConcurrentHashMap<>();
    private final Map<Verdict, AtomicLongArray> counts = new ConcurrentHashMap<>();
    private final AtomicLong revocations = new AtomicLong();

    /** One token's extremes; guarded by itself. */
    private static final class Life {
        private long revokeBegunNanos = NEVER;
        private long revokeAnsweredNanos = NEVER;
        private long lastAcceptedBeginNanos = -1;
        private int acceptedBy;
        private long firstRefusedEndNanos = NEVER;
        private int refusedBy;
        private boolean mayBeLost;
    }

    History(int nodes) {
        for (Verdict verdict : Verdict.values()) {
            counts.put(verdict, new AtomicLongArray(nodes));
        }
    }

    /** Now, on the history's own scale. */
    long now() {
        return System.nanoTime() - originNanos;
    }

    void minted(String token) {
        lives.put(token, new Life());
    }

    void revoking(String token) {
        Life life = lives.get(token);
        synchronized (life) {
            life.revokeBegunNanos = Math.min(life.revokeBegunNanos, now());
        }
    }

    /** To be called when the answer is there, not before. */
    void revoked(String token) {
        Life life = lives.get(token);
        synchronized (life) {
            life.revokeAnsweredNanos = Math.min(life.revokeAnsweredNanos, now());
        }
        revocations.incrementAndGet();
    }

    void judged(String token, int node, long beginNanos, Verdict verdict) {
        long end = now();
        Life life = lives.get(token);
        synchronized (life) {
            if (verdict == Verdict.LIVE && beginNanos > life.lastAcceptedBeginNanos) {
                life.lastAcceptedBeginNanos = beginNanos;
                life.acceptedBy = node;
            } else if (verdict == Verdict.REVOKED && end < life.firstRefusedEndNanos) {
                life.firstRefusedEndNanos = end;
                life.refusedBy = node;
            }
        }
        counts.get(verdict).incrementAndGet(node);
    }

    /** From now on, a token that exists may rightly be refused though nobody revoked it: its session entry is lost. */
    void sessionsLost() {
        for (Life life : lives.values()) {
            synchronized (life) {
                life.mayBeLost = true;
            }
        }
    }

    long count(Verdict verdict, int node) {
        return counts.get(verdict).get(node);
    }

    long revocations() {
        return revocations.get();
    }

    /** The tokens whose revocation has been answered. */
    List<String> revokedTokens() {
        return lives.entrySet().stream()
                .filter(entry -> entry.getValue().revokeAnsweredNanos != NEVER)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Every broken promise, in words; empty if there is none. */
    List<String> violations() {
        List<String> all = new ArrayList<>();
        lives.forEach((token, life) -> {
            synchronized (life) {
                if (life.lastAcceptedBeginNanos > life.revokeAnsweredNanos) {
                    all.add("node " + life.acceptedBy + " accepted a token in a request that began "
                            + micros(life.lastAcceptedBeginNanos - life.revokeAnsweredNanos)
                            + " us after its revocation had been answered, " + micros(life.lastAcceptedBeginNanos)
                            + " us after the start");
                }
                if (!life.mayBeLost && life.firstRefusedEndNanos < life.revokeBegunNanos) {
                    all.add("node " + life.refusedBy + " refused a live token " + micros(life.firstRefusedEndNanos)
                            + " us after the start");
                }
            }
        });
        return all;
    }

    private static long micros(long nanos) {
        return nanos / 1_000;
    }
}
