package org.tokenrevocation.internal.feed;

import java.util.List;
import java.util.Map;
import org.tokenrevocation.internal.cutoff.CutoffRecord;
import org.tokenrevocation.internal.identity.TokenDigest;

/**
 * An announcement as a node hears it.
 *
 * @param inbox where its sender wants the acknowledgement: 16 hex digits
 * @param number which of this sender's announcements it is; 0 if nobody waits for an acknowledgement
 * @param digests what to forget, or to add with its drop time
 * @param cutoffs what to add besides
 */
public record Heard(String inbox, long number, Map<TokenDigest, Long> digests, List<CutoffRecord> cutoffs) {
    /** Without cut-offs. */
    public Heard(String inbox, long number, Map<TokenDigest, Long> digests) {
        this(inbox, number, digests, List.of());
    }
}
