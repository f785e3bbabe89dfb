package org.tokenrevocation.internal.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a busy node beats: late, but early enough for replies as slow as those of late; and one timer call for each. */
class FeedBeatTest {
    private static final int MANY = 100;

    private final Loop loop = new Loop();
    private long nowNanos = Long.MAX_VALUE - TimeUnit.MILLISECONDS.toNanos(900);
    private long replyNanos;
    private int beats;
    private Runnable scheduled;
    private long dueNanos;
    private final Feed feed = loop.feed(() -> nowNanos, (task, delayNanos) -> {
        scheduled = task;
        dueNanos = nowNanos + delayNanos;
    });

    @BeforeEach
    void start() {
        loop.meanwhile = () -> {
            beats++;
            nowNanos += replyNanos;
        };
        feed.start();
        feed.standing().touch(nowNanos);
        int before = beats;
        while (beats == before) {
            ring();
        }
    }

    private void ring() {
        nowNanos = dueNanos;
        scheduled.run();
    }

    /** Lets the timer call, which sends a beat; how long after it the next one is due. */
    private long intervalMillis() {
        feed.standing().touch(nowNanos);
        int before = beats;
        long sentNanos = dueNanos;
        ring();
        assertEquals(before + 1, beats);
        return TimeUnit.NANOSECONDS.toMillis(dueNanos - sentNanos);
    }

    private void replyWithin(long millis) {
        replyNanos = TimeUnit.MILLISECONDS.toNanos(millis);
    }

    @Test
    void beat_promptReplies_isDueWhenAFifthOfTheLeaseIsLeft() {
        for (int i = 0; i < MANY; i++) {
            assertEquals(40, intervalMillis());
        }
    }

    @Test
    void beat_lateReply_nextButOneIsEarlier_andLessSoWithEachPromptOne() {
        replyWithin(6);
        assertEquals(40, intervalMillis());
        replyWithin(0);
        long interval = intervalMillis();
        assertEquals(26, interval);
        for (int i = 0; i < MANY; i++) {
            long next = intervalMillis();
            assertTrue(next >= interval, next + " after " + interval);
            interval = next;
        }
        assertEquals(40, interval);
    }

    @Test
    void beat_repliesThatTakeHalfALease_isDueWhenHalfIsLeft() {
        replyWithin(25);
        intervalMillis();
        for (int i = 0; i < MANY; i++) {
            assertEquals(25, intervalMillis());
        }
    }
}
