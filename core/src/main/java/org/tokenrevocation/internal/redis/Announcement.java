package org.tokenrevocation.internal.redis;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tokenrevocation.internal.denylist.DenylistStore;
import org.tokenrevocation.internal.identity.TokenDigest;

/**
 * What is published when the denylist grows: for each new record its digest, 16 bytes, and its drop time as the set has
 * it, ended by a blank. It only hurries. Nothing is proven by it, nothing depends on it: the same records stand in the
 * change stream, which the next beat reads. So a message that was lost does no harm, and one that is not of this shape, or
 * longer than our script writes, is passed over.
 */
final class Announcement {
    private static final byte END = ' ';
    /** What the script writes at the most: a longer one is a stranger's, or an older version's. */
    static final int MAX_LENGTH =
            DenylistStore.MAX_ADDED * (TokenDigest.BYTES + DenylistScripts.MAX_SCORE_LENGTH + 1);

    private Announcement() {}

    /** The records of a message; none if it is anything else. */
    static Map<TokenDigest, Long> read(byte[] message) {
        if (message.length > MAX_LENGTH) {
            return Map.of();
        }
        Map<TokenDigest, Long> digests = new LinkedHashMap<>();
        int at = 0;
        while (at < message.length) {
            int score = at + TokenDigest.BYTES;
            int end = score;
            while (end < message.length && message[end] != END) {
                end++;
            }
            if (end >= message.length || !isScore(message, score, end)) {
                return Map.of();
            }
            digests.put(TokenDigest.of(Arrays.copyOfRange(message, at, score)),
                    DenylistScripts.dropAtMillis(new String(message, score, end - score, StandardCharsets.US_ASCII)));
            at = end + 1;
        }
        return digests;
    }

    /** As {@link DenylistScripts#score} writes it. */
    private static boolean isScore(byte[] message, int from, int to) {
        String text = new String(message, from, to - from, StandardCharsets.US_ASCII);
        return text.equals(DenylistScripts.NEVER)
                || !text.isEmpty() && text.length() <= DenylistScripts.MAX_SCORE_LENGTH
                        && text.chars().allMatch(each -> each >= '0' && each <= '9');
    }
}
