package org.tokenrevocation.internal.denylist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tokenrevocation.internal.feed.BeatReply;
import org.tokenrevocation.internal.identity.TokenDigest;

/** A clock that is set back or forward by an hour, the node's or Redis', drops no record before its time. */
class DenylistClockTest {
    private static final long HOUR = 3_600_000;
    private static final long NOW = 1_800_000_000_000L;
    private static final TokenDigest DIGEST = new TokenDigest(1, 2);

    private long localMillis = NOW;
    private final DenylistMemory memory = new DenylistMemory(
            new NoStore(), () -> Instant.ofEpochMilli(localMillis), task -> {
                throw new AssertionError("nothing is to be joined");
            }, new Replica());

    private void record(long dropAtMillis) {
        memory.add(List.of(new Revocation(DIGEST, dropAtMillis)));
    }

    private void beat(long redisMillis) {
        memory.cursor();
        memory.apply(new BeatReply(true, null, redisMillis, "", null, new BeatReply.Changes(true, Map.of(), null, 1, false)));
    }

    @Test
    void contains_localClockSetForward_keptUntilRedisHasPassedToo() {
        record(NOW + HOUR / 2);
        localMillis = NOW + HOUR;
        beat(NOW);
        assertTrue(memory.contains(DIGEST));
        assertEquals(NOW, memory.passedMillis());
        beat(NOW + HOUR);
        assertFalse(memory.contains(DIGEST));
    }

    @Test
    void contains_redisClockSetForward_keptUntilLocalHasPassedToo() {
        record(NOW + HOUR / 2);
        beat(NOW + HOUR);
        assertTrue(memory.contains(DIGEST));
        localMillis = NOW + HOUR;
        beat(NOW + HOUR);
        assertFalse(memory.contains(DIGEST));
    }

    @Test
    void contains_localClockSetBack_kept() {
        record(NOW + HOUR / 2);
        beat(NOW);
        localMillis = NOW - HOUR;
        beat(NOW + HOUR);
        assertTrue(memory.contains(DIGEST));
        assertEquals(localMillis, memory.passedMillis());
        assertEquals(NOW + HOUR, memory.latestMillis());
    }
}
