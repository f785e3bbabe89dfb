package org.tokenrevocation.internal.keys;

import com.nimbusds.jose.jwk.Curve;
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
import javax.crypto.SecretKey;

/**
 * The signature algorithms of RFC 7518 section 3 and RFC 8037, each pinned to its type of key: an RSA key never
 * verifies HS256, a curve fixes ES*. {@code none} is not among them.
 *
 * <p>The platform's own providers verify, not the library: its verifiers refuse what hosts admit (short HMAC secrets and
 * RSA keys, signatures in another spelling, unknown {@code crit}), and its EdDSA would bring one more JAR.
 */
enum SignatureAlgorithm {
    HS256("HmacSHA256"),
    HS384("HmacSHA384"),
    HS512("HmacSHA512"),
    RS256("SHA256withRSA"),
    RS384("SHA384withRSA"),
    RS512("SHA512withRSA"),
    PS256("SHA-256"),
    PS384("SHA-384"),
    PS512("SHA-512"),
    ES256("SHA256withECDSA"),
    ES384("SHA384withECDSA"),
    ES512("SHA512withECDSA"),
    EDDSA("EdDSA");

    private final String platformName;

    SignatureAlgorithm(String platformName) {
        this.platformName = platformName;
    }

    /** The algorithm of a header's {@code alg}, in any case as some libraries take it. */
    static Optional<SignatureAlgorithm> named(String alg) {
        String upper = alg.toUpperCase(Locale.ROOT);
        String name = upper.equals("ED25519") || upper.equals("ED448") ? "EDDSA" : upper;
        return Arrays.stream(values()).filter(algorithm -> algorithm.name().equals(name)).findFirst();
    }

    /** Whether the key is of this algorithm's type. */
    boolean fits(Key key) {
        return switch (name().substring(0, 2)) {
            case "HS" -> key instanceof SecretKey;
            case "RS", "PS" -> key instanceof RSAPublicKey;
            case "ES" -> key instanceof ECPublicKey ec && curve().equals(Curve.forECParameterSpec(ec.getParams()));
            default -> key instanceof EdECPublicKey;
        };
    }

    /**
     * Whether this key made this signature.
     *
     * @throws GeneralSecurityException if the platform cannot tell
     */
    boolean verifies(Key key, byte[] input, byte[] signature) throws GeneralSecurityException {
        return switch (name().substring(0, 2)) {
            case "HS" -> verifiesSecret(key, input, signature);
            case "RS", "PS" -> verifiesRsa((RSAPublicKey) key, input, signature);
            case "ES" -> verifiesEc((ECPublicKey) key, input, signature);
            default -> verified(Signature.getInstance(platformName), (PublicKey) key, input, signature);
        };
    }

    private Curve curve() {
        return this == ES256 ? Curve.P_256 : this == ES384 ? Curve.P_384 : Curve.P_521;
    }

    private boolean verifiesSecret(Key key, byte[] input, byte[] signature) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(platformName);
        mac.init(key);
        return MessageDigest.isEqual(mac.doFinal(input), signature);
    }

    private boolean verifiesRsa(RSAPublicKey key, byte[] input, byte[] signature) throws GeneralSecurityException {
        Optional<byte[]> sized = SignatureSpelling.sized(signature, (key.getModulus().bitLength() + 7) / 8);
        if (sized.isEmpty()) {
            return false;
        }
        Signature verifier = Signature.getInstance(name().startsWith("PS") ? "RSASSA-PSS" : platformName);
        if (name().startsWith("PS")) {
            int saltBytes = MessageDigest.getInstance(platformName).getDigestLength();
            verifier.setParameter(new PSSParameterSpec(
                    platformName, "MGF1", new MGF1ParameterSpec(platformName), saltBytes, 1));
        }
        return verified(verifier, key, input, sized.get());
    }

    private boolean verifiesEc(ECPublicKey key, byte[] input, byte[] signature) throws GeneralSecurityException {
        BigInteger order = key.getParams().getOrder();
        Optional<byte[]> plain = SignatureSpelling.concatenated(signature, order);
        if (plain.isPresent() && verifiesPlain(key, input, plain.get())) {
            return true;
        }
        Optional<byte[]> fromDer = SignatureSpelling.halves(signature)
                .flatMap(halves -> SignatureSpelling.concatenated(halves, order));
        return fromDer.isPresent() && verifiesPlain(key, input, fromDer.get());
    }

    private boolean verifiesPlain(ECPublicKey key, byte[] input, byte[] signature) throws GeneralSecurityException {
        return verified(Signature.getInstance(platformName + "inP1363Format"), key, input, signature);
    }

    private static boolean verified(Signature verifier, PublicKey key, byte[] input, byte[] signature)
            throws GeneralSecurityException {
        verifier.initVerify(key);
        verifier.update(input);
        try {
            return verifier.verify(signature);
        } catch (SignatureException e) {
            // Not even the form of a signature, which is one way of being wrong.
            return false;
        }
    }
}
