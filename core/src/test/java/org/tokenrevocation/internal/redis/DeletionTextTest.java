package org.tokenrevocation.internal.redis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What nodes tell one another of entries that they have deleted. */
class DeletionTextTest {
    private static byte[][] pair(String token) {
        return new byte[][] {bytes("session:access:" + token), bytes("session:refresh:" + token)};
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void read_whatWasWritten_theSamePairs() {
        List<byte[][]> read = DeletionText.read(DeletionText.of(List.of(pair("one"), pair("two"))));
        assertEquals(2, read.size());
        assertArrayEquals(pair("one"), read.get(0));
        assertArrayEquals(pair("two"), read.get(1));
        assertEquals(0, DeletionText.of(List.of()).length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "one\n", "one\ntwo", "one\ntwo\nthree\n", "one\ntwo\nthree"})
    void read_otherShape_nothing(String message) {
        assertEquals(List.of(), DeletionText.read(bytes(message)));
    }

    /** What is too long for a push is left to the node that deleted it. */
    @Test
    void of_moreThanAPushHolds_theRestIsLeftOut() {
        List<byte[][]> pairs = List.of(pair("x".repeat(300_000)), pair("short"));
        List<byte[][]> read = DeletionText.read(DeletionText.of(pairs));
        assertEquals(1, read.size());
        assertArrayEquals(pair("short"), read.get(0));
    }
}
