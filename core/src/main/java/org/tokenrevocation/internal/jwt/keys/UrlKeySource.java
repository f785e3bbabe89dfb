package org.tokenrevocation.internal.jwt.keys;

import java.io.IOException;
import java.net.URL;
import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.tokenrevocation.internal.Threads;
import org.tokenrevocation.internal.Ticker;

/**
 * The JWK set behind a URL. One fetch at a time, on a daemon thread of its own, so that a caller's wait is bounded even
 * where the network is not. A fetch that takes longer than its caller waits goes on, and the next caller has its result.
 *
 * <p>Why not the library's caching source: it hands a waiting caller the set of a fetch that began before the call. Such
 * a set may lack a key that has been published since, and its absence proves nothing. Here such a set may verify a token
 * but never disown it; for that the caller starts the next fetch. Asking is limited to {@link #BUDGET} fetches per
 * {@link #WINDOW}, failed ones included, so that a flood of unknown key ids falls on us and not on the issuer.
 *
 * <p>Only public keys count: what a URL publishes is no secret.
 */
public final class UrlKeySource implements KeySource {
    /** How many fetches may begin in one window. */
    public static final int BUDGET = 2;

    /** The window of the budget. */
    public static final Duration WINDOW = Duration.ofSeconds(10);

    /** How much longer than a caller waits a fetch may take, and how much longer its server may be silent. */
    static final int FETCH_PATIENCE = 10;

    private static final double SILENCE_PATIENCE = 2.5;

    /** How long a set counts as current. */
    public static final Duration CURRENT = Duration.ofMinutes(5);

    private static final System.Logger LOG = System.getLogger("org.tokenrevocation");
    private static final long IDLE_SECONDS = 5;

    private final String name;
    private final Duration fetchTimeout;
    private final Ticker ticker;
    private final KeyRing ring;
    private final JwksFetch fetch;
    private final ThreadPoolExecutor fetcher;
    private final ScheduledThreadPoolExecutor timer;
    private Flight flight;
    private long windowBegan;
    private int begunInWindow;
    private boolean isInTrouble;

    /**
     * Fetches nothing yet.
     *
     * @param name instance and entry, for threads and log lines
     * @param timeout how long a caller waits
     * @param timer cuts fetches that take too long
     */
    public UrlKeySource(String name, URL url, Duration timeout, KeyRing ring, Ticker ticker,
            ScheduledThreadPoolExecutor timer) {
        this.name = name;
        this.fetchTimeout = timeout.multipliedBy(FETCH_PATIENCE);
        this.ring = ring;
        this.ticker = ticker;
        this.timer = timer;
        fetch = new JwksFetch(url, Duration.ofMillis((long) (timeout.toMillis() * SILENCE_PATIENCE)), fetchTimeout);
        fetcher = Threads.pool(name, "fetch", 1, IDLE_SECONDS);
        windowBegan = ticker.nanos();
    }

    @Override
    public KeyRing.View known() {
        return ring.view(ring.ageNanos() < CURRENT.toNanos());
    }

    @Override
    public KeyRing.View newer(KeyRing.View seen, Deadline deadline) throws KeysUnavailableException {
        await(join(seen.readBegunAt(), deadline.beganNanos()), deadline);
        KeyRing.View now = ring.view(false);
        boolean isCurrent = now.readBegunAt() - deadline.beganNanos() >= 0;
        return new KeyRing.View(now.keys(), isCurrent, now.isComplete(), now.readBegunAt());
    }

    @Override
    public long version() {
        return ring.version();
    }

    /** Begins a fetch and waits for nothing: keys must be seen before they leave the set, else none could be kept. */
    public void refreshAhead() {
        try {
            join(ring.view(false).readBegunAt(), System.nanoTime());
        } catch (KeysUnavailableException e) {
            LOG.log(System.Logger.Level.DEBUG, () -> name + ": no refresh now, " + e.getMessage());
        }
    }

    @Override
    public boolean namesKeys() {
        return true;
    }

    @Override
    public boolean holdsSecrets() {
        return false;
    }

    @Override
    public void close() {
        fetcher.shutdownNow();
        fetch.close();
        synchronized (this) {
            if (flight != null) {
                flight.body.cancel(true);
            }
        }
        Threads.awaitEnd(fetcher);
    }

    private synchronized Flight join(long seenBegunAt, long beganNanos) throws KeysUnavailableException {
        boolean isUnderWay = flight != null && !flight.body.isDone();
        // A fetch that ended between the caller's look and now has brought what it has not seen yet.
        boolean hasBroughtMore = flight != null && ring.view(false).readBegunAt() != seenBegunAt;
        if (isUnderWay || hasBroughtMore || flight != null && flight.begunAt - beganNanos >= 0) {
            return flight;
        }
        spendBudget();
        long begunAt = System.nanoTime();
        FutureTask<Void> body = new FutureTask<>(() -> fetchOnce(begunAt));
        Flight begun = new Flight(begunAt, body);
        try {
            fetcher.execute(body);
        } catch (RejectedExecutionException e) {
            throw new KeysUnavailableException("the verifier is closed", e);
        }
        flight = begun;
        return begun;
    }

    private static void await(Flight joined, Deadline deadline) throws KeysUnavailableException {
        try {
            joined.body.get(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new KeysUnavailableException("no answer yet; the fetch goes on", e);
        } catch (ExecutionException e) {
            throw new KeysUnavailableException("the fetch failed: " + FetchTrouble.words(e.getCause()), e.getCause());
        } catch (CancellationException e) {
            throw new KeysUnavailableException("the verifier is closed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KeysUnavailableException("interrupted", e);
        }
    }

    private Void fetchOnce(long begunAt) throws IOException, KeysUnavailableException {
        long period = fetchTimeout.toNanos();
        Future<?> cut = timer.scheduleAtFixedRate(fetch::abort, period, period, TimeUnit.NANOSECONDS);
        try {
            List<JoseKey> keys = KeyReader.jwks(fetch.body()).stream()
                    .filter(key -> !key.isUsable() || key.key() instanceof PublicKey)
                    .toList();
            ring.replace(keys, begunAt);
            noteTrouble(null);
            return null;
        } catch (IOException | KeysUnavailableException | RuntimeException e) {
            noteTrouble(FetchTrouble.words(e));
            throw e;
        } finally {
            cut.cancel(false);
        }
    }

    private void noteTrouble(String trouble) {
        boolean isNow = trouble != null;
        if (isNow != isInTrouble && !fetcher.isShutdown()) {
            isInTrouble = isNow;
            LOG.log(isNow ? System.Logger.Level.WARNING : System.Logger.Level.INFO, isNow
                    ? name + ": the JWK set cannot be fetched (" + trouble + "); tokens of keys not at hand cannot be"
                            + " revoked until it can"
                    : name + ": the JWK set can be fetched again");
        }
    }

    private void spendBudget() throws KeysUnavailableException {
        long now = ticker.nanos();
        if (now - windowBegan >= WINDOW.toNanos()) {
            windowBegan = now;
            begunInWindow = 0;
        }
        if (begunInWindow >= BUDGET) {
            throw new KeysUnavailableException("asking again is held back, at most " + WINDOW.toSeconds() + " s");
        }
        begunInWindow++;
    }

    private record Flight(long begunAt, FutureTask<Void> body) {}
}
