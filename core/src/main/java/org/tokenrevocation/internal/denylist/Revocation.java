package org.tokenrevocation.internal.denylist;

import org.tokenrevocation.internal.cutoff.CutoffRecord;
import org.tokenrevocation.internal.identity.TokenDigest;

/**
 * One record of the set.
 *
 * @param digest which token; of a cut-off, of what it matches
 * @param dropAtMillis when it may be forgotten, in milliseconds since 1970: the token's expiry and the clock leeway;
 *     {@link Long#MAX_VALUE} for never
 * @param cutoff the cut-off that it is; null for a token
 */
public record Revocation(TokenDigest digest, long dropAtMillis, CutoffRecord cutoff) {
    /** Of a token. */
    public Revocation(TokenDigest digest, long dropAtMillis) {
        this(digest, dropAtMillis, null);
    }

    /** Of a cut-off. */
    public Revocation(CutoffRecord cutoff) {
        this(cutoff.digest(), cutoff.dropAtMillis(), cutoff);
    }
}
