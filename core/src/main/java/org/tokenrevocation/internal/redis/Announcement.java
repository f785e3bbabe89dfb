package org.tokenrevocation.internal.redis;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tokenrevocation.internal.cutoff.CutoffRecord;
import org.tokenrevocation.internal.denylist.DenylistStore;
import org.tokenrevocation.internal.denylist.Revocation;
import org.tokenrevocation.internal.feed.Heard;
import org.tokenrevocation.internal.feed.Round;
import org.tokenrevocation.internal.identity.TokenDigest;

/**
 * What is published when tokens are revoked: {@code <inbox> <number> }, where and as what it is to be acknowledged, then for
 * each token its digest, 16 bytes, and its drop time as the set has it, ended by a blank ({@code 0} in sessions mode, where
 * nothing is added), or of a cut-off by what is behind its digest in {@link RecordMember} and a blank. A message that is not of this shape, or longer than a node writes, is passed over and so never
 * acknowledged.
 */
final class Announcement {
    private static final byte END = ' ';
    private static final int INBOX_LENGTH = 16;
    private static final int LONGEST_HEAD = INBOX_LENGTH + 20;
    private static final Pattern HEAD = Pattern.compile("([0-9a-f]{16}) (\\d{1,18}) ");
    private static final byte[] NO_DROP_TIME = "0 ".getBytes(StandardCharsets.US_ASCII);
    /** The head of what nobody wants to be acknowledged. */
    static final String NOBODYS = "0".repeat(INBOX_LENGTH) + " 0 ";

    /** What a node writes at the most: a longer one is a stranger's. */
    static final int MAX_LENGTH = LONGEST_HEAD
            + DenylistStore.MAX_ADDED
                    * (TokenDigest.BYTES + DenylistScripts.MAX_SCORE_LENGTH + RecordMember.MAX_SUFFIX_LENGTH + 1);

    private Announcement() {}

    /** What a round's announcement begins with. */
    static String head(Round round) {
        return round.inbox() + " " + round.number() + " ";
    }

    /** An announcement of sessions mode. */
    static byte[] of(Round round, Collection<TokenDigest> digests) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(head(round).getBytes(StandardCharsets.US_ASCII));
        for (TokenDigest digest : digests) {
            message.writeBytes(digest.bytes());
            message.writeBytes(NO_DROP_TIME);
        }
        return message.toByteArray();
    }

    /** Reads a message; null if it is anything else. */
    static Heard read(byte[] message) {
        Matcher head = HEAD.matcher(new String(
                message, 0, Math.min(message.length, LONGEST_HEAD), StandardCharsets.ISO_8859_1));
        if (message.length > MAX_LENGTH || !head.lookingAt()) {
            return null;
        }
        Map<TokenDigest, Long> digests = new LinkedHashMap<>();
        List<CutoffRecord> cutoffs = new ArrayList<>();
        int at = head.end();
        for (int count = 0; at < message.length; count++) {
            int score = at + TokenDigest.BYTES;
            int end = score;
            while (end < message.length && message[end] != END) {
                end++;
            }
            Revocation record = end >= message.length || count == DenylistStore.MAX_ADDED ? null
                    : record(Arrays.copyOfRange(message, at, score),
                            new String(message, score, end - score, StandardCharsets.ISO_8859_1));
            if (record == null) {
                return null;
            }
            if (record.cutoff() == null) {
                digests.put(record.digest(), record.dropAtMillis());
            } else {
                cutoffs.add(record.cutoff());
            }
            at = end + 1;
        }
        return new Heard(head.group(1), Long.parseLong(head.group(2)), digests, cutoffs);
    }

    /** A digest and what stands behind it, its blank left out; null if that is anything else. */
    private static Revocation record(byte[] digest, String text) {
        int slash = text.indexOf('/');
        String score = slash < 0 ? text : text.substring(0, slash);
        if (!isScore(score)) {
            return null;
        }
        return slash < 0
                ? new Revocation(TokenDigest.of(digest), DenylistScripts.dropAtMillis(score))
                : RecordMember.cutoff(digest, score, text.substring(slash));
    }

    /** As {@link DenylistScripts#score} writes it. */
    private static boolean isScore(String text) {
        return text.equals(DenylistScripts.NEVER)
                || !text.isEmpty() && text.length() <= DenylistScripts.MAX_SCORE_LENGTH
                        && text.chars().allMatch(each -> each >= '0' && each <= '9');
    }
}
