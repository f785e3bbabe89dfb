package org.tokenrevocation.internal.feed;

import java.util.List;
import java.util.Map;
import org.tokenrevocation.internal.cutoff.CutoffRecord;
import org.tokenrevocation.internal.identity.TokenDigest;

/**
 * What one beat read, in one transaction.
 *
 * @param isPrimary whether the server calls itself a primary
 * @param replicationId its {@code master_replid}; null if this beat did not ask for it
 * @param redisMillis its {@code TIME}
 * @param fleet the fleet record's text; empty if it is missing
 * @param registration the value of the registration that the beat asked for; null if it asked for none or there is none
 * @param changes what is new in the change stream; null in sessions mode
 */
public record BeatReply(
        boolean isPrimary, String replicationId, long redisMillis, String fleet, String registration,
        Changes changes) {

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
