package org.tokenrevocation.internal.memo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tokenrevocation.internal.identity.TokenDigest;

class RecentTokensTest {
    private static final TokenDigest DIGEST = new TokenDigest(1, 2);

    private final RecentTokens recent = new RecentTokens();

    private void remember(String token, TokenDigest digest) {
        recent.remember(new Sighting(token, digest));
    }

    @Test
    void find_sameCharactersInAnotherString_isTheDigest() {
        String token = "token-of-some-length";
        remember(token, DIGEST);
        assertEquals(DIGEST, MemoEntry.digest(recent.find(new String(token.toCharArray()))));
    }

    /** Only a few characters choose the slot: a token that differs in any other one must not be taken for it. */
    @Test
    void find_oneCharacterDiffers_isNull() {
        for (int length : new int[] {16, 17, 43, 128, 129, 800, 2048}) {
            String token = "a".repeat(length);
            remember(token, DIGEST);
            for (int at = 0; at < length; at++) {
                StringBuilder other = new StringBuilder(token);
                other.setCharAt(at, 'b');
                assertNull(recent.find(other.toString()), at + " of " + length);
                other.setCharAt(at, (char) ('a' + 0x100));
                assertNull(recent.find(other.toString()), at + " of " + length);
            }
            assertNull(recent.find(token.replaceFirst("aa", "\u00e1")), "as many bytes");
            assertEquals(DIGEST, MemoEntry.digest(recent.find(token)));
        }
    }

    @Test
    void find_afterForgetAll_isNull() {
        remember("token-of-some-length", DIGEST);
        recent.forgetAll();
        assertNull(recent.find("token-of-some-length"));
    }

    @Test
    void remember_afterClose_remembersNothing() {
        remember("token-of-some-length", DIGEST);
        recent.close();
        assertNull(recent.find("token-of-some-length"));
        remember("token-of-some-length", DIGEST);
        assertNull(recent.find("token-of-some-length"));
    }

    @Test
    void remember_tooShortOrTooLong_remembersNothing() {
        for (int length : new int[] {0, 1, 15, 2049}) {
            remember("a".repeat(length), DIGEST);
            assertNull(recent.find("a".repeat(length)));
        }
        for (int length : new int[] {16, 2048}) {
            remember("a".repeat(length), DIGEST);
            assertNotNull(recent.find("a".repeat(length)));
        }
    }

    /** {@code token-characters} may allow question marks, and half a surrogate pair has the bytes of one. */
    @ParameterizedTest
    @ValueSource(ints = {0, 800})
    void find_halfASurrogatePairForAQuestionMark_isNull(int longer) {
        String begin = "x".repeat(longer) + "is-that-a-token-or-not";
        remember(begin + "?", DIGEST);
        assertNull(recent.find(begin + "\ud800"));
        assertNull(recent.find(begin + "\udc00"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 800})
    void remember_foundAnew_replacesWhatWasFound(int longer) {
        ChangeCounters changes = new ChangeCounters();
        Sighting sighting = new Sighting("x".repeat(longer) + "token-of-some-length", DIGEST);
        String token = sighting.token();
        recent.remember(sighting);
        assertFalse(changes.allow(recent.find(token)), "nothing was found yet");
        sighting.note(new CachedLive(changes.count(DIGEST), 7, 100));
        recent.remember(sighting);
        assertTrue(changes.allow(recent.find(token)));
        assertTrue(MemoEntry.holds(recent.find(token), 7, 99));
        assertFalse(MemoEntry.holds(recent.find(token), 7, 100));
        assertFalse(MemoEntry.holds(recent.find(token), 8, 99));
        changes.changed(DIGEST);
        assertFalse(changes.allow(recent.find(token)));
        sighting.note(new CachedLive(changes.count(DIGEST), 8, 100));
        recent.remember(sighting);
        assertTrue(changes.allow(recent.find(token)));
        assertTrue(MemoEntry.holds(recent.find(token), 8, 99));
        changes.changedAll();
        assertFalse(changes.allow(recent.find(token)));
    }

    /** Each token has two slots: however many come, what is found is right, and few of a thousand are pushed out. */
    @ParameterizedTest
    @ValueSource(ints = {0, 800})
    void find_manyTokens_isRightOrNullAndMostlyRight(int longer) {
        SplittableRandom random = new SplittableRandom(1);
        String[] tokens = new String[1000];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = "x".repeat(longer) + Long.toHexString(random.nextLong() | Long.MIN_VALUE) + "-" + i;
            remember(tokens[i], new TokenDigest(i, i));
        }
        int found = 0;
        for (int i = 0; i < tokens.length; i++) {
            byte[] seen = recent.find(tokens[i]);
            if (seen != null) {
                assertEquals(new TokenDigest(i, i), MemoEntry.digest(seen));
                found++;
            }
        }
        assertEquals(1000, found, 30);
    }
}
