package org.tokenrevocation.internal.identity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TokenDigestTest {
    private final TokenDigest digest = new TokenDigest(0x0102030405060708L, 0xF1F2F3F4F5F6F7F8L);

    @Test
    void bytes_andBack_isTheSameDigest() {
        byte[] bytes = digest.bytes();
        assertArrayEquals(
                new byte[] {1, 2, 3, 4, 5, 6, 7, 8, -15, -14, -13, -12, -11, -10, -9, -8}, bytes);
        assertEquals(digest, TokenDigest.of(bytes));
    }

    @Test
    void of_wrongLength_namesIt() {
        Exception thrown = assertThrows(IllegalArgumentException.class, () -> TokenDigest.of(new byte[32]));
        assertTrue(thrown.getMessage().contains("[32]"), thrown.getMessage());
    }

    @Test
    void toString_ofADigest_showsOnlyItsBeginning() {
        assertEquals("digest 0102...", digest.toString());
    }
}
