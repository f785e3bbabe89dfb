package org.tokenrevocation.bench;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.util.Base64;
import java.util.SplittableRandom;

/** Tokens as hosts issue them: opaque ones of 43 characters (256 random bits), JWTs of 800. For one thread. */
public final class Samples {
    /** The secret of the HS256 tokens, as the setting {@code jwt-keys} takes it. */
    static final String JWT_KEYS = "hmac:" + Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[32]);

    private static final int JWT_LENGTH = 800;

    private final SplittableRandom random;
    private final ECKey ec;
    private final RSAKey rsa;

    Samples(long seed) {
        random = new SplittableRandom(seed);
        try {
            ec = new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
            rsa = new RSAKeyGenerator(2048).keyID("k1").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    ECKey ec() {
        return ec;
    }

    RSAKey rsa() {
        return rsa;
    }

    /** 43 characters. */
    String opaque() {
        byte[] bytes = new byte[32];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) random.nextInt();
        }
        // Beginning like JSON, a token costs one look more; one in sixteen does, so leave it to chance.
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    String es256() {
        try {
            return jwt(JWSAlgorithm.ES256, new ECDSASigner(ec), 86);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    String rs256() {
        try {
            return jwt(JWSAlgorithm.RS256, new RSASSASigner(rsa), 342);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Verifies under {@link #JWT_KEYS}; a short one, as only its recording is of interest. */
    String hs256() {
        try {
            return sign(JWSAlgorithm.HS256, new MACSigner(new byte[32]), claims(200));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Of 800 characters, and still verifies under {@link #JWT_KEYS}. */
    String longHs256() {
        try {
            return jwt(JWSAlgorithm.HS256, new MACSigner(new byte[32]), 43);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private String jwt(JWSAlgorithm algorithm, JWSSigner signer, int signatureLength) throws JOSEException {
        int header = header(algorithm).toBase64URL().toString().length();
        int payload = JWT_LENGTH - header - signatureLength - 2;
        String token = sign(algorithm, signer, claims(payload * 3 / 4));
        if (Math.abs(token.length() - JWT_LENGTH) > 1) {
            throw new IllegalStateException("the token has [" + token.length() + "] characters");
        }
        return token;
    }

    private static JWSHeader header(JWSAlgorithm algorithm) {
        return new JWSHeader.Builder(algorithm).type(JOSEObjectType.JWT).keyID("k1").build();
    }

    private static String sign(JWSAlgorithm algorithm, JWSSigner signer, String claims) throws JOSEException {
        JWSObject token = new JWSObject(header(algorithm), new Payload(claims));
        token.sign(signer);
        return token.serialize();
    }

    private String claims(int length) {
        String head = "{\"iss\":\"https://issuer.example\",\"sub\":\"alice\",\"exp\":" + (System.currentTimeMillis() / 1000 + 36_000)
                + ",\"jti\":\"" + opaque() + "\",\"scope\":\"";
        StringBuilder claims = new StringBuilder(head);
        while (claims.length() < length - 2) {
            claims.append((char) ('a' + random.nextInt(26)));
        }
        return claims.append("\"}").toString();
    }
}
