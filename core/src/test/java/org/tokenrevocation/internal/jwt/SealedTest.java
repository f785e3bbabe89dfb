package org.tokenrevocation.internal.jwt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.nimbusds.jose.CompressionAlgorithm;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEEncrypter;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.AESEncrypter;
import com.nimbusds.jose.crypto.DirectEncrypter;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.crypto.RSAEncrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tokenrevocation.internal.Ticker;
import org.tokenrevocation.internal.jwt.Verification.Misaddressed;
import org.tokenrevocation.internal.jwt.Verification.NotOurs;
import org.tokenrevocation.internal.jwt.Verification.Unavailable;
import org.tokenrevocation.internal.jwt.Verification.Verified;

class SealedTest {
    private static final Verified UNTIL_EXP = new Verified(Optional.of(Instant.ofEpochSecond(Tokens.EXP)));
    private static final OctetSequenceKey SECRET = Tokens.secret(16);
    private static final RSAKey RSA = Tokens.rsa("r");
    private static final ECKey EC = Tokens.ec(Curve.P_256, "e");
    private static final RSAKey SIGNER = Tokens.rsa("s");
    private static final String NESTED = Tokens.signed(SIGNER, JWSAlgorithm.RS256);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"dir", "A128KW", "A128GCMKW"})
    void verify_sealedWithSharedSecret_isProof(String algorithm) throws Exception {
        String token = sealed(algorithm, Tokens.CLAIMS);
        String entry = "hmac:" + SECRET.getKeyValue();
        assertEquals(UNTIL_EXP, verify(entry, token));
        assertEquals(UNTIL_EXP, verify(entry + ";issuer=https://issuer.example;alg=" + algorithm, token));
        assertEquals(new Misaddressed(), verify(entry + ";issuer=other", token));
        assertEquals(new NotOurs(), verify(entry, Tokens.forged(token)));
        assertEquals(new NotOurs(), verify("hmac:" + Tokens.secret(17).getKeyValue(), token));
        assertInstanceOf(Unavailable.class, verify("jwks:" + jwks(), token));
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA-OAEP", "RSA-OAEP-256", "ECDH-ES", "ECDH-ES+A128KW"})
    void verify_sealedWithPublicKey_theSignatureInsideDecides(String algorithm) throws Exception {
        String keys = "jwks:" + jwks();
        assertEquals(UNTIL_EXP, verify(keys + ",pem:" + signer(), sealed(algorithm, NESTED)));
        assertEquals(new NotOurs(), verify(keys, sealed(algorithm, NESTED)));
        assertEquals(new NotOurs(), verify(keys + ",pem:" + signer(), sealed(algorithm, Tokens.forged(NESTED))));
        assertInstanceOf(Unavailable.class, verify(keys, sealed(algorithm, Tokens.CLAIMS)));
        assertInstanceOf(Unavailable.class, verify("pem:" + signer(), sealed(algorithm, NESTED)));
        assertInstanceOf(Unavailable.class, verify("", sealed(algorithm, NESTED)));
        assertEquals(new NotOurs(), verify(keys, Tokens.forged(sealed(algorithm, NESTED))));
    }

    @Test
    void verify_privateKeyInPem_opens() throws Exception {
        Path rsa = file(Tokens.pem("PRIVATE KEY", RSA.toRSAPrivateKey().getEncoded()));
        Path ec = file(Tokens.pem("PRIVATE KEY", EC.toECPrivateKey().getEncoded()));
        String entries = "pem:" + rsa + ",pem:" + ec + ",pem:" + signer();
        assertEquals(UNTIL_EXP, verify(entries, sealed("RSA-OAEP-256", NESTED)));
        assertEquals(UNTIL_EXP, verify(entries, sealed("ECDH-ES", NESTED)));
    }

    @Test
    void verify_respelledSealedToken_isTheSameToken() throws Exception {
        String entries = "hmac:" + SECRET.getKeyValue() + ",jwks:" + jwks() + ",pem:" + signer();
        for (String algorithm : List.of("dir", "ECDH-ES")) {
            String token = sealed(algorithm, algorithm.equals("dir") ? Tokens.CLAIMS : NESTED);
            assertEquals(UNTIL_EXP, verify(entries, token.replaceFirst("\\.\\.", ".c3R1ZmY.")));
            assertEquals(UNTIL_EXP, verify(entries, token + "=="));
            assertEquals(UNTIL_EXP, verify(entries, token + "."));
        }
        String[] parts = sealed("RSA-OAEP-256", NESTED).split("\\.");
        byte[] longer = joinedZero(Tokens.signature("." + parts[1]));
        parts[1] = Tokens.withSignature(".", longer).substring(1);
        assertEquals(UNTIL_EXP, verify(entries, String.join(".", parts)));
    }

    @Test
    void verify_unsupportedEncryption_isUnavailableNotForeign() throws Exception {
        for (String header : List.of("{\"alg\":\"dir\",\"enc\":\"XC20P\"}", "{\"alg\":\"PBES2-HS256+A128KW\",\"enc\":"
                + "\"A128GCM\",\"p2s\":\"AAAAAAAAAAA\",\"p2c\":2000000000}")) {
            String token = Tokens.base64(header) + ".AAAA.AAAA.AAAA.AAAA";
            assertInstanceOf(Unavailable.class, verify("hmac:" + SECRET.getKeyValue(), token));
            assertInstanceOf(Unavailable.class, verify("pem:" + signer(), token));
        }
    }

    @Test
    void verify_privateKeyThatCannotBeRead_isUnavailableNotForeign() throws Exception {
        String x25519 = "{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\"AA\",\"d\":\"AA\"}";
        String entry = "jwks:" + file("{\"keys\":[" + x25519 + "," + RSA + "," + EC + "]}");
        assertInstanceOf(Unavailable.class, verify(entry, Tokens.forged(sealed("ECDH-ES", NESTED))));
        assertEquals(new NotOurs(), verify(entry, Tokens.forged(sealed("RSA-OAEP-256", NESTED))));
    }

    @Test
    void verify_kidOfAnotherKey_stillOpensBecauseWhoeverSealsWritesIt() throws Exception {
        RSAKey other = Tokens.rsa("other");
        JWEObject token = new JWEObject(new JWEHeader.Builder(JWEAlgorithm.RSA_OAEP_256, EncryptionMethod.A128GCM)
                .keyID("other").build(), new Payload(NESTED));
        token.encrypt(new RSAEncrypter(RSA));
        String entry = "jwks:" + file("{\"keys\":[" + RSA + "," + other + "]}");
        assertEquals(UNTIL_EXP, verify(entry + ",pem:" + signer(), token.serialize()));
    }

    @Test
    void verify_compressed_opensOnlyWhereTheEntryAsksForItAndWithinBounds() throws Exception {
        String keys = "jwks:" + jwks();
        String signer = ",pem:" + signer();
        String small = zipped(NESTED);
        assertInstanceOf(Unavailable.class, verify(keys + signer, small));
        assertInstanceOf(Unavailable.class, verify(keys + ";zip=false" + signer, small));
        assertEquals(UNTIL_EXP, verify(keys + ";zip=true" + signer, small));
        for (String inside : List.of(" ".repeat(Decryption.MAX_INFLATED_BYTES) + NESTED, " ".repeat(10_000_000))) {
            assertInstanceOf(Unavailable.class, verify(keys + ";zip=true" + signer, zipped(inside)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "....", ".A.A.A.A", ".AAAA.AAAA.AAAA", ".AAAA.AAAA.AAAA.AAAA"})
    void verify_brokenSealedToken_isNotOurs(String tail) throws Exception {
        String entries = "hmac:" + SECRET.getKeyValue() + ",jwks:" + jwks();
        for (String algorithm : List.of("dir", "A128KW", "RSA-OAEP", "ECDH-ES")) {
            String header = Tokens.base64("{\"alg\":\"" + algorithm + "\",\"enc\":\"A128GCM\",\"epk\":7}");
            assertEquals(new NotOurs(), verify(entries, header + "." + tail));
        }
    }

    private static byte[] joinedZero(byte[] number) {
        byte[] longer = new byte[number.length + 1];
        System.arraycopy(number, 0, longer, 1, number.length);
        return longer;
    }

    private static String sealed(String algorithm, String content) throws Exception {
        JWEEncrypter encrypter = algorithm.equals("dir") ? new DirectEncrypter(SECRET)
                : algorithm.startsWith("RSA") ? new RSAEncrypter(RSA)
                : algorithm.startsWith("ECDH") ? new ECDHEncrypter(EC) : new AESEncrypter(SECRET);
        JWEObject token = new JWEObject(
                new JWEHeader(JWEAlgorithm.parse(algorithm), EncryptionMethod.A128GCM), new Payload(content));
        token.encrypt(encrypter);
        return token.serialize();
    }

    private static String zipped(String content) throws Exception {
        JWEObject token = new JWEObject(new JWEHeader.Builder(JWEAlgorithm.RSA_OAEP_256, EncryptionMethod.A128GCM)
                .compressionAlgorithm(CompressionAlgorithm.DEF).build(), new Payload(content));
        token.encrypt(new RSAEncrypter(RSA));
        return token.serialize();
    }

    private Path signer() throws Exception {
        return file(Tokens.pem(SIGNER.toKeyPair()));
    }

    private Path jwks() throws IOException {
        return file("{\"keys\":[" + RSA + "," + EC + "]}");
    }

    private Path file(String content) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "keys", ""), content);
    }

    private static Verification verify(String setting, String token) {
        try (JwtVerifier keys = JwtVerifier.open(
                "test", setting, Duration.ofHours(1), Duration.ofSeconds(5), Ticker.SYSTEM)) {
            return keys.verify(token);
        }
    }
}
