package org.tokenrevocation.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.Base64URL;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tokenrevocation.testing.RedisServer;

/**
 * Conformance M: one spelling is revoked, another is presented, over real HTTP, to hosts that validate with the libraries
 * that existing applications carry. Each case first shows that the library alone accepts the spelling.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SpellingIT {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static final BigInteger ORDER =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

    @TempDir
    private static Path folder;

    private final RedisServer redis = RedisServer.launch();
    private final Issuer issuer = new Issuer();
    private HostLibraries libraries;
    private DenylistHost one;
    private DenylistHost other;

    @BeforeAll
    void start() throws IOException {
        Path keys = Files.writeString(folder.resolve("keys.json"),
                new JWKSet(List.of(issuer.key.toPublicJWK(), issuer.sealing)).toString(false));
        String jwtKeys = "jwks:" + keys + ",hmac:" + Base64URL.encode(issuer.secret.getEncoded());
        libraries = HostLibraries.of(issuer);
        Map<String, String> unverified = Map.of("accept-unverified", "anonymous");
        one = new DenylistHost(redis.url(), jwtKeys, libraries, unverified).awaitUp();
        other = new DenylistHost(redis.url(), jwtKeys, libraries, unverified).awaitUp();
    }

    @AfterAll
    void stop() {
        one.close();
        other.close();
        libraries.close();
        redis.close();
    }

    private static String respelled(String rule, String token) {
        return switch (rule) {
            case "unused bits" -> withUnusedBits(token);
            case "one =" -> token + "=";
            case "two =" -> token + "==";
            case "n-s" -> mirrored(token);
            case "unused bits and =" -> withUnusedBits(token) + "==";
            case "dot" -> token + ".";
            case "two dots" -> token + "..";
            default -> throw new IllegalArgumentException(rule);
        };
    }

    /** 64 bytes take 86 characters: the last has four bits to spare. */
    private static String withUnusedBits(String token) {
        int last = ALPHABET.indexOf(token.charAt(token.length() - 1));
        return token.substring(0, token.length() - 1) + ALPHABET.charAt(last ^ 5);
    }

    /** ECDSA's other signature for the same content: (r, n - s). */
    private static String mirrored(String token) {
        int dot = token.lastIndexOf('.') + 1;
        byte[] signature = new Base64URL(token.substring(dot)).decode();
        byte[] s = ORDER.subtract(new BigInteger(1, Arrays.copyOfRange(signature, 32, 64))).toByteArray();
        Arrays.fill(signature, 32, 64, (byte) 0);
        int length = Math.min(32, s.length);
        System.arraycopy(s, s.length - length, signature, 64 - length, length);
        return token.substring(0, dot) + Base64URL.encode(signature);
    }

    /** M1, M2, M11: what the libraries accept (java-jwt wants its padding complete). The living token passes in the same spelling, so it is no accident. */
    @ParameterizedTest
    @CsvSource({
        "java-jwt,unused bits", "nimbus,unused bits", "jose4j,unused bits", "jjwt,unused bits",
        "nimbus,one =", "jose4j,one =", "jjwt,one =",
        "java-jwt,two =", "nimbus,two =", "jose4j,two =", "jjwt,two =",
        "java-jwt,n-s", "nimbus,n-s", "jose4j,n-s", "jjwt,n-s",
        "nimbus,unused bits and =", "jose4j,unused bits and ="
    })
    void call_otherSpellingOfRevokedToken_refused(String library, String rule) {
        String token = issuer.token();
        String spelling = respelled(rule, token);
        assertEquals(200, other.call("/api/" + library, spelling), "a living token passes in this spelling");
        assertEquals(200, one.revoke(token).status());
        assertEquals(200, other.call("/open/" + library, spelling), "the library alone accepts it");
        assertEquals(401, other.call("/api/" + library, spelling));
        assertEquals(401, other.callByQuery("/api/" + library, spelling));
        assertEquals(401, other.callByCookie("/api/" + library, spelling));
        assertEquals(401, other.call("/api/" + library, token));
    }

    /** M11 the other way round: the spelling is revoked, the token presented. */
    @ParameterizedTest
    @ValueSource(strings = {"unused bits", "one =", "two =", "n-s"})
    void call_tokenWhoseOtherSpellingWasRevoked_refused(String rule) {
        String token = issuer.token();
        assertEquals(200, one.revoke(respelled(rule, token)).status());
        for (String library : List.of("java-jwt", "nimbus", "jose4j", "jjwt")) {
            assertEquals(200, other.call("/open/" + library, token));
            assertEquals(401, other.call("/api/" + library, token));
        }
    }

    /** M3: java-jwt 3 forgives dots behind the signature. */
    @ParameterizedTest
    @ValueSource(strings = {"dot", "two dots"})
    void call_revokedTokenWithTrailingDots_refused(String rule) {
        String token = issuer.token();
        assertEquals(200, one.revoke(token).status());
        assertEquals(200, other.call("/open/java-jwt-3", respelled(rule, token)), "the library alone accepts it");
        assertRefused(other.call("/api/java-jwt-3", respelled(rule, token)));
    }

    /** M4: an empty key segment authenticates nothing, so bytes in it change nothing; nimbus alone minds, with dir. */
    @ParameterizedTest
    @CsvSource({"nimbus,dir", "nimbus,ECDH-ES", "jose4j,dir", "jose4j,ECDH-ES"})
    void call_revokedJweWithBytesInEmptyKey_refused(String library, String algorithm) {
        String path = library + "-" + algorithm;
        String token = issuer.sealed(JWEAlgorithm.parse(algorithm));
        assertEquals(200, other.call("/api/" + path, token), "a living one passes");
        assertEquals(200, one.revoke(token).status());
        assertEquals(401, other.call("/api/" + path, token));
        boolean isForgiven = false;
        for (String bytes : List.of("AAAA", "AA", "x", "====")) {
            String spelling = token.replaceFirst("\\.\\.", "." + bytes + ".");
            isForgiven |= other.call("/open/" + path, spelling) == 200;
            assertRefused(other.call("/api/" + path, spelling));
        }
        assertEquals(!path.equals("nimbus-dir"), isForgiven, "the library alone accepts such bytes");
    }

    /** Whoever holds a token can seal it anew, and a host that takes sealed ones takes that one too. */
    @ParameterizedTest
    @ValueSource(strings = {"nimbus", "jose4j"})
    void call_revokedTokenSealedAfresh_refused(String library) {
        String path = library + "-ECDH-ES";
        String token = issuer.token();
        String early = issuer.sealed(JWEAlgorithm.ECDH_ES, token);
        assertEquals(200, other.call("/api/" + path, early), "a living one passes");
        assertEquals(200, one.revoke(token).status());
        String fresh = issuer.sealed(JWEAlgorithm.ECDH_ES, token);
        assertEquals(200, other.call("/open/" + path, fresh), "the library alone accepts it");
        assertEquals(401, other.call("/api/" + path, fresh));
        assertEquals(401, other.callByQuery("/api/" + path, fresh));
        assertEquals(401, other.call("/api/" + path, early));
    }

    /** The other way round. */
    @ParameterizedTest
    @ValueSource(strings = {"nimbus", "jose4j"})
    void call_tokenWhoseSealingWasRevoked_refused(String library) {
        String token = issuer.token();
        assertEquals(200, one.revoke(issuer.sealed(JWEAlgorithm.ECDH_ES, token)).status());
        assertEquals(200, other.call("/open/" + library, token), "the library alone accepts it");
        assertEquals(401, other.call("/api/" + library, token));
        assertEquals(401, other.call("/api/" + library + "-ECDH-ES", issuer.sealed(JWEAlgorithm.ECDH_ES, token)));
    }

    /** Base64's padding in every segment, as the load balancer of AWS writes it, with the default settings. */
    @ParameterizedTest
    @CsvSource({"java-jwt,''", "java-jwt,' '", "java-jwt,'  '", "nimbus,' '", "jose4j,' '", "jjwt,' '"})
    void call_paddedToken_isJudgedAsTheTokenItIs(String library, String blanks) {
        String token = issuer.padded(blanks);
        assertEquals(200, other.call("/open/" + library, token), "the library alone accepts it");
        assertEquals(200, other.call("/api/" + library, token), "a living one passes");
        assertEquals(200, one.revoke(token).status());
        assertEquals(401, other.call("/api/" + library, token));
        assertEquals(401, other.callByQuery("/api/" + library, token));
        assertEquals(401, other.callByCookie("/api/" + library, token));
        assertEquals(401, other.call("/api/opaque", token.replace("=", "")), "the same token to whoever skips padding");
    }

    /** M7: jjwt 0.9 forgives blanks around the dots, wherever the token is carried. */
    @ParameterizedTest
    @CsvSource({"' . ',' .'", "'. ',.", "' .',' .'", "'\t.\t','\t.'"})
    void call_revokedTokenWithBlanksAroundDots_refused(String first, String second) {
        String token = issuer.token();
        assertEquals(200, one.revoke(token).status());
        String[] parts = token.split("[.]");
        String spelling = parts[0] + first + parts[1] + second + parts[2];
        assertEquals(200, other.call("/open/jjwt-0.9", spelling), "the library alone accepts it");
        assertEquals(200, other.callByQuery("/open/jjwt-0.9", spelling), "the library alone accepts it");
        assertRefused(other.call("/api/jjwt-0.9", spelling));
        assertRefused(other.callByQuery("/api/jjwt-0.9", spelling));
        for (String cookie : List.of(spelling, '"' + spelling + '"')) {
            // A cookie with a tab never reaches the application: the container drops it.
            boolean isDropped = cookie.contains("\t") && other.callByCookie("/open/jjwt-0.9", cookie) == 403;
            int status = other.callByCookie("/api/jjwt-0.9", cookie);
            assertTrue(isDropped ? status != 200 : status == 400 || status == 401, cookie + " status " + status);
        }
    }

    /** M8: what hangs on an SD-JWT is the holder's choice; the issuer's token is what was revoked. */
    @Test
    void call_revokedSdJwtWithOtherDisclosures_refused() {
        String token = issuer.token();
        String disclosure = Base64URL.encode("[\"salt\",\"name\",\"alice\"]").toString();
        String binding = issuer.token();
        assertEquals(200, other.call("/api/sd-jwt", token + "~" + disclosure + "~"));
        assertEquals(200, one.revoke(token + "~" + disclosure + "~").status());
        for (String tail : List.of("~", "~" + disclosure + "~", "~x~y~", "~" + disclosure + "~" + binding, "")) {
            assertEquals(200, other.call("/open/sd-jwt", token + tail), "the library alone accepts it");
            assertEquals(401, other.call("/api/sd-jwt", token + tail));
        }
        assertEquals(200, other.call("/api/nimbus", binding), "the key binding token is another one");
    }

    /** M9: PASETOs begin alike; each is one token. */
    @Test
    void call_pasetoWithTheHeadOfARevokedOne_lives() {
        String revoked = "v4.public." + Base64URL.encode("{\"sub\":\"alice\",\"n\":1}" + "s".repeat(64));
        String neighbour = "v4.public." + Base64URL.encode("{\"sub\":\"alice\",\"n\":2}" + "s".repeat(64));
        assertEquals(200, one.revoke(revoked).status());
        assertEquals(401, other.call("/api/opaque", revoked));
        assertEquals(200, other.call("/api/opaque", neighbour));
        assertEquals(401, other.call("/api/opaque", revoked + "="), "java.util.Base64 would forgive it");
    }

    /** The signature's bytes can be chosen anew, by the holder (ECDSA's n - s) or with each signing. */
    @Test
    void call_revokedPasetoWithAnotherSignature_refused() {
        String message = "{\"sub\":\"alice\",\"n\":\"" + issuer.token().length() + "\"}";
        assertEquals(200, one.revoke("v3.public." + Base64URL.encode(message + "s".repeat(96)) + ".Zm9v").status());
        assertEquals(401, other.call("/api/opaque", "v3.public." + Base64URL.encode(message + "t".repeat(96)) + ".Zm9v"));
        assertEquals(200, other.call("/api/opaque", "v3.public." + Base64URL.encode(message + "t".repeat(96)) + ".Zm9w"));
        assertEquals(200, other.call("/api/opaque", "v3.public." + Base64URL.encode("{}" + "s".repeat(96)) + ".Zm9v"));
    }

    /** M10. */
    @ParameterizedTest
    @ValueSource(strings = {"java-jwt", "nimbus", "jose4j", "jjwt"})
    void call_revokedTokenWithoutJti_refused(String library) {
        String token = issuer.tokenWithoutId();
        String neighbour = issuer.tokenWithoutId();
        assertEquals(200, other.call("/api/" + library, token));
        assertEquals(200, one.revoke(token).status());
        assertEquals(200, other.call("/open/" + library, token));
        assertEquals(401, other.call("/api/" + library, token));
        assertEquals(200, other.call("/api/" + library, neighbour));
    }

    private static void assertRefused(int status) {
        assertTrue(status == 400 || status == 401, "status " + status);
    }
}
