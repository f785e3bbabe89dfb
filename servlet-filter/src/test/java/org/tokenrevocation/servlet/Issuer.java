package org.tokenrevocation.servlet;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEEncrypter;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.DirectEncrypter;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** Who makes the tokens of a host in denylist mode: ES256, or sealed around such a token. */
final class Issuer {
    final ECKey key = newKey("signing");
    final ECKey sealing = newKey("sealing");
    final SecretKey secret = newSecret();

    private static ECKey newKey(String kid) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(kid).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SecretKey newSecret() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return new SecretKeySpec(bytes, "AES");
    }

    /** One that lives ten minutes. */
    String token() {
        return token(claims().jwtID(UUID.randomUUID().toString()).build());
    }

    /** M10: nothing names this token. */
    String tokenWithoutId() {
        return token(claims().claim("nonce", UUID.randomUUID().toString()).build());
    }

    String tokenUntil(Instant expiry) {
        return token(claims().jwtID(UUID.randomUUID().toString()).expirationTime(Date.from(expiry)).build());
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder().subject("alice").expirationTime(Date.from(Instant.now().plusSeconds(600)));
    }

    private String token(JWTClaimsSet claims) {
        return signed(key, claims);
    }

    /** One that names a key of ours but is signed with another: it looks right and is forged. */
    String forged() {
        return signed(newKey(key.getKeyID()), claims().jwtID(UUID.randomUUID().toString()).build());
    }

    static String signed(ECKey with, JWTClaimsSet claims) {
        SignedJWT jwt = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(with.getKeyID()).build(), claims);
        try {
            jwt.sign(new ECDSASigner(with));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As the load balancer of AWS writes them: with base64's padding, which is signed. */
    String padded(String blanks) {
        String header = "{\"alg\":\"ES256\",\"kid\":\"" + key.getKeyID() + "\"" + blanks + "}";
        String input = padded(Base64URL.encode(header)) + "."
                + padded(Base64URL.encode(claims().jwtID(UUID.randomUUID().toString()).build().toString() + blanks));
        try {
            return input + "." + padded(new ECDSASigner(key)
                    .sign(new JWSHeader(JWSAlgorithm.ES256), input.getBytes(StandardCharsets.US_ASCII)));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String padded(Base64URL segment) {
        String text = segment.toString();
        return text + "=".repeat((4 - text.length() % 4) % 4);
    }

    /** A JWE with an empty key segment: {@code dir} or {@code ECDH-ES} around a signed token. */
    String sealed(JWEAlgorithm algorithm) {
        return sealed(algorithm, token());
    }

    /** The same around this token. */
    String sealed(JWEAlgorithm algorithm, String token) {
        JWEHeader header = new JWEHeader.Builder(algorithm, EncryptionMethod.A256GCM).contentType("JWT").build();
        JWEObject jwe = new JWEObject(header, new Payload(token));
        try {
            JWEEncrypter encrypter = algorithm.equals(JWEAlgorithm.DIR)
                    ? new DirectEncrypter(secret) : new ECDHEncrypter(sealing.toECPublicKey());
            jwe.encrypt(encrypter);
            return jwe.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
