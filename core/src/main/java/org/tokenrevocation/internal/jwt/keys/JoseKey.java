package org.tokenrevocation.internal.jwt.keys;

import java.security.Key;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Objects;
import javax.crypto.SecretKey;

/**
 * One key of a set. Equal to another of the same id and material.
 *
 * @param kid its id; null for none
 * @param key a public key or a secret (they verify; secrets also decrypt) or a private key (it only decrypts); null for
 *     a key that cannot be read or that this platform cannot use, of which nobody may say that a signature by it is wrong
 * @param unreadableType the type that a key without material claims, as {@link #type}; null if it claims none
 */
public record JoseKey(String kid, Key key, String unreadableType) {
    public JoseKey(String kid, Key key) {
        this(kid, key, null);
    }

    public boolean isUsable() {
        return key != null;
    }

    /** Its {@code kty} (RFC 7518 section 6.1) as far as it verifies signatures; null if that is not known. */
    public String type() {
        return key instanceof RSAPublicKey ? "RSA" : key instanceof ECPublicKey ? "EC"
                : key instanceof EdECPublicKey ? "OKP" : key instanceof SecretKey ? "oct"
                : key != null ? "private" : unreadableType;
    }

    /** By hand: in JDK 17 a generated one leaves this class, and so an undeployed application, in a static of the JDK. */
    @Override
    public boolean equals(Object other) {
        return other instanceof JoseKey that && Objects.equals(kid, that.kid) && Objects.equals(key, that.key)
                && Objects.equals(unreadableType, that.unreadableType);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kid, key, unreadableType);
    }

    @Override
    public String toString() {
        return "JoseKey[" + (key == null ? "unusable" : key.getAlgorithm()) + "]";
    }
}
