package org.tokenrevocation.internal.jwt;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.RSAKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tokenrevocation.internal.Ticker;
import org.tokenrevocation.internal.jwt.Verification.Verified;

/** Whatever is posted gets an answer, and nothing but the issuer's own tokens verifies. */
class JunkTest {
    private static final String CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/=";
    private static final int ROUNDS = 20_000;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void verify_mutatedSignedPart_neverVerifiesNorThrows(long seed) throws Exception {
        RSAKey key = Tokens.rsa("r");
        Path file = Files.writeString(folder.resolve("jwks"), "{\"keys\":[" + key + "]}");
        String token = Tokens.signed(key, JWSAlgorithm.RS256);
        Random random = new Random(seed);
        try (JwtVerifier keys = open("jwks:" + file + ",hmac:" + Tokens.secret(16).getKeyValue())) {
            assertTrue(keys.verify(token) instanceof Verified);
            for (int i = 0; i < ROUNDS; i++) {
                int at = random.nextInt(token.lastIndexOf('.'));
                char other = CHARACTERS.charAt(random.nextInt(CHARACTERS.length()));
                String mutated = token.substring(0, at) + other + token.substring(at + random.nextInt(2));
                assertTrue(mutated.equals(token) || !(keys.verify(mutated) instanceof Verified), mutated);
            }
        }
    }

    @Test
    void verify_hostileJson_getsAnAnswer() {
        String nested = "[".repeat(5_500);
        List<String> headers = List.of("{\"alg\":\"HS256\",\"x\":" + nested, "{\"alg\":\"HS256\",\"x\":" + nested
                + "]".repeat(5_500) + "}", "{\"alg\":\"HS256\",\"alg\":\"RS256\"}", "{\"alg\":\"HS256\",\"n\":1e9999999}",
                "{\"alg\":\"HS256\",\"kid\":7,\"enc\":7}", "{\"alg\":\"dir\",\"enc\":null}", "{\"alg\":\"\"}",
                "{\"alg\":\"dir\",\"enc\":\"A128GCM\",\"zip\":7}", "{\"alg\":\"ECDH-ES\",\"enc\":\"A128GCM\",\"epk\":{}}",
                "{\"alg\":\"HS256\"} x", "null", "", "{\"alg\":\"A128GCMKW\",\"enc\":\"A128GCM\",\"iv\":7,\"tag\":[]}");
        try (JwtVerifier keys = open("hmac:" + Tokens.secret(16).getKeyValue())) {
            for (String header : headers) {
                for (String payload : headers) {
                    String token = Tokens.base64(header) + "." + Tokens.base64(payload) + ".AAAA.AAAA.AAAA";
                    assertFalse(keys.verify(token) instanceof Verified);
                }
            }
        }
    }

    private static JwtVerifier open(String setting) {
        return JwtVerifier.open("test", setting, Duration.ofHours(1), Duration.ofSeconds(5), Ticker.SYSTEM);
    }
}
