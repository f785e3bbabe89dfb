package org.tokenrevocation.internal.keys;

import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;

/**
 * A signed token against a set of keys. All keys of a fitting type are tried, whatever the {@code kid}: a host may
 * ignore it. It only tells whether the set knows of the key that the token claims.
 */
final class SignatureTrial {
    private final JoseToken token;
    private final Optional<SignatureAlgorithm> algorithm;
    private final List<byte[]> inputs;
    private final List<byte[]> signatures;

    SignatureTrial(JoseToken token) {
        this.token = token;
        algorithm = SignatureAlgorithm.named(token.algorithm());
        inputs = token.signingInputs();
        signatures = token.signatures();
    }

    /** Whether no key can ever vouch for it: {@code none}, or no signature at all. */
    boolean isHopeless() {
        return signatures.isEmpty() || token.algorithm().equalsIgnoreCase("none");
    }

    /** Whether only a shared secret could have signed it, which no URL publishes. */
    boolean needsSecret() {
        return algorithm.isPresent() && algorithm.get().name().startsWith("HS");
    }

    Trial judge(List<JoseKey> keys, boolean namesKeys) {
        boolean isNamed = false;
        boolean isUntold = false;
        for (JoseKey key : keys) {
            boolean isOfKid = token.kid() != null && token.kid().equals(key.kid());
            isNamed |= isOfKid;
            if (!key.isUsable()) {
                isUntold |= isOfKid || algorithm.isEmpty() && (token.kid() == null || key.kid() == null);
                continue;
            }
            if (algorithm.isEmpty() || !algorithm.get().fits(key.key())) {
                continue;
            }
            try {
                if (isBy(key)) {
                    return Trial.GOOD;
                }
            } catch (GeneralSecurityException e) {
                // The platform lacks the algorithm or refuses the key; nobody may call the signature wrong then.
                isUntold = true;
            }
        }
        return isUntold ? Trial.CANNOT_TELL : isNamed || !namesKeys ? Trial.WRONG : Trial.UNKNOWN_KEY;
    }

    private boolean isBy(JoseKey key) throws GeneralSecurityException {
        for (byte[] input : inputs) {
            for (byte[] signature : signatures) {
                if (algorithm.get().verifies(key.key(), input, signature)) {
                    return true;
                }
            }
        }
        return false;
    }
}
