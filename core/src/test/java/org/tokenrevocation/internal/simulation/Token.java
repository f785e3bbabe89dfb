package org.tokenrevocation.internal.simulation;

import org.tokenrevocation.internal.identity.TokenDigest;

/** A token of a schedule and what truly became of it. */
public final class Token {
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

    Token(int number, long dropAtMillis) {
        this.text = "token-of-a-schedule-" + number;
        this.accessKey = "session:access:" + text;
        this.digest = new TokenDigest(0x1234_5678_9abcL * (number + 1), 0x1357_9bdfL * (number + 3));
        this.dropAtMillis = dropAtMillis;
    }

    @Override
    public String toString() {
        return text;
    }
}
