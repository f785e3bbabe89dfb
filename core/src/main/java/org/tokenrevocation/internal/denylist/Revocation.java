package org.tokenrevocation.internal.denylist;

import org.tokenrevocation.internal.identity.TokenDigest;

/**
 * One record of the set.
 *
 * @param digest which token
 * @param dropAtMillis when it may be forgotten, in milliseconds since 1970: the token's expiry and the clock leeway;
 *     {@link Long#MAX_VALUE} for never
 */
public record Revocation(TokenDigest digest, long dropAtMillis) {}
