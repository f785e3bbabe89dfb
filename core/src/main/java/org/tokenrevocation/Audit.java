package org.tokenrevocation;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.tokenrevocation.internal.Threads;
import org.tokenrevocation.internal.Ticker;

/**
 * Makes one instance's audit events, and tells them on a thread of its own: an answer that waited for the listener would
 * tell by its time which tokens were alive. Thread-safe.
 */
final class Audit implements AutoCloseable {
    /** So many calls' events wait for the listener at most. */
    static final int MOST_WAITING = 10_000;

    static final AuditListener LOGGING = Audit::log;

    private static final System.Logger LOG = System.getLogger("org.tokenrevocation.audit");
    private static final System.Logger DROPS = System.getLogger("org.tokenrevocation");
    private static final String HMAC = "HmacSHA256";
    private static final int FINGERPRINT_BYTES = 4;
    private static final int CLIENT_LENGTH = 128;
    private static final SecretKeySpec KEY = randomKey();
    private static final long IDLE_SECONDS = 5;
    /** By then the answer is under way, so that the listener's work takes no processor time from it. */
    private static final long DELAY_MILLIS = 20;
    private static final long FLUSH_SECONDS = 2;
    private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final String name;
    private final Mode mode;
    private final AuditListener listener;
    private final Consumer<String> counter;
    private final ScheduledThreadPoolExecutor teller;
    private final AtomicInteger waitingCalls = new AtomicInteger();
    private final AtomicInteger waitingEvents = new AtomicInteger();
    private volatile boolean isAbandoned;
    private final AtomicLong nextReportNanos = new AtomicLong(Ticker.SYSTEM.nanos());

    Audit(String name, Mode mode, AuditListener listener, Consumer<String> counter) {
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

    private static void log(AuditEvent event) {
        LOG.log(System.Logger.Level.INFO,
                "{0}: revoked mode={1} {2}fingerprint={3} tokens-in-call={4} client={5} confirmed={6} millis={7}",
                event.instance(), event.mode().name().toLowerCase(Locale.ROOT),
                event.claim().map(claim -> "all-of=" + claim.name().toLowerCase(Locale.ROOT) + " ").orElse(""),
                event.fingerprint(), Integer.toString(event.tokensInCall()), event.client().orElse("-"), event.isConfirmed(),
                Long.toString(event.duration().toMillis()));
    }

    static String fingerprint(String token) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(KEY);
            byte[] whole = mac.doFinal(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(whole, 0, FINGERPRINT_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has " + HMAC, e);
        }
    }

    /** What one call ends; the client may be null. */
    Trail begin(String client) {
        return new Trail(null, client, System.nanoTime());
    }

    /** A call that ends all of a cut-off; the client may be null. */
    Trail begin(Cutoff cutoff, String client) {
        Trail trail = new Trail(cutoff.claim(), client, System.nanoTime());
        trail.add(cutoff.value());
        return trail;
    }

    /** Names are a foreign implementation's to choose: none may forge a line or flood the log. */
    private static String harmless(String client) {
        String visible = client.replaceAll("[^\\x21-\\x7e]", "?");
        return visible.length() > CLIENT_LENGTH ? visible.substring(0, CLIENT_LENGTH) : visible;
    }

    /** What one call ends, tokens or a cut-off. Holds fingerprints only; filled by the thread that revokes. */
    final class Trail {
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

        void add(String token) {
            fingerprints.add(fingerprint(token));
        }

        /** How many tokens a cut-off has found. */
        void ended(int tokens) {
            endedByCutoff += tokens;
        }

        /** The same completion, after the events have been put down for the listener. */
        CompletionStage<Void> closeAfter(CompletionStage<Void> effective) {
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
                    listener.revoked(new AuditEvent(name, mode, claim, fingerprint,
                            claim == null ? fingerprints.size() : endedByCutoff, client == null ? null : harmless(client), isConfirmed, duration));
                } catch (RuntimeException | Error e) {
                    // The token is dead whatever the listener makes of it; the count is in Health.
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
            DROPS.log(System.Logger.Level.WARNING, "{0}: audit events are dropped, because {1}; make the listener quicker,"
                    + " and see the counter audit.dropped; further ones within a minute are not logged", name, reason);
        }
    }

    /** Tells what is waiting, two seconds at most, and ends the thread; idempotent. */
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
