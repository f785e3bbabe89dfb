package org.tokenrevocation.internal.audit;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.tokenrevocation.Cutoff;
import org.tokenrevocation.Mode;
import org.tokenrevocation.internal.Threads;
import org.tokenrevocation.internal.Ticker;

/**
 * Makes the audit events of one instance. Calls the listener on a thread of its own: the duration of an answer that waited
 * for the listener would tell which tokens were alive. Thread-safe.
 */
public final class Audit implements AutoCloseable {
    /** The most calls whose events may wait for the listener. */
    static final int MOST_WAITING = 10_000;

    private static final System.Logger LOG = System.getLogger("org.tokenrevocation");
    private static final String HMAC = "HmacSHA256";
    private static final int FINGERPRINT_BYTES = 4;
    private static final int CLIENT_LENGTH = 128;
    private static final SecretKeySpec KEY = randomKey();
    private static final long IDLE_SECONDS = 5;
    /** The answer is sent by then, so the listener takes no processor time from it. */
    private static final long DELAY_MILLIS = 20;
    private static final long FLUSH_SECONDS = 2;
    private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final String name;
    private final Mode mode;
    private final Consumer<AuditedToken> listener;
    private final Consumer<String> counter;
    private final ScheduledThreadPoolExecutor teller;
    private final AtomicInteger waitingCalls = new AtomicInteger();
    private final AtomicInteger waitingEvents = new AtomicInteger();
    private volatile boolean isAbandoned;
    private final AtomicLong nextReportNanos = new AtomicLong(Ticker.SYSTEM.nanos());

    public Audit(String name, Mode mode, Consumer<AuditedToken> listener, Consumer<String> counter) {
        this.name = name;
        this.mode = mode;
        this.listener = listener;
        this.counter = counter;
        this.teller = new ScheduledThreadPoolExecutor(1, Threads.named(name, "audit"));
        teller.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        teller.allowCoreThreadTimeOut(true);
    }

    private static SecretKeySpec randomKey() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return new SecretKeySpec(key, HMAC);
    }

    /** Tells tokens apart as long as this process lives; made with a secret key, so it finds or checks no token. */
    public static String fingerprint(String token) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(KEY);
            byte[] whole = mac.doFinal(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(whole, 0, FINGERPRINT_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has " + HMAC, e);
        }
    }

    /** Begins the trail of one call; the client is null for a call without one. */
    public Trail begin(String client) {
        return new Trail(null, client, System.nanoTime());
    }

    /** Begins the trail of a call that ends all tokens of a cut-off; the client is null for a call without one. */
    public Trail begin(Cutoff cutoff, String client) {
        Trail trail = new Trail(cutoff.claim(), client, System.nanoTime());
        trail.add(cutoff.value());
        return trail;
    }

    /** A client's name comes from code that is not ours. It must not forge a line or flood the log. */
    private static String harmless(String client) {
        String visible = client.replaceAll("[^\\x21-\\x7e]", "?");
        return visible.length() > CLIENT_LENGTH ? visible.substring(0, CLIENT_LENGTH) : visible;
    }

    /** What one call ends, tokens or a cut-off. Holds fingerprints only. Filled by the thread that revokes. */
    public final class Trail {
        private final List<String> fingerprints = new ArrayList<>();
        private final Cutoff.Claim claim;
        private final String client;
        private final long beginNanos;
        private int endedByCutoff;

        private Trail(Cutoff.Claim claim, String client, long beginNanos) {
            this.claim = claim;
            this.client = client;
            this.beginNanos = beginNanos;
        }

        /** Adds a token that the call has ended. */
        public void add(String token) {
            fingerprints.add(fingerprint(token));
        }

        /** Counts the tokens that a cut-off has found. */
        public void ended(int tokens) {
            endedByCutoff += tokens;
        }

        /** Queues the events for the listener at this completion. Returns a stage that completes after that. */
        public CompletionStage<Void> closeAfter(CompletionStage<Void> effective) {
            return fingerprints.isEmpty() ? effective : effective.whenComplete((nothing, failure) -> tellSoon(failure == null));
        }

        private void tell(boolean isConfirmed, Duration duration) {
            waitingCalls.decrementAndGet();
            for (String fingerprint : fingerprints) {
                if (isAbandoned) {
                    return;
                }
                waitingEvents.decrementAndGet();
                try {
                    listener.accept(new AuditedToken(name, mode, claim, fingerprint,
                            claim == null ? fingerprints.size() : endedByCutoff,
                            client == null ? null : harmless(client), isConfirmed, duration));
                } catch (RuntimeException | Error e) {
                    // The token is revoked all the same. Health shows the count.
                    counter.accept("audit.failed");
                }
            }
        }

        private void tellSoon(boolean isConfirmed) {
            Duration duration = Duration.ofNanos(System.nanoTime() - beginNanos);
            if (waitingCalls.incrementAndGet() > MOST_WAITING) {
                waitingCalls.decrementAndGet();
                drop(fingerprints.size(), "[" + MOST_WAITING + "] calls are waiting for the audit listener already");
                return;
            }
            waitingEvents.addAndGet(fingerprints.size());
            try {
                teller.schedule(() -> tell(isConfirmed, duration), DELAY_MILLIS, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                waitingCalls.decrementAndGet();
                waitingEvents.addAndGet(-fingerprints.size());
                drop(fingerprints.size(), "this instance is closed");
            }
        }
    }

    private void drop(int events, String reason) {
        for (int i = 0; i < events; i++) {
            counter.accept("audit.dropped");
        }
        long now = Ticker.SYSTEM.nanos();
        long next = nextReportNanos.get();
        if (now - next >= 0 && nextReportNanos.compareAndSet(next, now + QUIET_NANOS)) {
            LOG.log(System.Logger.Level.WARNING, "{0}: audit events are dropped, because {1}; make the listener quicker,"
                    + " and see the counter audit.dropped; further ones within a minute are not logged", name, reason);
        }
    }

    /** Hands what waits to the listener for at most two seconds, then ends the thread. Idempotent. */
    @Override
    public void close() {
        teller.shutdown();
        try {
            if (!teller.awaitTermination(FLUSH_SECONDS, TimeUnit.SECONDS)) {
                abandon();
            }
        } catch (InterruptedException e) {
            abandon();
            Thread.currentThread().interrupt();
        }
        Threads.awaitEnd(teller);
    }

    private void abandon() {
        isAbandoned = true;
        teller.shutdownNow();
        int events = waitingEvents.getAndSet(0);
        if (events > 0) {
            drop(events, "the listener had not taken [" + events + "] of them " + FLUSH_SECONDS + " s after the close");
        }
    }
}
