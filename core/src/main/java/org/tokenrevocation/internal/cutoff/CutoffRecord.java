package org.tokenrevocation.internal.cutoff;

import org.tokenrevocation.internal.identity.TokenDigest;

/**
 * One cut-off as all nodes keep it.
 *
 * @param digest of claim, issuer and value, see {@link CutoffDigest}
 * @param issuedUntilMillis tokens issued then or earlier are refused, in milliseconds since 1970
 * @param dropAtMillis when it may be forgotten: no token that it refuses is alive any more
 */
public record CutoffRecord(TokenDigest digest, long issuedUntilMillis, long dropAtMillis) {}
