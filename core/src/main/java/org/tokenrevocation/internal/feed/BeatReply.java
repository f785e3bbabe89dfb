package org.tokenrevocation.internal.feed;

import java.util.List;
import java.util.Map;
import org.tokenrevocation.internal.cutoff.CutoffRecord;
import org.tokenrevocation.internal.identity.TokenDigest;
import org.tokenrevocation.internal.lease.ServerId;

/**
 * What one beat read, in one transaction.
 *
 * @param isPrimary whether the server calls itself a primary
 * @param replicationId its {@code master_replid}; null if this beat did not ask for it
 * @param redisMillis its {@code TIME}
 * @param fleet the fleet record's text; empty if it is missing
 * @param registration the value of the registration that the beat asked for; null if it asked for none or there is none
 * @param changes what is new in the change stream; null in sessions mode
 * @param replicas what replicas had to do with it
 */
public record BeatReply(
        boolean isPrimary, String replicationId, long redisMillis, String fleet, String registration,
        Changes changes, Replicas replicas) {

    /** One without a fence. */
    public BeatReply(boolean isPrimary, String replicationId, long redisMillis, String fleet, String registration,
            Changes changes) {
        this(isPrimary, replicationId, redisMillis, fleet, registration, changes, Replicas.NONE);
    }

    /** Why the server is not the primary that the connection was opened to; null if it is. */
    String stranger(ServerId server) {
        if (!isPrimary) {
            return "the server is a replica, not a primary";
        }
        return replicas.runId == null || replicas.runId.equals(server.runId())
                ? null : "another server answers on this connection";
    }

    /** The same server as this beat shows it: its history of writes may have become another one. */
    ServerId identified(ServerId server) {
        return replicationId == null ? server : new ServerId(server.runId(), replicationId);
    }

    /**
     * Of a server and the replicas that follow it.
     *
     * @param runId the server's {@code run_id}; null if this beat did not ask for it
     * @param connected how many replicas are connected ({@code ROLE})
     * @param acknowledged how many of them have acknowledged the write that went before the beat; 0 if it waited for none
     */
    public record Replicas(String runId, int connected, int acknowledged) {
        /** Nothing was asked. */
        public static final Replicas NONE = new Replicas(null, 0, 0);
    }

    /**
     * The change stream behind a cursor.
     *
     * @param isCursorProven whether the cursor's own entry is still in the stream: without it, the stream was trimmed
     *     past it or is another one, and nothing follows from what it shows
     * @param digests what was added since: digest to drop time in milliseconds since 1970,
     *     {@link Long#MAX_VALUE} for never
     * @param cutoffs the cut-offs that were added since, or that have a later moment
     * @param cursor the id of the last entry that was read; the old one if there was none
     * @param records how many records the set holds
     * @param isCut whether there may be more, so that this proves nothing yet
     */
    public record Changes(
            boolean isCursorProven, Map<TokenDigest, Long> digests, List<CutoffRecord> cutoffs, String cursor, long records,
            boolean isCut) {
        /** Without cut-offs. */
        public Changes(
                boolean isCursorProven, Map<TokenDigest, Long> digests, String cursor, long records, boolean isCut) {
            this(isCursorProven, digests, List.of(), cursor, records, isCut);
        }
    }
}
