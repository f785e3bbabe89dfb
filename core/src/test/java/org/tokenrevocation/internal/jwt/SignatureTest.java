package org.tokenrevocation.internal.jwt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tokenrevocation.internal.Ticker;
import org.tokenrevocation.internal.identity.JoseHeader;
import org.tokenrevocation.internal.identity.JoseHeaderJson;
import org.tokenrevocation.internal.identity.TokenIdentity;
import org.tokenrevocation.internal.jwt.Verification.NotJose;
import org.tokenrevocation.internal.jwt.Verification.NotOurs;
import org.tokenrevocation.internal.jwt.Verification.Unavailable;
import org.tokenrevocation.internal.jwt.Verification.Verified;

class SignatureTest {
    private static final RSAKey RSA = Tokens.rsa("r");
    private static final ECKey EC = Tokens.ec(Curve.P_256, "e");
    private static final Verified UNTIL_EXP = new Verified(Optional.of(Instant.ofEpochSecond(Tokens.EXP)));

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256",
        "ES384", "ES512"})
    void verify_eachAlgorithm_genuineIsVerifiedAndForgedIsNot(String name) {
        JWK key = switch (name) {
            case "ES256" -> EC;
            case "ES384" -> Tokens.ec(Curve.P_384, "e");
            case "ES512" -> Tokens.ec(Curve.P_521, "e");
            default -> name.startsWith("HS") ? Tokens.secret(64) : RSA;
        };
        String token = Tokens.signed(key, JWSAlgorithm.parse(name));
        assertEquals(UNTIL_EXP, verify("jwks:" + jwks(key), token));
        assertEquals(new NotOurs(), verify("jwks:" + jwks(key), Tokens.forged(token)));
    }

    @ParameterizedTest
    @CsvSource({"Ed25519,EdDSA", "Ed448,EdDSA", "Ed25519,Ed25519"})
    void verify_edwards_needsNoFurtherLibrary(String curve, String alg) {
        KeyPair keys = Tokens.made(() -> KeyPairGenerator.getInstance(curve).generateKeyPair());
        int rawBytes = curve.equals("Ed448") ? 57 : 32;
        byte[] spki = keys.getPublic().getEncoded();
        String x = Base64URL.encode(Arrays.copyOfRange(spki, spki.length - rawBytes, spki.length)).toString();
        String jwks = "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"" + curve + "\",\"kid\":\"o\",\"x\":\"" + x + "\"}]}";
        String token = Tokens.signedRaw(
                "{\"alg\":\"" + alg + "\",\"kid\":\"o\"}", Tokens.CLAIMS, curve, keys);
        for (String entry : List.of("jwks:" + file(jwks), "pem:" + file(Tokens.pem(keys)))) {
            assertEquals(UNTIL_EXP, verify(entry, token));
            assertEquals(new NotOurs(), verify(entry, Tokens.forged(token)));
        }
    }

    @Test
    void verify_rsaKeyTakenForSecret_isNotOurs() throws Exception {
        String header = "{\"alg\":\"HS256\",\"kid\":\"r\"}";
        String pem = Tokens.pem(RSA.toKeyPair());
        for (byte[] taken : List.of(RSA.toRSAPublicKey().getEncoded(), pem.getBytes(StandardCharsets.UTF_8))) {
            String token = Tokens.hmacSigned(header, Tokens.CLAIMS, taken);
            assertEquals(new NotOurs(), verify("pem:" + file(pem), token));
            assertEquals(new NotOurs(), verify("jwks:" + jwks(RSA), token));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "NONE"})
    void verify_algNone_isNotOurs(String none) {
        String token = Tokens.base64("{\"alg\":\"" + none + "\"}") + "." + Tokens.base64(Tokens.CLAIMS) + ".";
        assertEquals(new NotOurs(), verify("jwks:" + jwks(RSA), token));
        assertEquals(new NotOurs(), verify("jwks:" + jwks(RSA), token + "AAAA"));
    }

    @Test
    void verify_hashOfAnotherCurve_isVerifiedAsSomeLibrariesDo() throws Exception {
        String header = "{\"alg\":\"ES384\",\"kid\":\"e\"}";
        String token = Tokens.signedRaw(header, Tokens.CLAIMS, "SHA384withECDSAinP1363Format", EC.toKeyPair());
        assertEquals(UNTIL_EXP, verify("jwks:" + jwks(EC), token));
    }

    @Test
    void verify_keyInHeader_isNeverFollowed() throws Exception {
        RSAKey own = Tokens.rsa("r");
        try (JwksServer server = new JwksServer(Tokens.jwks(own.toPublicJWK()))) {
            URI url = URI.create(server.url());
            JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("r").jwk(own.toPublicJWK())
                    .jwkURL(url).x509CertURL(url).build();
            assertEquals(new NotOurs(),
                    verify("jwks:" + jwks(RSA), Tokens.signed(own, header, Tokens.CLAIMS)));
            assertEquals(0, server.requests());
        }
    }

    @Test
    void verify_headerThatLibrariesRefuse_isStillVerified() throws Exception {
        for (String header : List.of(
                "{\"alg\":\"RS256\",\"crit\":[\"unheard-of\"],\"unheard-of\":1}",
                "{\"alg\":\"RS256\",\"kid\":\"another\",\"jku\":7,\"typ\":[]}",
                "{\"alg\":\"rs256\"}")) {
            String token = Tokens.signedRaw(header, Tokens.CLAIMS, "SHA256withRSA", RSA.toKeyPair());
            assertEquals(UNTIL_EXP, verify("jwks:" + jwks(RSA), token), header);
        }
    }

    @Test
    void verify_weakKeysThatHostsTake_areVerified() throws Exception {
        String token = Tokens.hmacSigned("{\"alg\":\"HS256\"}", Tokens.CLAIMS, "short".getBytes(StandardCharsets.UTF_8));
        assertEquals(UNTIL_EXP, verify("hmac:" + Tokens.base64("short"), token));
        KeyPairGenerator small = KeyPairGenerator.getInstance("RSA");
        small.initialize(1024);
        KeyPair keys = small.generateKeyPair();
        assertEquals(UNTIL_EXP, verify("pem:" + file(Tokens.pem(keys)),
                Tokens.signedRaw("{\"alg\":\"RS256\"}", Tokens.CLAIMS, "SHA256withRSA", keys)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s=", "%s==", "%s.", "%s..", "%s~", "%s~WyJzYWx0Iiwibi4iXQ~eyJhIjoxfQ.eyJhIjoxfQ.c2ln",
        "%s=.junk", "%s~=", "%s=AAAA", "%s.~", "%s!"})
    void verify_respelledTail_isTheSameToken(String spelling) {
        for (JWK key : List.of(RSA, EC)) {
            String token = Tokens.signed(key, key == RSA ? JWSAlgorithm.RS256 : JWSAlgorithm.ES256);
            assertEquals(UNTIL_EXP, verify("jwks:" + jwks(key), spelling.formatted(token)));
        }
    }

    @Test
    void verify_respelledWithin_isTheSameToken() {
        String token = Tokens.signed(EC, JWSAlgorithm.ES256);
        int begin = token.lastIndexOf('.') + 1;
        String signature = token.substring(begin);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        char last = alphabet.charAt(alphabet.indexOf(signature.charAt(signature.length() - 1)) ^ 1);
        for (String respelled : List.of(
                signature.replace('-', '+').replace('_', '/'),
                signature.substring(0, signature.length() - 1) + last,
                signature.substring(0, 10) + "~" + signature.substring(10),
                signature.substring(0, 10) + "!\n" + signature.substring(10),
                signature.substring(0, 10) + "=" + signature.substring(10))) {
            assertEquals(UNTIL_EXP, verify("jwks:" + jwks(EC), token.substring(0, begin) + respelled));
        }
    }

    @Test
    void verify_otherFormsOfAnEcSignature_areTheSameToken() throws Exception {
        String token = Tokens.signed(EC, JWSAlgorithm.ES256);
        byte[] plain = Tokens.signature(token);
        BigInteger order = EC.toECPublicKey().getParams().getOrder();
        byte[] r = Arrays.copyOfRange(plain, 0, 32);
        BigInteger highS = order.subtract(new BigInteger(1, Arrays.copyOfRange(plain, 32, 64)));
        byte[] s = SignatureSpelling.sized(highS.toByteArray(), 32).orElseThrow();
        for (byte[] form : List.of(
                joined(r, s),
                joined(new byte[] {0}, r, new byte[] {0}, s),
                der(new BigInteger(1, r).toByteArray(), highS.toByteArray()),
                der(joined(new byte[1], r), joined(new byte[2], s)))) {
            assertEquals(UNTIL_EXP, verify("jwks:" + jwks(EC), Tokens.withSignature(token, form)));
        }
        byte[] zeros = new byte[32];
        byte[] n = SignatureSpelling.sized(order.toByteArray(), 32).orElseThrow();
        for (byte[] psychic : List.of(joined(zeros, zeros), joined(n, n), der(new byte[1], new byte[1]), der(n, n))) {
            assertEquals(new NotOurs(), verify("jwks:" + jwks(EC), Tokens.withSignature(token, psychic)));
        }
    }

    @Test
    void verify_rsaSignatureWithOtherLeadingZeros_isTheSameToken() {
        String token = Tokens.signed(RSA, JWSAlgorithm.RS256);
        byte[] longer = joined(new byte[3], Tokens.signature(token));
        assertEquals(UNTIL_EXP, verify("jwks:" + jwks(RSA), Tokens.withSignature(token, longer)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{} | ", "{\"exp\":1700000000} | 1700000000", "{\"exp\":1.7e9} | 1700000000",
        "{\"exp\":1700000000.5} | 1700000001", "{\"exp\":99999999999999999999} | ",
        "{\"exp\":9223372036854775807} | ", "{\"exp\":1e300} | ", "{\"exp\":-5} | ", "{\"exp\":0} | ", "{\"exp\":0.3} | ",
        "{\"exp\":-0.0} | ", "{\"exp\":1e-400} | ", "{\"exp\":1} | 1", "{\"exp\":-9223372036854775} | ",
        "{\"exp\":253402300799} | 253402300799", "{\"exp\":253402300800} | ", "{\"exp\":1700000000000} | ",
        "{\"exp\":17e8,\"exp\":18e8} | ", "{\"exp\":true} | ", "{\"exp\":\"1700000000\"} | ", "{\"exp\":null} | ", "{\"exp\":[1]} | ", "no JSON | ", "[] | ",
        "{\"nbf\":9999999999,\"exp\":1700000000} | 1700000000"})
    void verify_expiryClaim_isReadForgivingly(String claims, Long seconds) throws Exception {
        String token = Tokens.signedRaw("{\"alg\":\"RS256\"}", claims, "SHA256withRSA", RSA.toKeyPair());
        assertEquals(new Verified(Optional.ofNullable(seconds).map(Instant::ofEpochSecond)),
                verify("jwks:" + jwks(RSA), token));
    }

    @Test
    void verify_algorithmThatNoEntryTakes_isNotOurs() {
        assertEquals(new NotOurs(), verify("jwks:" + jwks(RSA) + ";alg=PS256", Tokens.signed(RSA, JWSAlgorithm.RS256)));
    }

    @Test
    void verify_severalEntries_oneIsEnough() {
        OctetSequenceKey secret = Tokens.secret(32);
        String entries = "pem:" + file(Tokens.pem(Tokens.ed25519())) + ",\n hmac:" + secret.getKeyValue() + "\n,jwks:"
                + jwks(RSA) + ",";
        assertEquals(UNTIL_EXP, verify(entries, Tokens.signed(RSA, JWSAlgorithm.RS256)));
        assertEquals(UNTIL_EXP, verify(entries, Tokens.signed(secret, JWSAlgorithm.HS256)));
        assertEquals(new NotOurs(), verify(entries, Tokens.signed(EC, JWSAlgorithm.ES256)));
        assertInstanceOf(Unavailable.class, verify("", Tokens.signed(EC, JWSAlgorithm.ES256)));
    }

    /** Identity calls each a signed token, and hosts take it: a verifier that reads the header otherwise would disown it. */
    @ParameterizedTest
    @ValueSource(strings = {"{\"alg\":\"HS256\",\"enc\":7}", "{\"alg\":\"HS256\",\"enc\":null}",
        "{\"typ\":\"JWT\",\"alg\":\"HS256\",\"typ\":\"JWT\"}", " {\"alg\":\"HS256\",\"n\":1e999}"})
    void verify_headerThatIdentityCallsSigned_isVerifiedAsSigned(String header) {
        OctetSequenceKey secret = Tokens.secret(32);
        String token = Tokens.hmacSigned(header, Tokens.CLAIMS, secret.toByteArray());
        assertEquals(JoseHeader.SIGNED, new TokenIdentity(new JoseHeaderJson()).header(token));
        assertEquals(UNTIL_EXP, verify("hmac:" + secret.getKeyValue(), token));
    }

    /** As the AWS load balancer signs; and as a holder spells a token whose library signs anew what it has decoded. */
    @Test
    void verify_paddedSegments_isTheSameToken() {
        OctetSequenceKey secret = Tokens.secret(32);
        for (String end : List.of("", " ", "  ")) {
            String[] parts = Tokens.hmacSigned("{\"alg\":\"HS256\"" + end + "}", Tokens.CLAIMS + end, secret.toByteArray())
                    .split("\\.");
            String respelled = Tokens.padded(parts[0]) + "." + Tokens.padded(parts[1]) + "." + parts[2];
            assertEquals(UNTIL_EXP, verify("hmac:" + secret.getKeyValue(), respelled), respelled);
            String input = Tokens.padded(parts[0]) + "." + Tokens.padded(parts[1]);
            String signedAsPadded = input + "." + Tokens.padded(Tokens.hmac(input, secret.toByteArray()).toString());
            assertEquals(UNTIL_EXP, verify("hmac:" + secret.getKeyValue(), signedAsPadded), signedAsPadded);
            assertEquals(new NotOurs(), verify("hmac:" + secret.getKeyValue(), input + ".AAAA"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"opaque", "v4.public.abc", "e30.e30.AAAA", "eyJhbGciOjF9.e30.AAAA", ".a.b", "..", "a.b.c",
        "bm8.e30.AA", "eyJhbGciOiJIUzI1NiJ9=.e30.AA", "eyJhbGciOiJIUzI1NiJ9==.e30.AA"})
    void verify_noJoseHeader_isNotJose(String token) {
        assertEquals(new NotJose(), verify("jwks:" + jwks(RSA), token));
    }

    @Test
    void verify_twoSegments_isNotOurs() {
        String head = Tokens.base64("{\"alg\":\"HS256\"}");
        String secret = "hmac:" + Tokens.secret(32).getKeyValue();
        for (String token : List.of(head + ".", head + ".e30", head + ".e30.", head + "..")) {
            assertEquals(new NotOurs(), verify(secret, token));
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

    private static byte[] der(byte[] r, byte[] s) {
        byte[] body = joined(new byte[] {2, (byte) r.length}, r, new byte[] {2, (byte) s.length}, s);
        return joined(new byte[] {0x30, (byte) body.length}, body);
    }

    private static byte[] joined(byte[]... parts) {
        byte[] all = new byte[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }
}
