package org.tokenrevocation.internal.feed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.tokenrevocation.Health;
import org.tokenrevocation.RevocationUnavailableException;
import org.tokenrevocation.internal.EngineHealth;
import org.tokenrevocation.internal.Threads;
import org.tokenrevocation.internal.Ticker;
import org.tokenrevocation.internal.lease.FleetIncarnation;
import org.tokenrevocation.internal.lease.FleetStamped;
import org.tokenrevocation.internal.lease.Lease;
import org.tokenrevocation.internal.lease.ServerId;
import org.tokenrevocation.internal.lease.Written;

/**
 * A running feed as an engine uses it: what is proven, how to wait for more within a deadline, how it fares. Owns the
 * feed's timer and worker. Thread-safe.
 */
public class FeedClient implements AutoCloseable {
    private static final int ATTEMPTS = 3;
    /** How long a node that closes waits until it is out of the registry; else others wait for it, once. */
    private static final long LEAVE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final String name;
    private final Feed feed;
    private final FeedState standing;
    private final Membership membership;
    private final FeedLog log;
    private final Ticker ticker;
    private final ScheduledThreadPoolExecutor timer;
    private final ThreadPoolExecutor worker;
    private final AutoCloseable link;
    private volatile boolean isClosed;

    /** Starts the feed; timer, worker and link are closed with it. */
    public FeedClient(
            String name,
            Feed feed,
            FeedLog log,
            Ticker ticker,
            ScheduledThreadPoolExecutor timer,
            ThreadPoolExecutor worker,
            AutoCloseable link) {
        this.name = name;
        this.feed = feed;
        this.standing = feed.standing();
        this.membership = feed.membership();
        this.log = log;
        this.ticker = ticker;
        this.timer = timer;
        this.worker = worker;
        this.link = link;
        feed.start();
    }

    /** The instance's name. */
    public String name() {
        return name;
    }

    /** See {@link FeedState#lease}. */
    public Lease lease() {
        return standing.lease();
    }

    /** See {@link FeedState#settled}. */
    public FleetIncarnation settled() {
        return standing.settled();
    }

    /** See {@link FeedState#boundNanos}. */
    public long boundNanos() {
        return standing.boundNanos();
    }

    /** See {@link FeedState#trackedGeneration}. */
    public long trackedGeneration() {
        return standing.trackedGeneration();
    }

    /** See {@link FeedState#isConnected}. */
    public boolean isConnected() {
        return standing.isConnected();
    }

    /** See {@link FeedState#touch}. */
    public void touch(long nowNanos) {
        standing.touch(nowNanos);
    }

    /** See {@link Feed#wake}. */
    public void wake() {
        feed.wake();
    }

    /** Whether an answer came from the very server that the feed listens to. */
    public boolean isFrom(ServerId server) {
        return server.equals(feed.server());
    }

    /** Waits for a proof that serves a request begun at {@code beginNanos}; false if the deadline passed first. */
    public boolean awaitProof(long beginNanos, long deadlineNanos) {
        if (isClosed) {
            return false;
        }
        CompletableFuture<Void> proof = feed.waiters().proof(beginNanos);
        boolean isProven = await(proof.thenApply(nothing -> true), deadlineNanos, false);
        if (!isProven) {
            feed.waiters().giveUp(proof);
        }
        return isProven;
    }

    /**
     * Asks Redis until the answer comes from the settled incarnation of the data, three times at most, each time after
     * another proof. With a fence it also waits until that has not been replaced at the request's begin minus L.
     *
     * @param ask one exchange; what it changes must be remembered when it returns
     * @return empty if there was no such answer in time
     * @throws RevocationUnavailableException what {@code ask} throws
     */
    public <A extends FleetStamped> Optional<A> vouched(
            long beginNanos, long deadlineNanos, Supplier<A> ask) {
        return inquire(deadlineNanos, settled -> standing.isFenced(settled, beginNanos), settled -> ask.get())
                .map(Vouched::answer);
    }

    /**
     * The same for a write, of which each attempt is a round of its own.
     *
     * @return what has been confirmed, to be ended with {@link #end}
     * @throws RevocationUnavailableException if no such answer came in time, or fewer replicas have acknowledged the write than
     *     the fleet asks for; and what {@code write} throws
     */
    public <W extends Written> Confirmed<W> confirmed(long deadlineNanos, Function<Round, W> write) {
        Acknowledgements acknowledgements = membership.acknowledgements();
        List<Round> rounds = new ArrayList<>();
        Optional<Vouched<W>> vouched = Optional.empty();
        try {
            vouched = inquire(deadlineNanos, settled -> true, settled -> {
                rounds.forEach(acknowledgements::end);
                rounds.add(acknowledgements.open(settled.record().epoch(), settled.record().fence()));
                return write.apply(rounds.get(rounds.size() - 1));
            });
        } finally {
            if (vouched.isEmpty()) {
                rounds.forEach(acknowledgements::end);
            }
        }
        Confirmed<W> confirmed = vouched
                .map(each -> new Confirmed<>(each.answer(), each.by(), rounds.get(rounds.size() - 1)))
                .orElseThrow(() -> new RevocationUnavailableException(name + ": the revocation is not confirmed: "
                        + trouble().orElse("Redis changed its data meanwhile") + "; repeat it"));
        if (!confirmed.by().isConfirmed(confirmed.written())) {
            discard(confirmed);
            throw new RevocationUnavailableException(name + ": the revocation is not confirmed: ["
                    + confirmed.written().acknowledged() + "] of [" + confirmed.by().record().fence().revokeAcks()
                    + "] replicas acknowledged it within redis-timeout; see that they follow the primary, then repeat it");
        }
        return confirmed;
    }

    /** Completes, in the feed's thread, when all nodes that the registry named have acknowledged a round. */
    CompletableFuture<Void> acknowledged(Confirmed<?> confirmed) {
        return membership.acknowledgements().await(confirmed.round(), confirmed.written().registry());
    }

    /** Whether that makes it a success. */
    boolean isFast(Confirmed<?> confirmed) {
        return membership.isFast(confirmed.by(), confirmed.written());
    }

    /** Nothing was written. */
    void discard(Confirmed<?> confirmed) {
        membership.acknowledgements().end(confirmed.round());
    }

    /** A round is over: all have acknowledged, or 1.2 L have passed. Who was silent is on its way out of the registry. */
    void end(Confirmed<?> confirmed) {
        boolean isAcknowledged = confirmed.round().all().isDone() && isFast(confirmed);
        Map<String, String> silent = membership.acknowledgements().end(confirmed.round());
        if (isAcknowledged) {
            log.acknowledged();
        } else {
            log.waited(silent, confirmed.written().isAnnounced());
            membership.silent(confirmed.round().epoch(), silent);
        }
    }

    private record Vouched<A extends FleetStamped>(A answer, FleetIncarnation by) {}

    private <A extends FleetStamped> Optional<Vouched<A>> inquire(
            long deadlineNanos, Predicate<FleetIncarnation> isReady, Function<FleetIncarnation, A> ask) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            FleetIncarnation before = settled();
            if (before != null && isReady.test(before)) {
                A answer = ask.apply(before);
                // Afterwards: had the data been replaced before a write was remembered, nobody would repeat it. And before:
                // the answer may have been read while the incarnation that is settled now was being founded.
                FleetIncarnation after = settled();
                if (after != null && after.isSameAs(before) && after.vouchesFor(answer)) {
                    return Optional.of(new Vouched<>(answer, after));
                }
            }
            if (!awaitProof(ticker.nanos(), deadlineNanos)) {
                break;
            }
        }
        return Optional.empty();
    }

    /** Waits for a value; the other one if the deadline passed first. */
    public <T> T await(CompletableFuture<T> future, long deadlineNanos, T otherwise) {
        try {
            return future.get(Math.max(0, deadlineNanos - ticker.nanos()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return otherwise;
        } catch (ExecutionException | TimeoutException e) {
            return otherwise;
        }
    }

    /** Why there is no lease, in words. */
    public Optional<String> trouble() {
        return Optional.ofNullable(log.trouble());
    }

    /** An engine's health from what the feed and the engine's own connections know. */
    public EngineHealth health(String poolTrouble, boolean isAsked, long entries, Map<String, Long> counters) {
        String trouble = poolTrouble != null ? poolTrouble : log.trouble();
        Health.RedisState redis = !isAsked
                ? Health.RedisState.CONNECTING
                : poolTrouble != null ? Health.RedisState.DOWN : Health.RedisState.UP;
        Lease.Grant grant = standing.lease().current();
        long now = ticker.nanos();
        boolean isLeased = grant != null && grant.holdsAt(now);
        Health.Memory memory = standing.settled() == null
                ? Health.Memory.WITHHELD
                : isLeased ? Health.Memory.LEASED : standing.isTracked() && standing.isCounted() ? Health.Memory.LAPSED : Health.Memory.DIRECT;
        Optional<Duration> age = isLeased
                ? Optional.of(Duration.ofNanos(now - standing.provenNanos()))
                : Optional.empty();
        return new EngineHealth(
                redis, Optional.ofNullable(trouble), Optional.ofNullable(log.waiting()), memory, age, entries, counters);
    }

    /**
     * Ends all answers, takes this node out of its fleet's registry and ends feed and link; tells timer and worker to end, see
     * {@link #awaitEnd}.
     */
    @Override
    public void close() {
        isClosed = true;
        CompletableFuture<Void> left = new CompletableFuture<>();
        feed.leave(() -> left.complete(null));
        await(left, Ticker.SYSTEM.nanos() + LEAVE_NANOS, null);
        feed.close();
        timer.shutdownNow();
        worker.shutdownNow();
        try {
            link.close();
        } catch (Exception e) {
            throw new IllegalStateException("closing the feed's link failed", e);
        }
    }

    /** Waits for timer and worker; after the engine's own connections were closed, so that a join under way has failed. */
    public void awaitEnd() {
        Threads.awaitEnd(timer, worker);
    }
}
