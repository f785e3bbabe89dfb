package org.tokenrevocation.internal.identity;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEEncrypter;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.AESEncrypter;
import com.nimbusds.jose.crypto.DirectEncrypter;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.crypto.RSAEncrypter;
import com.nimbusds.jose.crypto.impl.ECDSA;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** An issuer of random tokens: JWS signed with the JDK, JWE made by nimbus-jose-jwt. */
final class TokenMint {
    static final List<String> SIGNED = List.of("HS256", "RS256", "ES256", "EdDSA");
    static final List<String> ENCRYPTED = List.of("RSA-OAEP", "ECDH-ES", "dir", "A128KW");

    final KeyPair rsa;
    final KeyPair ec;
    final KeyPair ed;
    final SecretKey hmac;
    final SecretKey wrapping;
    final SecretKey direct;

    private final Random random;
    private int minted;

    TokenMint(Random random) throws GeneralSecurityException {
        this.random = random;
        rsa = pair("RSA");
        ed = pair("Ed25519");
        KeyPairGenerator curve = KeyPairGenerator.getInstance("EC");
        curve.initialize(new ECGenParameterSpec("secp256r1"));
        ec = curve.generateKeyPair();
        hmac = new SecretKeySpec(bytes(32), "HmacSHA256");
        wrapping = new SecretKeySpec(bytes(16), "AES");
        direct = new SecretKeySpec(bytes(32), "AES");
    }

    private static KeyPair pair(String algorithm) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        if (algorithm.equals("RSA")) {
            generator.initialize(2048);
        }
        return generator.generateKeyPair();
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    String mint(String algorithm) throws GeneralSecurityException, JOSEException {
        minted++;
        return SIGNED.contains(algorithm) ? signed(algorithm) : encrypted(algorithm);
    }

    private String claims() {
        String claims = "{\"sub\":\"" + Long.toString(random.nextLong(), 36) + "\",\"name\":\"\u00ff\u00fb?>~"
                + "x".repeat(random.nextInt(40)) + "\",\"jti\":\"" + encode(bytes(9)) + "\"}";
        return everyRemainder(claims);
    }

    /** Three tokens in a row differ in length modulo 3, so each number of unused bits is among them. */
    private String everyRemainder(String json) {
        int length = json.getBytes(StandardCharsets.UTF_8).length;
        return json.substring(0, json.length() - 1) + " ".repeat(Math.floorMod(minted - length, 3)) + '}';
    }

    private String signed(String algorithm) throws GeneralSecurityException {
        String type = random.nextBoolean() ? ",\"typ\":\"JWT\"" : "";
        String header = everyRemainder("{\"alg\":\"" + algorithm + "\"" + type + '}');
        String head = encode(header.getBytes(StandardCharsets.UTF_8)) + '.'
                + encode(claims().getBytes(StandardCharsets.UTF_8));
        return head + '.' + encode(sign(algorithm, head.getBytes(StandardCharsets.US_ASCII)));
    }

    private byte[] sign(String algorithm, byte[] head) throws GeneralSecurityException {
        return switch (algorithm) {
            case "HS256" -> {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(hmac);
                yield mac.doFinal(head);
            }
            case "RS256" -> sign("SHA256withRSA", rsa, head);
            case "ES256" -> sign("SHA256withECDSAinP1363Format", ec, head);
            default -> sign("Ed25519", ed, head);
        };
    }

    private static byte[] sign(String scheme, KeyPair pair, byte[] head) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(scheme);
        signature.initSign(pair.getPrivate());
        signature.update(head);
        return signature.sign();
    }

    private String encrypted(String algorithm) throws JOSEException {
        EncryptionMethod method = random.nextBoolean() ? EncryptionMethod.A128CBC_HS256 : EncryptionMethod.A256GCM;
        JWEHeader header = new JWEHeader.Builder(JWEAlgorithm.parse(algorithm), method).build();
        JWEObject object = new JWEObject(header, new Payload(claims()));
        object.encrypt(encrypter(algorithm));
        return object.serialize();
    }

    private JWEEncrypter encrypter(String algorithm) throws JOSEException {
        return switch (algorithm) {
            case "RSA-OAEP" -> new RSAEncrypter((RSAPublicKey) rsa.getPublic());
            case "ECDH-ES" -> new ECDHEncrypter((ECPublicKey) ec.getPublic());
            case "dir" -> new DirectEncrypter(direct);
            default -> new AESEncrypter(wrapping);
        };
    }

    /** An RSA-OAEP token whose encrypted key begins with a zero byte; one in 256 does. */
    String mintWithLeadingZeroInKey() throws JOSEException {
        while (true) {
            String token = encrypted("RSA-OAEP");
            if (decode(token.split("\\.")[1])[0] == 0) {
                return token;
            }
        }
    }

    static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static byte[] decode(String text) {
        return Base64.getUrlDecoder().decode(text);
    }

    /** The other signature that ECDSA accepts for the same content: (r, n − s). */
    byte[] mirrored(byte[] signature) {
        BigInteger n = ((ECPublicKey) ec.getPublic()).getParams().getOrder();
        byte[] s = n.subtract(new BigInteger(1, Arrays.copyOfRange(signature, 32, 64)))
                .toByteArray();
        byte[] mirrored = signature.clone();
        Arrays.fill(mirrored, 32, 64, (byte) 0);
        int length = Math.min(32, s.length);
        System.arraycopy(s, s.length - length, mirrored, 64 - length, length);
        return mirrored;
    }

    /** The same ECDSA signature in ASN.1. */
    static byte[] der(byte[] signature) throws JOSEException {
        return ECDSA.transcodeSignatureToDER(signature);
    }
}
