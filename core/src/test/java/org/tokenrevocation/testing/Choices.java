package org.tokenrevocation.testing;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Reads a fuzzer's bytes as choices among the pieces that matter to a parser, so that mutated bytes stay near the
 * grammar. Every byte string means something; what runs out reads as zeros. For one thread.
 */
public final class Choices {
    private final byte[] data;
    private int at;

    /** Reads from the first byte on. */
    public Choices(byte[] data) {
        this.data = data;
    }

    /** Whether all bytes are read. */
    public boolean isEmpty() {
        return at >= data.length;
    }

    /** A number from 0 to bound - 1, bound being 256 at the most. */
    public int next(int bound) {
        return at < data.length ? (data[at++] & 0xff) % bound : 0;
    }

    /** One of the pieces. */
    public String one(List<String> pieces) {
        return pieces.get(next(pieces.size()));
    }

    /** Pieces in a row, now and then with a character of any kind between them. */
    public String row(List<String> pieces, int most) {
        StringBuilder row = new StringBuilder();
        int count = 1 + next(most);
        for (int i = 0; i < count && !isEmpty(); i++) {
            int choice = next(pieces.size() + 2);
            row.append(choice < pieces.size() ? pieces.get(choice) : String.valueOf((char) next(256)));
        }
        return row.toString();
    }

    /** What is left, byte for byte. */
    public String rest() {
        String rest = new String(data, Math.min(at, data.length), Math.max(0, data.length - at),
                StandardCharsets.ISO_8859_1);
        at = data.length;
        return rest;
    }
}
