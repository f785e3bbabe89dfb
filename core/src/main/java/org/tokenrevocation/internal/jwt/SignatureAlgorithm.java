package org.tokenrevocation.internal.jwt;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;

/**
 * The signature algorithms of RFC 7518 section 3 and RFC 8037, each pinned to its type of key: an RSA key never
 * verifies HS256. Within a type, any curve goes with any hash, as in several libraries. {@code none} is not among them.
 *
 * <p>The platform's own providers verify, not the library: its verifiers refuse what hosts admit (short HMAC secrets and
 * RSA keys, signatures in another spelling, unknown {@code crit}), and its EdDSA would bring one more JAR.
 */
enum SignatureAlgorithm {
    HS256(Family.HMAC, "HmacSHA256"),
    HS384(Family.HMAC, "HmacSHA384"),
    HS512(Family.HMAC, "HmacSHA512"),
    RS256(Family.RSA_PKCS1, "SHA256withRSA"),
    RS384(Family.RSA_PKCS1, "SHA384withRSA"),
    RS512(Family.RSA_PKCS1, "SHA512withRSA"),
    PS256(Family.RSA_PSS, "SHA-256"),
    PS384(Family.RSA_PSS, "SHA-384"),
    PS512(Family.RSA_PSS, "SHA-512"),
    ES256(Family.ECDSA, "SHA256withECDSA"),
    ES384(Family.ECDSA, "SHA384withECDSA"),
    ES512(Family.ECDSA, "SHA512withECDSA"),
    EDDSA(Family.EDDSA, "EdDSA");

    /** How a signature is checked. */
    private enum Family { HMAC, RSA_PKCS1, RSA_PSS, ECDSA, EDDSA }

    private final Family family;
    private final String platformName;

    SignatureAlgorithm(Family family, String platformName) {
        this.family = family;
        this.platformName = platformName;
    }

    /** The algorithm of a header's {@code alg}, in any case as some libraries take it. */
    static Optional<SignatureAlgorithm> named(String alg) {
        String upper = alg.toUpperCase(Locale.ROOT);
        String name = upper.equals("ED25519") || upper.equals("ED448") ? "EDDSA" : upper;
        return Arrays.stream(values()).filter(algorithm -> algorithm.name().equals(name)).findFirst();
    }

    /** The {@code kty} whose keys sign an {@code alg}, known here or not; null if its name does not tell. */
    static String keyType(String alg) {
        String upper = alg.toUpperCase(Locale.ROOT);
        return upper.startsWith("HS") ? "oct" : upper.startsWith("RS") || upper.startsWith("PS") ? "RSA"
                : upper.startsWith("ES") ? "EC" : upper.startsWith("ED") ? "OKP" : null;
    }

    /** The form of a signature that {@link #verifies} takes; empty if no issuer makes the like with this key. */
    Optional<byte[]> form(Key key, byte[] signature) {
        if (key instanceof RSAPublicKey rsa) {
            return SignatureSpelling.sized(signature, (rsa.getModulus().bitLength() + 7) / 8);
        }
        if (key instanceof ECPublicKey ec) {
            BigInteger order = ec.getParams().getOrder();
            // Longer than r || s and not padded, hence no r || s: then ASN.1. No check is spent on both.
            return SignatureSpelling.mayBeDer(signature, order)
                    ? SignatureSpelling.halves(signature).flatMap(halves -> SignatureSpelling.concatenated(halves, order))
                    : SignatureSpelling.concatenated(signature, order);
        }
        int length = key instanceof EdECPublicKey ed ? edwardsBytes(ed) : macBytes();
        return signature.length == length ? Optional.of(signature) : Optional.empty();
    }

    private static int edwardsBytes(EdECPublicKey key) {
        return key.getParams().getName().equals("Ed448") ? 114 : 64;
    }

    private int macBytes() {
        return switch (this) {
            case HS256 -> 32;
            case HS384 -> 48;
            case HS512 -> 64;
            default -> throw new IllegalStateException(this + " makes no MAC");
        };
    }

    /**
     * Whether this key made this signature.
     *
     * @param key of the type {@link #keyType}
     * @param signature in its {@link #form}
     * @throws GeneralSecurityException if the platform cannot tell
     */
    boolean verifies(Key key, byte[] input, byte[] signature) throws GeneralSecurityException {
        return switch (family) {
            case HMAC -> {
                Mac mac = Mac.getInstance(platformName);
                mac.init(key);
                yield MessageDigest.isEqual(mac.doFinal(input), signature);
            }
            case RSA_PSS -> verified(pss(), (PublicKey) key, input, signature);
            case ECDSA -> verified(
                    Signature.getInstance(platformName + "inP1363Format"), (PublicKey) key, input, signature);
            case RSA_PKCS1, EDDSA -> verified(Signature.getInstance(platformName), (PublicKey) key, input, signature);
        };
    }

    private Signature pss() throws GeneralSecurityException {
        Signature verifier = Signature.getInstance("RSASSA-PSS");
        int saltBytes = MessageDigest.getInstance(platformName).getDigestLength();
        verifier.setParameter(new PSSParameterSpec(
                platformName, "MGF1", new MGF1ParameterSpec(platformName), saltBytes, 1));
        return verifier;
    }

    private static boolean verified(Signature verifier, PublicKey key, byte[] input, byte[] signature)
            throws GeneralSecurityException {
        verifier.initVerify(key);
        verifier.update(input);
        try {
            return verifier.verify(signature);
        } catch (SignatureException e) {
            // It has not the form of a signature, so it is wrong.
            return false;
        }
    }
}
