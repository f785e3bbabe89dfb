package org.tokenrevocation.internal.redis;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What is published in sessions mode behind a deletion, in a fleet with a fence: the keys of each entry that was there, each
 * ended by a line feed, access key first. Whoever hears it repeats the deletion where a promoted replica lacks it. It says no
 * more than the deletion itself does, which every replica hears too.
 */
final class DeletionText {
    private static final byte END = '\n';
    /** Well within what a push may hold: longer keys are remembered by the node that deleted them alone. */
    static final int MAX_LENGTH = 512 * 1024;

    private DeletionText() {}

    /** The message; empty for none. */
    static byte[] of(List<byte[][]> pairs) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        for (byte[][] pair : pairs) {
            if (message.size() + pair[0].length + pair[1].length + 2 <= MAX_LENGTH) {
                for (byte[] key : pair) {
                    message.writeBytes(key);
                    message.write(END);
                }
            }
        }
        return message.toByteArray();
    }

    /** The pairs of a message, whatever stands in them; none if it is of another shape. */
    static List<byte[][]> read(byte[] message) {
        List<byte[]> keys = new ArrayList<>();
        int from = 0;
        for (int at = 0; at < message.length && message.length <= MAX_LENGTH; at++) {
            if (message[at] == END) {
                keys.add(Arrays.copyOfRange(message, from, at));
                from = at + 1;
            }
        }
        if (from != message.length || keys.size() % 2 != 0) {
            return List.of();
        }
        List<byte[][]> pairs = new ArrayList<>(keys.size() / 2);
        for (int i = 0; i < keys.size(); i += 2) {
            pairs.add(new byte[][] {keys.get(i), keys.get(i + 1)});
        }
        return pairs;
    }
}
