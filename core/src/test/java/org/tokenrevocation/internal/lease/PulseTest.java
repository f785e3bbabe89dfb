package org.tokenrevocation.internal.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tokenrevocation.Mode;
import org.tokenrevocation.internal.Threads;
import org.tokenrevocation.internal.Ticker;
import org.tokenrevocation.internal.identity.TokenDigest;

/** Which answers count, when the data is replaced while they are under way. */
class PulseTest {
    private static final ServerId SERVER = new ServerId("0a", "0b");
    private static final String OLD = "1 00000000000000aa 50 sessions 0b 0 1";
    private static final String NEW = "1 00000000000000bb 50 sessions 0b 0 2";
    private static final String NEW_AS_FOUNDED = "1 00000000000000bb 50 sessions 0b 1000 2";

    private final Loop loop = new Loop();
    private final Feed feed = new Feed(
            new FleetTerms(Mode.SESSIONS, Duration.ofMillis(50), Duration.ofSeconds(1), Duration.ofSeconds(1), () -> ""),
            Ticker.SYSTEM, (task, delayNanos) -> { }, loop, loop, new FeedLog("pulse", Mode.SESSIONS));
    private final Pulse pulse = new Pulse("pulse", feed, new FeedLog("pulse", Mode.SESSIONS), Ticker.SYSTEM,
            new ScheduledThreadPoolExecutor(1, Threads.named("pulse", "timer")), Threads.pool("pulse", "worker", 1, 1),
            () -> { });
    private final AtomicInteger asked = new AtomicInteger();

    private record Told(String fleet, ServerId server) implements Answer {}

    @AfterEach
    void close() {
        pulse.close();
        pulse.awaitEnd();
    }

    private static long deadline() {
        return Ticker.SYSTEM.nanos() + Duration.ofSeconds(20).toNanos();
    }

    /** Asks, and has the data replaced while the answer to the first question is under way. */
    private Optional<Told> askWhileReplaced(String recordOfTheFirstAnswer) {
        return pulse.vouched(deadline(), () -> {
            if (asked.incrementAndGet() == 1) {
                loop.fleet = NEW;
                feed.wake();
                return new Told(recordOfTheFirstAnswer, SERVER);
            }
            return new Told(NEW, SERVER);
        });
    }

    @Test
    void vouched_nothingHappens_firstAnswerCounts() {
        assertEquals(Optional.of(new Told(OLD, SERVER)), pulse.vouched(deadline(), () -> {
            asked.incrementAndGet();
            return new Told(OLD, SERVER);
        }));
        assertEquals(1, asked.get());
    }

    @Test
    void vouched_answerOfTheOldData_askedAgain() {
        assertEquals(Optional.of(new Told(NEW, SERVER)), askWhileReplaced(OLD));
        assertEquals(2, asked.get());
    }

    @Test
    void vouched_answerWhileFounded_askedAgain() {
        assertEquals(Optional.of(new Told(NEW, SERVER)), askWhileReplaced(NEW_AS_FOUNDED));
        assertEquals(2, asked.get());
    }

    /** The entry may have been read before the founding was over, and only the record behind it afterwards. */
    @Test
    void vouched_answerThatBeganBeforeTheNewDataWasSettled_askedAgain() {
        assertEquals(Optional.of(new Told(NEW, SERVER)), askWhileReplaced(NEW));
        assertEquals(2, asked.get());
    }

    /** A Redis that answers every beat at once with the record it holds, and a memory that joins at once. */
    private final class Loop implements FeedLink, FeedMemory {
        private volatile String fleet = OLD;

        @Override
        public void connect(long generation) {
            feed.connected(generation, SERVER, true);
        }

        @Override
        public void beat(long generation, boolean isIdentityAsked, String cursor) {
            feed.replied(generation, new BeatReply(true, null, 0, fleet, null));
        }

        @Override
        public void found(long generation, String expected, String proposal, long windowMillis) {
            throw new AssertionError("the record is there");
        }

        @Override
        public void disconnect(long generation) {
            fleet = "";
        }

        @Override
        public void reconnected(long generation) {
            fleet = OLD;
        }

        @Override
        public void join(long generation, FleetRecord record, boolean mustWriteBack) {
            feed.joined(generation, record.epoch());
        }

        @Override
        public String cursor() {
            return null;
        }

        @Override
        public Progress apply(BeatReply reply) {
            return Progress.CURRENT;
        }

        @Override
        public void announced(Map<TokenDigest, Long> digests) {
            throw new AssertionError("nothing is announced");
        }

        @Override
        public void invalidate(Collection<byte[]> keys) {
            throw new AssertionError("nothing is pushed");
        }

        @Override
        public boolean isTrackingNeeded() {
            return true;
        }
    }
}
