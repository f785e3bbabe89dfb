package org.tokenrevocation.internal.simulation;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.tokenrevocation.internal.cutoff.CutoffRecord;
import org.tokenrevocation.internal.cutoff.TokenClaims;
import org.tokenrevocation.internal.denylist.Revocation;
import org.tokenrevocation.internal.identity.TokenDigest;

/** A token of a schedule and what truly became of it. */
public final class Token {
    /** For how long a cut-off is kept after its moment. */
    private static final long KEPT_MILLIS = 3_600_000;

    /** Its text. */
    public final String text;
    /** Its entry in sessions mode. */
    public final String accessKey;
    /** Its digest in denylist mode. */
    public final TokenDigest digest;
    /** When a record of it may be dropped, by a right clock. */
    public final long dropAtMillis;

    boolean isRevocationAsked;
    boolean wasMissing;
    /** When the first revocation was answered with 200; the end of time if none was. */
    long revokedNanos = Long.MAX_VALUE;

    /** Whether it is revoked by a cut-off that it alone matches. */
    public final boolean isCutOff;

    Token(int number, long dropAtMillis) {
        this.isCutOff = number % 2 == 1;
        this.text = "token-of-a-schedule-" + number;
        this.accessKey = "session:access:" + text;
        this.digest = new TokenDigest(0x1234_5678_9abcL * (number + 1), 0x1357_9bdfL * (number + 3));
        this.dropAtMillis = dropAtMillis;
    }

    /** What a cut-off that ends this token is recorded under; see {@link #isOfCutoff}. */
    private TokenDigest cutoffDigest() {
        return new TokenDigest(digest.high(), digest.low() | Long.MIN_VALUE);
    }

    /** What is recorded when this token is revoked. */
    public Revocation record() {
        return record(isCutOff ? cutoffDigest() : digest, dropAtMillis);
    }

    /** What a cut-off looks at in its claims: issued two milliseconds before the cut-off. */
    public byte[] claims() {
        return isCutOff
                ? ByteBuffer.allocate(3 * Long.BYTES).putLong(dropAtMillis - KEPT_MILLIS - 2)
                        .putLong(cutoffDigest().high()).putLong(cutoffDigest().low()).array()
                : TokenClaims.none();
    }

    /** In the model, such digests have a low word below 0, and a small high one, unlike those that whole engines compute. */
    private static boolean isOfCutoff(TokenDigest digest) {
        return digest.low() < 0 && digest.high() >>> 52 == 0;
    }

    /** The record of a digest: of a token, or of a cut-off. */
    static Revocation record(TokenDigest digest, long dropAtMillis) {
        return isOfCutoff(digest)
                ? new Revocation(new CutoffRecord(digest, dropAtMillis - KEPT_MILLIS, dropAtMillis))
                : new Revocation(digest, dropAtMillis);
    }

    /** The cut-offs among these records. */
    static List<CutoffRecord> cutoffs(Map<TokenDigest, Long> records) {
        return records.entrySet().stream().map(each -> record(each.getKey(), each.getValue()).cutoff())
                .filter(Objects::nonNull).toList();
    }

    /** The tokens among these records. */
    static Map<TokenDigest, Long> tokens(Map<TokenDigest, Long> records) {
        Map<TokenDigest, Long> tokens = new LinkedHashMap<>(records);
        tokens.keySet().removeIf(Token::isOfCutoff);
        return tokens;
    }

    @Override
    public String toString() {
        return text;
    }
}
