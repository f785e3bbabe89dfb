package org.tokenrevocation.internal.keys;

import java.security.Key;
import java.util.Objects;

/**
 * One key of a set. Equal to another of the same id and material.
 *
 * @param kid its id; null for none
 * @param key a public key or a secret (they verify; secrets also decrypt) or a private key (it only decrypts); null for
 *     a key that this platform cannot use, of which nobody may say that a signature by it is wrong
 */
record JoseKey(String kid, Key key) {
    boolean isUsable() {
        return key != null;
    }

    /** By hand: in JDK 17 a generated one leaves this class, and so an undeployed application, in a static of the JDK. */
    @Override
    public boolean equals(Object other) {
        return other instanceof JoseKey that && Objects.equals(kid, that.kid) && Objects.equals(key, that.key);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kid, key);
    }

    @Override
    public String toString() {
        return "JoseKey[" + (key == null ? "unusable" : key.getAlgorithm()) + "]";
    }
}
