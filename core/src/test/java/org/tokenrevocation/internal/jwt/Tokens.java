package org.tokenrevocation.internal.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Real keys, and tokens signed by the library or, where it cannot, by the platform. */
final class Tokens {
    static final long EXP = 4_000_000_000L;
    static final String CLAIMS = "{\"iss\":\"https://issuer.example\",\"aud\":\"api\",\"exp\":" + EXP + "}";

    private Tokens() {}

    static RSAKey rsa(String kid) {
        return made(() -> new RSAKeyGenerator(2048).keyID(kid).generate());
    }

    static ECKey ec(Curve curve, String kid) {
        return made(() -> new ECKeyGenerator(curve).keyID(kid).generate());
    }

    static KeyPair ed25519() {
        return made(() -> KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
    }

    static OctetSequenceKey secret(int bytes) {
        byte[] secret = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            secret[i] = (byte) (i * 7 + bytes);
        }
        return new OctetSequenceKey.Builder(secret).build();
    }

    /** Signed by the library, with the claims above and the key's id. */
    static String signed(JWK key, JWSAlgorithm algorithm) {
        return signed(key, new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).build(), CLAIMS);
    }

    static String signed(JWK key, JWSHeader header, String claims) {
        String input = header.toBase64URL() + "." + base64(claims);
        return input + "." + made(() -> signer(key).sign(header, input.getBytes(StandardCharsets.UTF_8)));
    }

    /** Signed by the platform, over a header as written. */
    static String signedRaw(String header, String claims, String platformAlgorithm, KeyPair keys) {
        String input = base64(header) + "." + base64(claims);
        return input + "." + made(() -> {
            Signature signature = Signature.getInstance(platformAlgorithm);
            signature.initSign(keys.getPrivate());
            signature.update(input.getBytes(StandardCharsets.UTF_8));
            return Base64URL.encode(signature.sign());
        });
    }

    static String hmacSigned(String header, String claims, byte[] secret) {
        String input = base64(header) + "." + base64(claims);
        return input + "." + hmac(input, secret);
    }

    static Base64URL hmac(String input, byte[] secret) {
        return made(() -> {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "secret"));
            return Base64URL.encode(mac.doFinal(input.getBytes(StandardCharsets.UTF_8)));
        });
    }

    /** A segment with the padding that base64url leaves out. */
    static String padded(String segment) {
        return segment + "=".repeat((4 - segment.length() % 4) % 4);
    }

    static String jwks(JWK... keys) {
        return new JWKSet(Arrays.asList(keys)).toString(true);
    }

    static String pem(KeyPair keys) {
        return pem("PUBLIC KEY", keys.getPublic().getEncoded());
    }

    static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(der)
                + "\n-----END " + label + "-----\n";
    }

    static String base64(String text) {
        return Base64URL.encode(text).toString();
    }

    /** The token with another signature. */
    static String withSignature(String token, byte[] signature) {
        return token.substring(0, token.lastIndexOf('.') + 1) + Base64URL.encode(signature);
    }

    static byte[] signature(String token) {
        return new Base64URL(token.substring(token.lastIndexOf('.') + 1)).decode();
    }

    /** The token with one bit of its signature turned over. */
    static String forged(String token) {
        byte[] signature = signature(token);
        signature[signature.length / 2] ^= 1;
        return withSignature(token, signature);
    }

    private static JWSSigner signer(JWK key) throws JOSEException {
        return key instanceof RSAKey rsa ? new RSASSASigner(rsa)
                : key instanceof ECKey ec ? new ECDSASigner(ec) : new MACSigner((OctetSequenceKey) key);
    }

    /** Makes something that can fail only by a fault of the test. */
    static <T> T made(Recipe<T> recipe) {
        try {
            return recipe.make();
        } catch (GeneralSecurityException | JOSEException e) {
            throw new IllegalStateException("The test's own keys or tokens could not be made", e);
        }
    }

    /** Makes a key or a token. */
    @FunctionalInterface
    interface Recipe<T> {
        T make() throws GeneralSecurityException, JOSEException;
    }
}
