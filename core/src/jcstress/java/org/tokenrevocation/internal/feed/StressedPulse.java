package org.tokenrevocation.internal.feed;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import org.tokenrevocation.Mode;
import org.tokenrevocation.internal.Threads;
import org.tokenrevocation.internal.Ticker;

/** A pulse whose feed never hears of Redis, so that the actors of a stress test play the feed. */
public final class StressedPulse {
    /** L. */
    public static final long BOUND_NANOS = 1_000_000;
    private static final ScheduledThreadPoolExecutor TIMER =
            new ScheduledThreadPoolExecutor(1, Threads.named("stress", "timer"));
    private static final ThreadPoolExecutor WORKER = Threads.pool("stress", "worker", 1, 1);
    private static final FeedLink NOWHERE = new Nowhere();

    private final Feed feed;
    private final FeedClient pulse;

    /** With the memory of a mode. */
    public StressedPulse(Mode mode, FeedMemory memory, Ticker ticker) {
        FeedLog log = new FeedLog("stress", mode);
        FleetTerms terms = new FleetTerms("stress", mode, Duration.ofNanos(BOUND_NANOS), Duration.ofSeconds(1),
                Duration.ofSeconds(1), () -> "0123456789abcdef");
        feed = new Feed(terms, ticker, (task, delayNanos) -> { }, NOWHERE, memory, log);
        pulse = new FeedClient("stress", feed, log, ticker, TIMER, WORKER, () -> { });
    }

    /** For an engine. */
    public FeedClient pulse() {
        return pulse;
    }

    /** As the feed grants a lease that counts from a moment. */
    public void grant(long generation, long sinceNanos) {
        feed.standing().grant(generation, sinceNanos);
    }

    private static final class Nowhere implements FeedLink {
        @Override
        public void connect(long generation) {
            // Nobody answers.
        }

        @Override
        public void beat(long generation, BeatRequest request, long waitNanos) {
            throw new AssertionError("not connected");
        }

        @Override
        public void found(long generation, String expected, String proposal, long windowMillis) {
            throw new AssertionError("not connected");
        }

        @Override
        public void register(long generation, Member member, String since, String instance) {
            throw new AssertionError("not connected");
        }

        @Override
        public void refresh(long generation, Member member, String instance) {
            throw new AssertionError("not connected");
        }

        @Override
        public void mark(long generation, String epoch, Collection<String> ids) {
            throw new AssertionError("not connected");
        }

        @Override
        public void sweep(long generation, String epoch, Collection<String> ids) {
            throw new AssertionError("not connected");
        }

        @Override
        public void acknowledge(long generation, String inbox, String id, long first, long last) {
            throw new AssertionError("not connected");
        }

        @Override
        public void leave(long generation, Member member, Runnable left) {
            throw new AssertionError("not connected");
        }

        @Override
        public void disconnect(long generation) {
            // There is nothing to drop.
        }
    }
}
