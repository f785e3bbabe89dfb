package org.tokenrevocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tokenrevocation.internal.identity.IsolatedLibrary.call;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.Signature;
import java.text.ParseException;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tokenrevocation.internal.identity.IsolatedLibrary;
import org.tokenrevocation.testing.Await;
import org.tokenrevocation.testing.RedisServer;
import redis.clients.jedis.RedisClient;

/** Odd tokens that a real library accepts: a revocation that succeeds ends them, whatever they say. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokenShapesIT {
    private static final String REVOKED = "token-revocation:{denylist}:revoked";
    private static final String HEADER = "{\"alg\":\"RS256\",\"kid\":\"r\"}";

    private final RedisServer redis = RedisServer.launch();
    private final RedisClient jedis = redis.client();
    private RSAKey key;
    private TokenRevocation one;
    private TokenRevocation other;

    @BeforeAll
    void open(@TempDir Path folder) throws Exception {
        key = new RSAKeyGenerator(2048).keyID("r").generate();
        Path set = Files.writeString(folder.resolve("jwks"), new JWKSet(key).toString());
        one = node("one", "jwks:" + set);
        other = node("other", "jwks:" + set);
        Await.untilUp(one);
        Await.untilUp(other);
    }

    private TokenRevocation node(String name, String jwtKeys) {
        return TokenRevocation.open(name, Settings.builder().set("redis-url", redis.url()).set("mode", "denylist")
                .set("jwt-keys", jwtKeys).set("accept-unverified", "anonymous").set("effect-bound", "5ms").build());
    }

    @AfterAll
    void close() {
        one.close();
        other.close();
        jedis.close();
        redis.close();
    }

    /** Keycloak takes what it reads as 0 for "never"; milliseconds since 1970 wrap around in Nimbus and jjwt. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "keycloak | {'alg':'RS256','kid':'r'} | {'exp':0}",
        "keycloak | {'alg':'RS256','kid':'r'} | {'exp':0.3}",
        "keycloak | {'alg':'RS256','kid':'r'} | {'exp':'0'}",
        "keycloak | {'alg':'RS256','kid':'r'} | {'exp':null}",
        "keycloak | {'typ':'JWT','alg':'RS256','kid':'r','typ':'JWT'} | {'exp':4000000000}",
        "fusionauth | {'typ':'JWT','alg':'RS256','kid':'r','typ':'JWT'} | {'exp':4000000000}",
        "fusionauth | {'alg':'RS256','kid':'r'} | {'exp':4000000000000}",
        "nimbus | {'alg':'RS256','kid':'r'} | {'exp':-18446740073709551}",
        "nimbus | {'alg':'RS256','kid':'r'} | {'exp':4000000000000}",
        "jjwt | {'alg':'RS256','kid':'r'} | {'exp':-18446740073709551}",
        "jjwt | {'alg':'RS256','kid':'r'} | {}"})
    void revoke_oddTokenThatALibraryAccepts_refusedEverywhere(String library, String header, String claims) throws Exception {
        String token = signed(header.replace('\'', '"'), claims.replace('\'', '"').replace("}", ",\"jti\":\""
                + library + header.length() + "\"}").replace("{,", "{"));
        assertTrue(accepts(library, token), library);
        assertEquals(Verdict.LIVE, other.verdict(token));
        one.revoke(token);
        assertEquals(Verdict.REVOKED, other.verdict(token));
    }

    @Test
    void revoke_expiryBeyondTheLongestLife_keptUntilThenAndCountedAsWithoutExpiry() throws Exception {
        long before = withoutExpiry();
        one.revoke(signed(HEADER, "{\"exp\":" + Instant.now().plusSeconds(24 * 3600).getEpochSecond() + "}"));
        assertEquals(before, withoutExpiry());
        one.revoke(signed(HEADER, "{\"exp\":" + Instant.now().plusSeconds(25 * 3600).getEpochSecond() + "}"));
        one.revoke(signed(HEADER, "{\"exp\":\"" + Instant.now().getEpochSecond() + "\"}"));
        one.revoke(signed(HEADER, "{\"sub\":\"for ever\"}"));
        assertEquals(before + 3, withoutExpiry());
    }

    private long withoutExpiry() {
        return one.health().counters().get("revocations.without-expiry");
    }

    /** {@code accept-unverified} is set here. */
    @ParameterizedTest
    @ValueSource(strings = {HEADER, "{\"typ\":\"JWT\",\"alg\":\"RS256\",\"kid\":\"r\",\"typ\":\"JWT\"}"})
    void revoke_wrongSignature_notRecorded(String header) throws Exception {
        long before = jedis.zcard(REVOKED);
        String token = signed(header, "{\"sub\":\"forged\"}");
        one.revoke(token.substring(0, token.lastIndexOf('.') + 1) + Base64URL.encode(new byte[256]));
        assertEquals(before, jedis.zcard(REVOKED));
        assertEquals(Verdict.LIVE, other.verdict(token));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"alg\":\"ML-DSA-44\",\"kid\":\"r\"}", "{\"alg\":\"RS256\",\"alg\":\"ES256\",\"kid\":\"r\"}",
        "{\"alg\":\"RSA-OAEP\",\"kid\":\"gone\",\"enc\":\"A128GCM\",\"zip\":\"DEF\"}"})
    void revoke_tokenThatCannotBeChecked_failsAndIsNotRecorded(String header) {
        long before = jedis.zcard(REVOKED);
        String token = Base64URL.encode(header) + ".e30.AAAA.AAAA.AAAA";
        assertThrows(RevocationUnavailableException.class, () -> one.revoke(token));
        assertEquals(before, jedis.zcard(REVOKED));
    }

    private String signed(String header, String claims) throws Exception {
        String input = Base64URL.encode(header) + "." + Base64URL.encode(claims);
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(key.toPrivateKey());
        signature.update(input.getBytes(StandardCharsets.US_ASCII));
        return input + "." + Base64URL.encode(signature.sign());
    }

    private boolean accepts(String library, String token) throws Exception {
        PublicKey publicKey = key.toPublicKey();
        return switch (library) {
            case "nimbus" -> nimbusAccepts(token);
            case "keycloak" -> isolated("keycloak", token, keycloak -> {
                Class<?> type = keycloak.create("org.keycloak.representations.AccessToken").getClass();
                Object verifier = keycloak.callStatic("org.keycloak.TokenVerifier", "create", token, type);
                call(call(verifier, "publicKey", publicKey), "verify");
                return (boolean) call(call(verifier, "getToken"), "isActive");
            });
            case "fusionauth" -> isolated("fusionauth-jwt", token, fusionauth -> {
                Object verifier = fusionauth.callStatic("io.fusionauth.jwt.rsa.RSAVerifier", "newVerifier", publicKey);
                Object decoder = fusionauth.callStatic("io.fusionauth.jwt.domain.JWT", "getDecoder");
                return call(decoder, "decode", token, Map.of("r", verifier)) != null;
            });
            default -> isolated("jjwt-0.12", token, jjwt -> {
                Object builder = jjwt.callStatic("io.jsonwebtoken.Jwts", "parser");
                Object parser = call(call(builder, "verifyWith", publicKey), "build");
                return call(parser, "parseSignedClaims", token) != null;
            });
        };
    }

    private boolean nimbusAccepts(String token) throws ParseException, JOSEException {
        DefaultJWTProcessor<SecurityContext> host = new DefaultJWTProcessor<>();
        host.setJWSKeySelector(
                new JWSVerificationKeySelector<>(JWSAlgorithm.RS256, new ImmutableJWKSet<>(new JWKSet(key))));
        try {
            return host.process(token, null) != null;
        } catch (BadJOSEException e) {
            // Refused, then.
            return false;
        }
    }

    /** How a library judges the token. */
    @FunctionalInterface
    private interface Host {
        boolean accepts(IsolatedLibrary library) throws ReflectiveOperationException;
    }

    private static boolean isolated(String folder, String token, Host host) throws Exception {
        try (IsolatedLibrary library = new IsolatedLibrary(folder)) {
            return library.accepts(candidate -> host.accepts(library), token);
        }
    }
}
