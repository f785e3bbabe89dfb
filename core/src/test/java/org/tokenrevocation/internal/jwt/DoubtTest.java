package org.tokenrevocation.internal.jwt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tokenrevocation.internal.Ticker;
import org.tokenrevocation.internal.jwt.Verification.NotOurs;
import org.tokenrevocation.internal.jwt.Verification.Unavailable;
import org.tokenrevocation.internal.jwt.Verification.Verified;

/** Where nobody can tell whose token it is, it is never called somebody else's. */
class DoubtTest {
    private static final RSAKey RSA = Tokens.rsa("r");
    private static final ECKey EC = Tokens.ec(Curve.P_256, "e");
    private static final Verified UNTIL_EXP = new Verified(Optional.of(Instant.ofEpochSecond(Tokens.EXP)));

    @TempDir
    private Path folder;

    /** The generator of the curve is a key as good as any; OpenJDK 17 reads it and cannot verify with it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{'alg':'ES256K','kid':'k'} | true", "{'alg':'ES256K'} | true", "{'alg':'ES256K','kid':'gone'} | false",
        "{'alg':'HS256/64','kid':'r'} | false", "{'alg':'ML-DSA-44','kid':'r'} | true", "{'alg':'ML-DSA-44'} | true",
        "{'alg':'RS1','kid':'r'} | true", "{'alg':'RS1','kid':'k'} | false", "{'alg':'','kid':'k'} | true"})
    void verify_algorithmThatCannotBeChecked_isUnavailableIfAKeyMayFit(String header, boolean isUntold) {
        String secp256k1 = "{\"kty\":\"EC\",\"crv\":\"secp256k1\",\"kid\":\"k\",\"x\":\"eb5mfvncu6xVoGKVzocLBwKb_NstzijZWfKBWxb4F5g\","
                + "\"y\":\"SDradyajxGVdpPv8DhEIqP0XtEimhVQZnEfQj_sQ1Lg\"}";
        String file = file("{\"keys\":[" + secp256k1 + "," + RSA.toPublicJWK() + "]}");
        Verification said = verify("jwks:" + file, Tokens.base64(header.replace('\'', '"')) + ".e30.AAAA");
        assertEquals(isUntold ? Unavailable.class : NotOurs.class, said.getClass());
        assertEquals(UNTIL_EXP, verify("jwks:" + file, Tokens.signed(RSA, JWSAlgorithm.RS256)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{'kty':'RSA','kid':'b','e':'AQAB'} | {'alg':'RS256','kid':'b'} | true",
        "{'kty':'RSA','kid':'b','e':'AQAB'} | {'alg':'RS256'} | true",
        "{'kty':'RSA','e':'AQAB'} | {'alg':'RS256','kid':'c'} | true",
        "{'kty':'RSA','kid':'b','e':'AQAB'} | {'alg':'RS256','kid':'c'} | false",
        "{'kty':'RSA','kid':'b','e':'AQAB'} | {'alg':'ES256'} | false",
        "{'kty':'RSA','e':'AQAB'} | {'alg':'ES256','kid':'e'} | false",
        "{'kid':'b'} | {'alg':'RS256'} | true",
        "{'kty':'RSA','x5c':['AAAA']} | {'alg':'RS256'} | true",
        "{'kty':'RSA','x5c':[7]} | {'alg':'RS256'} | true",
        "{'kty':'EC','crv':'P-999','x':'AA','y':'AA'} | {'alg':'ES512'} | true",
        "{'kty':'OKP','crv':'Ed999','x':'AA'} | {'alg':'EdDSA'} | true",
        "{'kty':'OKP','crv':'X25519','x':'AA'} | {'alg':'EdDSA'} | false",
        "{'kty':'AKP','alg':'ML-DSA-44','pub':'AA'} | {'alg':'RS256'} | false",
        "{'kty':'AKP','alg':'ML-DSA-44','pub':'AA'} | {'alg':'ML-DSA-44'} | true"})
    void verify_keyThatCannotBeRead_isUnavailableIfItMayFit(String jwk, String header, boolean isUntold) {
        String file = file("{\"keys\":[" + jwk.replace('\'', '"') + "," + EC.toPublicJWK() + "]}");
        Verification said = verify("jwks:" + file, Tokens.base64(header.replace('\'', '"')) + ".e30."
                + Tokens.base64("0".repeat(64)));
        assertEquals(isUntold ? Unavailable.class : NotOurs.class, said.getClass());
        assertEquals(UNTIL_EXP, verify("jwks:" + file, Tokens.signed(EC, JWSAlgorithm.ES256)));
    }

    @Test
    void verify_keyInItsCertificateAlone_isRead() throws Exception {
        Certificates certificates = new Certificates(folder);
        String jwk = "{\"kty\":\"EC\",\"kid\":\"c\",\"x5c\":[\""
                + Base64.getEncoder().encodeToString(certificates.encoded("good")) + "\"]}";
        String token = Tokens.signedRaw("{\"alg\":\"ES256\",\"kid\":\"c\"}", Tokens.CLAIMS,
                "SHA256withECDSAinP1363Format", certificates.keyPair("good"));
        String entry = "jwks:" + file("{\"keys\":[" + jwk + "]}");
        assertEquals(UNTIL_EXP, verify(entry, token));
        assertEquals(new NotOurs(), verify(entry, Tokens.forged(token)));
    }

    /** Else one anonymous call would cost as many checks as there are keys, twice. */
    @Test
    void verify_kidNamesAKey_noOtherIsTried() {
        RSAKey other = Tokens.rsa("other");
        String token = Tokens.signed(other, new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("r").build(), Tokens.CLAIMS);
        assertEquals(new NotOurs(), verify("jwks:" + jwks(RSA, other), token));
        String unnamed = Tokens.signed(other, new JWSHeader(JWSAlgorithm.RS256), Tokens.CLAIMS);
        assertEquals(UNTIL_EXP, verify("jwks:" + jwks(RSA, other), unnamed));
    }

    @Test
    void verify_moreKeysThanTheWorkOfOneCall_isUnavailableUnlessKidNamesIt() {
        ECKey[] keys = IntStream.range(0, 9).mapToObj(i -> Tokens.ec(Curve.P_256, "e" + i)).toArray(ECKey[]::new);
        String entry = "jwks:" + jwks(keys);
        assertEquals(UNTIL_EXP, verify(entry, Tokens.signed(keys[8], JWSAlgorithm.ES256)));
        JWSHeader unnamed = new JWSHeader(JWSAlgorithm.ES256);
        assertEquals(UNTIL_EXP, verify(entry, Tokens.signed(keys[7], unnamed, Tokens.CLAIMS)));
        assertInstanceOf(Unavailable.class, verify(entry, Tokens.signed(keys[8], unnamed, Tokens.CLAIMS)));
    }

    @Test
    void verify_encThatIsNoString_isASignedToken() throws Exception {
        for (String enc : List.of("null", "7")) {
            String token = Tokens.signedRaw("{\"alg\":\"RS256\",\"enc\":" + enc + "}", Tokens.CLAIMS, "SHA256withRSA",
                    RSA.toKeyPair());
            assertEquals(UNTIL_EXP, verify("jwks:" + jwks(RSA), token));
        }
    }

    private String jwks(JWK... keys) {
        return file("{\"keys\":[" + String.join(",", Arrays.stream(keys).map(JWK::toString).toList()) + "]}");
    }

    private String file(String content) {
        try {
            return Files.writeString(Files.createTempFile(folder, "keys", ""), content).toString();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Verification verify(String setting, String token) {
        try (JwtVerifier keys = JwtVerifier.open(
                "test", setting, Duration.ofHours(1), Duration.ofSeconds(5), Ticker.SYSTEM)) {
            return keys.verify(token);
        }
    }
}
