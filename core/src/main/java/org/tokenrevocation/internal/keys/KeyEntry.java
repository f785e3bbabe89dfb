package org.tokenrevocation.internal.keys;

import java.util.Locale;
import java.util.Set;

/**
 * One entry of {@code jwt-keys}: keys, and whose tokens they may vouch for. Immutable.
 *
 * @param label instance and number, for logs; shows no secret
 * @param source the keys
 * @param issuers the {@code iss} that count; empty for any
 * @param audiences the {@code aud} of which one must be there; empty for any
 * @param algorithms the {@code alg} that count, in upper case; empty for any that the type of key allows
 */
record KeyEntry(String label, KeySource source, Set<String> issuers, Set<String> audiences, Set<String> algorithms) {
    boolean allowsAlgorithm(JoseToken token) {
        return algorithms.isEmpty() || algorithms.contains(token.algorithm().toUpperCase(Locale.ROOT));
    }

    boolean allows(Claims claims) {
        return claims.hasIssuerOf(issuers) && claims.hasAudienceOf(audiences);
    }

    @Override
    public String toString() {
        return label;
    }
}
