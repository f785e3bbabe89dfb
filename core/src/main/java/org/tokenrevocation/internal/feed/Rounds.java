package org.tokenrevocation.internal.feed;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.tokenrevocation.RevocationUnavailableException;
import org.tokenrevocation.internal.Ticker;
import org.tokenrevocation.internal.lease.CommitWait;
import org.tokenrevocation.internal.lease.Written;

/**
 * Gathers revocations into rounds, of which one at a time is under way: whoever comes meanwhile goes into the next, so that
 * all of them cost one exchange, one announcement, and one acknowledgement of each node. A crowd of callers, or a flood of
 * junk, costs the fleet no more than that. The first caller of a round carries it out in its own thread, for the others too.
 *
 * <p>A round is under way until all have acknowledged it, but no longer than {@value #PACE_MILLIS} ms after Redis has
 * confirmed it: a node that is silent must not hold up the next round, which then waits for it by itself. Thread-safe.
 *
 * @param <I> what is revoked
 * @param <W> what Redis answers to a round
 */
public final class Rounds<I, W extends Written> {
    private static final long PACE_MILLIS = 10;
    /** Of one round; a single caller may bring more. */
    private static final int MOST_ITEMS = 256;

    private final FeedClient pulse;
    private final CommitWait commitWait;
    private final Ticker ticker;
    private final long timeoutNanos;
    private final Function<List<I>, Function<Round, W>> exchanges;
    private final LongAdder acknowledged = new LongAdder();
    private final LongAdder waited = new LongAdder();
    private final LongAdder acknowledgedMicros = new LongAdder();
    private final Deque<Call<I, W>> waiting = new ArrayDeque<>();
    private boolean isUnderWay;

    /**
     * A caller's share of a round.
     *
     * @param written what Redis answered to the whole round; if that was too much, to the caller's items alone
     * @param from the place of the caller's first item in it
     * @param effective completes when no node accepts the caller's items any more; exceptionally if this node is closed
     *     meanwhile; never if it was too much
     */
    public record Part<W>(W written, int from, CompletionStage<Void> effective) {}

    /** A caller. Its turn is the calls that it has to carry out, its own among them; or none, if somebody else has. */
    private static final class Call<I, W> {
        private final List<I> items;
        private final CompletableFuture<List<Call<I, W>>> turn = new CompletableFuture<>();
        private volatile Part<W> part;
        private volatile RuntimeException failure;

        Call(List<I> items) {
            this.items = items;
        }
    }

    /**
     * With nothing under way.
     *
     * @param exchanges makes of a round's items what is asked of Redis, once or, if the data changes meanwhile, again; it runs
     *     in a caller's thread, and what it changes must be remembered when it returns
     */
    public Rounds(FeedClient pulse, CommitWait commitWait, Ticker ticker, Duration timeout,
            Function<List<I>, Function<Round, W>> exchanges) {
        this.pulse = pulse;
        this.commitWait = commitWait;
        this.ticker = ticker;
        this.timeoutNanos = timeout.toNanos();
        this.exchanges = exchanges;
    }

    /**
     * Writes these with the next round, in the calling thread or while it waits.
     *
     * @param items may be none, so that revoking nothing takes as long as anything
     * @throws RevocationUnavailableException if Redis did not confirm
     */
    public Part<W> write(List<I> items) {
        Call<I, W> call = new Call<>(items);
        if (enter(call)) {
            carryOut(List.of(call));
        } else {
            List<Call<I, W>> turn = pulse.await(call.turn, ticker.nanos() + timeoutNanos, null);
            carryOut(turn != null ? turn : late(call));
        }
        if (call.failure != null) {
            throw call.failure;
        }
        return call.part;
    }

    private synchronized boolean enter(Call<I, W> call) {
        boolean isFirst = !isUnderWay;
        isUnderWay = true;
        if (!isFirst) {
            waiting.add(call);
        }
        return isFirst;
    }

    /** The caller has waited for too long, but its turn may have come at this moment. */
    private synchronized List<Call<I, W>> late(Call<I, W> call) {
        List<Call<I, W>> turn = waiting.remove(call) ? null : call.turn.getNow(null);
        if (turn == null) {
            throw new RevocationUnavailableException(pulse.name() + ": the revocation is not confirmed within redis-timeout ["
                    + TimeUnit.NANOSECONDS.toMillis(timeoutNanos) + "ms]: those before it are still under way; repeat it");
        }
        return turn;
    }

    private void carryOut(List<Call<I, W>> calls) {
        if (calls.isEmpty()) {
            return;
        }
        List<CompletableFuture<Void>> ends = new ArrayList<>();
        try {
            ends.addAll(attempt(calls));
        } finally {
            calls.forEach(call -> call.turn.complete(List.of()));
            nextAfter(ends);
        }
    }

    /** One round; or, if all of it together was too much, one for each call. */
    private List<CompletableFuture<Void>> attempt(List<Call<I, W>> calls) {
        List<I> items = new ArrayList<>();
        calls.forEach(call -> items.addAll(call.items));
        try {
            Confirmed<W> confirmed = pulse.confirmed(ticker.nanos() + timeoutNanos, exchanges.apply(items));
            if (confirmed.written().isTooMuch()) {
                pulse.discard(confirmed);
                return refused(calls, confirmed.written());
            }
            return List.of(begin(calls, confirmed));
        } catch (RuntimeException e) {
            // Each caller gets an exception of its own, which it may add to.
            calls.forEach(call -> call.failure = new RevocationUnavailableException(e.getMessage(), e));
            return List.of();
        }
    }

    private List<CompletableFuture<Void>> refused(List<Call<I, W>> calls, W written) {
        if (calls.size() > 1) {
            return calls.stream().flatMap(call -> attempt(List.of(call)).stream()).toList();
        }
        calls.get(0).part = new Part<>(written, 0, new CompletableFuture<>());
        return List.of();
    }

    /** Begins to wait, for each caller and for the round itself. */
    private CompletableFuture<Void> begin(List<Call<I, W>> calls, Confirmed<W> confirmed) {
        long confirmedNanos = ticker.nanos();
        long boundNanos = confirmed.by().boundNanos();
        CompletableFuture<Void> all = pulse.acknowledged(confirmed);
        CompletableFuture<Void> fast = pulse.isFast(confirmed) ? all : new CompletableFuture<>();
        int from = 0;
        for (Call<I, W> call : calls) {
            CompletionStage<Void> effective = commitWait.start(boundNanos, fast).thenRun(() -> {
                (fast.isDone() ? acknowledged : waited).increment();
                acknowledgedMicros.add(fast.isDone() ? micros(confirmedNanos) : 0);
            });
            call.part = new Part<>(confirmed.written(), from, effective);
            from += call.items.size();
        }
        commitWait.start(boundNanos, fast).thenRun(() -> pulse.end(confirmed));
        return confirmed.written().isAnnounced() ? all : CompletableFuture.completedFuture(null);
    }

    private long micros(long sinceNanos) {
        return TimeUnit.NANOSECONDS.toMicros(ticker.nanos() - sinceNanos);
    }

    /** The next round may begin. */
    private void nextAfter(List<CompletableFuture<Void>> ends) {
        CompletableFuture<Void> all = CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new));
        CompletableFuture<Void> isNext = new CompletableFuture<>();
        isNext.thenRun(this::next);
        if (!all.isDone()) {
            commitWait.after(TimeUnit.MILLISECONDS.toNanos(PACE_MILLIS), () -> isNext.complete(null));
        }
        all.thenRun(() -> isNext.complete(null));
    }

    private synchronized void next() {
        List<Call<I, W>> calls = new ArrayList<>();
        int items = 0;
        while (!waiting.isEmpty() && (calls.isEmpty() || items + waiting.peek().items.size() <= MOST_ITEMS)) {
            Call<I, W> call = waiting.poll();
            calls.add(call);
            items += call.items.size();
        }
        if (calls.isEmpty()) {
            isUnderWay = false;
        } else {
            calls.get(0).turn.complete(calls);
        }
    }

    /** How many callers wait for the next round. */
    synchronized int waitingCalls() {
        return waiting.size();
    }

    /** Which way successes went, and how long acknowledgements took in all. */
    public Map<String, Long> counters() {
        return Map.of("revocations.acknowledged", acknowledged.sum(), "revocations.waited", waited.sum(),
                "revocations.acknowledged-micros", acknowledgedMicros.sum());
    }
}
