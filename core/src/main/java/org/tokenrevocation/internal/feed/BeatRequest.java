package org.tokenrevocation.internal.feed;

/**
 * What a beat asks for.
 *
 * @param isIdentityAsked whether the replication id is read too, and with a fence the run id
 * @param cursor where the change stream is to be read on from; null in sessions mode or without a cursor
 * @param member the registration that is read too; null for none
 * @param acks how many replicas are to acknowledge a write that goes before it; {@link #NO_WRITE} for no write at all
 */
public record BeatRequest(boolean isIdentityAsked, String cursor, Member member, int acks) {
    /** Where there is no fence. */
    public static final int NO_WRITE = -1;

    /** Whether a write goes before it. */
    public boolean isFenced() {
        return acks != NO_WRITE;
    }

    /** Whether it waits for replicas; for none the write goes all the same, since orderly hand-overs pause writes. */
    public boolean isAcknowledged() {
        return acks > 0;
    }
}
