package org.tokenrevocation.internal.redis;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tokenrevocation.internal.cutoff.CutoffRecord;
import org.tokenrevocation.internal.denylist.Revocation;
import org.tokenrevocation.internal.identity.TokenDigest;

/**
 * How a record stands in Redis: a token as its 16-byte digest, a cut-off as its digest, a slash and for how many seconds it is
 * kept after its moment. Either has its drop time as score, so that the moment of a cut-off is the score less that. Nodes that
 * keep cut-offs alike write one member for each, and the latest moment is the highest score.
 */
final class RecordMember {
    /** The longest text behind a digest: a slash and ten digits. */
    static final int MAX_SUFFIX_LENGTH = 11;

    private static final Pattern SUFFIX = Pattern.compile("/(\\d{1,10})");

    private RecordMember() {}

    static byte[] member(Revocation record) {
        byte[] digest = record.digest().bytes();
        if (record.cutoff() == null) {
            return digest;
        }
        byte[] suffix = ("/" + keptSeconds(record.cutoff())).getBytes(StandardCharsets.US_ASCII);
        byte[] member = Arrays.copyOf(digest, digest.length + suffix.length);
        System.arraycopy(suffix, 0, member, digest.length, suffix.length);
        return member;
    }

    static String score(Revocation record) {
        return DenylistScripts.score(record.cutoff() == null
                ? record.dropAtMillis()
                : record.cutoff().issuedUntilMillis() + TimeUnit.SECONDS.toMillis(keptSeconds(record.cutoff())));
    }

    /** Rounded down: nodes hold drop times in seconds, rounded up. */
    private static long keptSeconds(CutoffRecord cutoff) {
        return TimeUnit.MILLISECONDS.toSeconds(Math.max(0, cutoff.dropAtMillis() - cutoff.issuedUntilMillis()));
    }

    /**
     * Reads a member.
     *
     * @throws IllegalArgumentException if it is none that this version writes
     */
    static Revocation read(byte[] member, String score) {
        if (member.length == TokenDigest.BYTES) {
            return new Revocation(TokenDigest.of(member), DenylistScripts.dropAtMillis(score));
        }
        String suffix = member.length < TokenDigest.BYTES ? ""
                : new String(member, TokenDigest.BYTES, member.length - TokenDigest.BYTES, StandardCharsets.ISO_8859_1);
        Revocation cutoff = cutoff(Arrays.copyOf(member, TokenDigest.BYTES), score, suffix);
        if (cutoff == null) {
            throw new IllegalArgumentException("A record of the denylist must be a digest of " + TokenDigest.BYTES
                    + " bytes or a cut-off, but has [" + member.length + "] bytes; a newer version or a stranger wrote it");
        }
        return cutoff;
    }

    /** Reads a cut-off whose digest and suffix are apart; null if the suffix is none. */
    static Revocation cutoff(byte[] digest, String score, String suffix) {
        Matcher kept = SUFFIX.matcher(suffix);
        if (!kept.matches()) {
            return null;
        }
        long dropAtMillis = DenylistScripts.dropAtMillis(score);
        long keptMillis = TimeUnit.SECONDS.toMillis(Long.parseLong(kept.group(1)));
        return new Revocation(new CutoffRecord(TokenDigest.of(digest), dropAtMillis - keptMillis, dropAtMillis));
    }
}
