package org.tokenrevocation.internal.sessions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RepeatLogTest {
    private long now;
    private final RepeatLog log = new RepeatLog(() -> now, Duration.ofHours(1));

    private static byte[][] pair(String token) {
        return new byte[][] {("a:" + token).getBytes(StandardCharsets.UTF_8), ("r:" + token).getBytes(StandardCharsets.UTF_8)};
    }

    private Set<String> remembered() {
        return log.pairs().stream().map(pair -> new String(pair[0], StandardCharsets.UTF_8).substring(2))
                .collect(Collectors.toSet());
    }

    private void junk(int count) {
        for (int i = 0; i < count; i++) {
            log.remember(pair("junk-" + i), false);
        }
    }

    private static Map<String, Long> dropped(long existing, long unconfirmed, long absent) {
        return Map.of("repeat-log.dropped", existing, "repeat-log.dropped-unconfirmed", unconfirmed,
                "repeat-log.dropped-absent", absent, "repeat-log.dropped-others", 0L);
    }

    /** The cause: an answer was lost, the repeated call found no entry, and what strangers invent pushed it out. */
    @Test
    void remember_floodOfUnknownTokens_pushesOutNothingConfirmed() {
        log.remember(pair("existed"), true);
        log.rememberUnconfirmed(List.<byte[][]>of(pair("lost"), pair("repeated")));
        log.remember(pair("repeated"), false);
        log.remember(pair("gone"), false);
        junk(RepeatLog.MAX_ABSENT + 100);
        assertTrue(remembered().containsAll(Set.of("existed", "lost", "repeated")));
        assertFalse(remembered().contains("gone"), "never ours to delete");
        assertEquals(RepeatLog.MAX_ABSENT + 3, log.pairs().size());
        assertEquals(dropped(0, 0, 101), log.dropped());
    }

    /** What others deleted lies apart, and costs what this node did itself no room. */
    @Test
    void rememberOthers_known_isRepeatedOnce() {
        log.remember(pair("own"), true);
        log.rememberOthers(pair("own"));
        log.rememberOthers(pair("others"));
        assertEquals(2, log.pairs().size());
        assertTrue(remembered().containsAll(Set.of("own", "others")));
    }

    @Test
    void rememberUnconfirmed_flood_boundedAndPushesOutNothingThatExisted() {
        log.remember(pair("existed"), true);
        log.rememberUnconfirmed(List.<byte[][]>of(pair("existed")));
        for (int i = 0; i < RepeatLog.MAX_UNCONFIRMED + 7; i++) {
            log.rememberUnconfirmed(List.<byte[][]>of(pair("junk-" + i)));
        }
        assertTrue(remembered().contains("existed"));
        assertEquals(RepeatLog.MAX_UNCONFIRMED + 1, log.pairs().size());
        assertEquals(dropped(0, 7, 0), log.dropped());
    }

    @Test
    void remember_sameTokenAgainAndAgain_takesOnePlaceUnderTheBestItEverHad() {
        for (int i = 0; i < 10; i++) {
            log.remember(pair("t"), false);
        }
        assertEquals(1, log.pairs().size());
        log.rememberUnconfirmed(List.<byte[][]>of(pair("t")));
        log.remember(pair("t"), true);
        log.remember(pair("t"), false);
        junk(RepeatLog.MAX_ABSENT + 1);
        assertEquals(RepeatLog.MAX_ABSENT + 1, log.pairs().size());
        assertTrue(remembered().contains("t"));
    }

    @Test
    void remember_longTokens_boundedInMemoryToo() {
        String filler = "x".repeat(16 * 1024);
        for (int i = 0; i < 1_000; i++) {
            log.remember(pair(filler + i), false);
        }
        assertTrue(log.pairs().stream().mapToLong(pair -> pair[0].length + pair[1].length).sum()
                <= RepeatLog.MAX_ABSENT_BYTES);
        assertEquals(1_000 - log.pairs().size(), log.dropped().get("repeat-log.dropped-absent"));
    }

    @Test
    void pairs_windowOver_forgottenAndNotCounted() {
        log.remember(pair("early"), true);
        now += Duration.ofHours(1).toNanos();
        log.remember(pair("late"), true);
        assertEquals(Set.of("early", "late"), remembered());
        now += 1;
        assertEquals(Set.of("late"), remembered());
        log.remember(pair("late"), false);
        now += Duration.ofHours(1).toNanos();
        assertEquals(Set.of("late"), remembered(), "confirmed once more, so remembered once more");
        now += 1;
        assertEquals(Set.of(), remembered());
        assertEquals(dropped(0, 0, 0), log.dropped());
    }

    @Test
    void remember_windowOfZero_nothing() {
        RepeatLog off = new RepeatLog(() -> now, Duration.ZERO);
        off.remember(pair("t"), true);
        off.rememberUnconfirmed(List.<byte[][]>of(pair("u")));
        assertEquals(0, off.pairs().size());
    }
}
