package org.tokenrevocation.internal.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tokenrevocation.Mode;
import org.tokenrevocation.internal.Threads;
import org.tokenrevocation.internal.Ticker;
import org.tokenrevocation.internal.lease.FleetStamped;
import org.tokenrevocation.internal.lease.ServerId;

/** Which answers count, when the data is replaced while they are under way. */
class FeedClientTest {
    private static final String NEW = "2 00000000000000bb 50 sessions 0b 0 2";
    private static final String NEW_AS_FOUNDED = "2 00000000000000bb 50 sessions 0b 1000 2";

    private final Loop loop = new Loop();
    private final Feed feed = loop.feed(Ticker.SYSTEM, (task, delayNanos) -> { });
    private final FeedClient pulse = new FeedClient("pulse", feed, new FeedLog("pulse", Mode.SESSIONS), Ticker.SYSTEM,
            new ScheduledThreadPoolExecutor(1, Threads.named("pulse", "timer")), Threads.pool("pulse", "worker", 1, 1),
            () -> { });
    private final AtomicInteger asked = new AtomicInteger();

    private record Told(String fleet, ServerId server) implements FleetStamped {}

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
        return pulse.vouched(0, deadline(), () -> {
            if (asked.incrementAndGet() == 1) {
                loop.fleet = NEW;
                feed.wake();
                return new Told(recordOfTheFirstAnswer, Loop.SERVER);
            }
            return new Told(NEW, Loop.SERVER);
        });
    }

    @Test
    void vouched_nothingHappens_firstAnswerCounts() {
        assertEquals(Optional.of(new Told(Loop.RECORD, Loop.SERVER)), pulse.vouched(0, deadline(), () -> {
            asked.incrementAndGet();
            return new Told(Loop.RECORD, Loop.SERVER);
        }));
        assertEquals(1, asked.get());
    }

    @Test
    void vouched_answerOfTheOldData_askedAgain() {
        assertEquals(Optional.of(new Told(NEW, Loop.SERVER)), askWhileReplaced(Loop.RECORD));
        assertEquals(2, asked.get());
    }

    @Test
    void vouched_answerWhileFounded_askedAgain() {
        assertEquals(Optional.of(new Told(NEW, Loop.SERVER)), askWhileReplaced(NEW_AS_FOUNDED));
        assertEquals(2, asked.get());
    }

    /** The entry may have been read before the founding was over, and only the record behind it afterwards. */
    @Test
    void vouched_answerThatBeganBeforeTheNewDataWasSettled_askedAgain() {
        assertEquals(Optional.of(new Told(NEW, Loop.SERVER)), askWhileReplaced(NEW));
        assertEquals(2, asked.get());
    }
}
