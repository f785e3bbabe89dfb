package org.tokenrevocation.internal.identity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Base64UrlTest {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    /** Each byte value at each place of a long and a short range: the eight-lane check is exact, not a heuristic. */
    @Test
    void isAlphabet_everyByteAtEveryPlace_isExact() {
        for (int length : new int[] {1, 7, 8, 9, 16, 23}) {
            for (int at = 0; at < length; at++) {
                for (int value = 0; value < 256; value++) {
                    byte[] bytes = "=".repeat(length + 2).getBytes(StandardCharsets.US_ASCII);
                    Arrays.fill(bytes, 1, length + 1, (byte) (value % 2 == 0 ? 'a' : '_'));
                    bytes[at + 1] = (byte) value;
                    assertEquals(ALPHABET.indexOf(value) >= 0, Base64Url.isAlphabet(bytes, 1, length + 1),
                            "value " + value + " at " + at + " of " + length);
                }
            }
        }
    }

    @Test
    void isCanonical_whatAnEncoderWrites_andNothingElse() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(12)];
            random.nextBytes(bytes);
            String text = TokenMint.encode(bytes);
            assertTrue(canonical(text), text);
            assertArrayEquals(bytes, decode(text));
            assertFalse(canonical(text + '='), text);
            if (text.length() % 4 != 0) {
                char last = text.charAt(text.length() - 1);
                char other = ALPHABET.charAt(ALPHABET.indexOf(last) ^ 1);
                assertFalse(canonical(text.substring(0, text.length() - 1) + other), text);
            }
        }
        assertFalse(canonical("A"));
        assertFalse(canonical("AAAAA"));
    }

    @Test
    void decode_forgivenSpellings_readsTheSameBytes() {
        byte[] expected = decode("-_-_AA");
        assertArrayEquals(expected, decode("+/+/AA"));
        assertArrayEquals(expected, decode("-_=-_!AA~\n=="));
        assertArrayEquals(expected, decode("-_-_AB"));
    }

    private static boolean canonical(String text) {
        return Base64Url.isCanonical(text.getBytes(StandardCharsets.US_ASCII), 0, text.length());
    }

    private static byte[] decode(String text) {
        return Base64Url.decode(text.getBytes(StandardCharsets.US_ASCII), 0, text.length());
    }
}
