package org.tokenrevocation.internal.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RecentTokensTest {
    private static final TokenDigest DIGEST = new TokenDigest(1, 2);

    private final RecentTokens recent = new RecentTokens();

    @Test
    void find_sameCharactersInAnotherString_isTheDigest() {
        String token = "token-of-some-length";
        recent.remember(token, DIGEST);
        assertEquals(DIGEST, recent.find(new String(token.toCharArray())));
    }

    /** Only a few characters choose the slot: a token that differs in any other one must not be taken for it. */
    @Test
    void find_oneCharacterDiffers_isNull() {
        for (int length : new int[] {16, 17, 43, 800, 2048}) {
            String token = "a".repeat(length);
            recent.remember(token, DIGEST);
            for (int at = 0; at < length; at++) {
                StringBuilder other = new StringBuilder(token);
                other.setCharAt(at, 'b');
                assertNull(recent.find(other.toString()), at + " of " + length);
                other.setCharAt(at, (char) ('a' + 0x100));
                assertNull(recent.find(other.toString()), at + " of " + length);
            }
            assertNull(recent.find(token + 'a'));
            assertEquals(DIGEST, recent.find(token));
        }
    }

    @Test
    void find_afterForgetAll_isNull() {
        recent.remember("token-of-some-length", DIGEST);
        recent.forgetAll();
        assertNull(recent.find("token-of-some-length"));
    }

    @Test
    void remember_afterClose_remembersNothing() {
        recent.remember("token-of-some-length", DIGEST);
        recent.close();
        assertNull(recent.find("token-of-some-length"));
        recent.remember("token-of-some-length", DIGEST);
        assertNull(recent.find("token-of-some-length"));
    }

    @Test
    void remember_tooShortOrTooLong_remembersNothing() {
        for (String token : new String[] {"", "a", "a".repeat(15), "a".repeat(2049)}) {
            recent.remember(token, DIGEST);
            assertNull(recent.find(token));
        }
    }

    /** Each token has two slots: however many come, what is found is right, and few of a thousand are pushed out. */
    @Test
    void find_manyTokens_isRightOrNullAndMostlyRight() {
        SplittableRandom random = new SplittableRandom(1);
        String[] tokens = new String[1000];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = Long.toHexString(random.nextLong() | Long.MIN_VALUE) + "-" + i;
            recent.remember(tokens[i], new TokenDigest(i, i));
        }
        int found = 0;
        for (int i = 0; i < tokens.length; i++) {
            TokenDigest digest = recent.find(tokens[i]);
            if (digest != null) {
                assertEquals(new TokenDigest(i, i), digest);
                found++;
            }
        }
        assertEquals(1000, found, 60);
    }
}
