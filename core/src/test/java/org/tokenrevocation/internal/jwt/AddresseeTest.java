package org.tokenrevocation.internal.jwt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tokenrevocation.internal.Ticker;
import org.tokenrevocation.internal.jwt.Verification.Misaddressed;
import org.tokenrevocation.internal.jwt.Verification.NotOurs;
import org.tokenrevocation.internal.jwt.Verification.Verified;

/** Issuer and audience of an entry: differences that decide, and those that do not. */
class AddresseeTest {
    private static final RSAKey RSA = Tokens.rsa("r");
    private static final Verified UNTIL_EXP = new Verified(Optional.of(Instant.ofEpochSecond(Tokens.EXP)));

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        ";issuer=https://issuer.example | true", ";issuer=https://issuer.example/ | true",
        ";issuer=https://issuer.example// | false", ";issuer=https://issuer | false", ";audience=api/ | true",
        ";audience=API | false", ";issuer=other;issuer=https://issuer.example;audience=api | true", ";audience=other | false",
        ";audience=other;audience=api | true", ";alg=RS256 | true", ";alg=rs256;alg=PS256 | true",
        "; issuer = https://issuer.example ;audience=other | false"})
    void verify_entryWithOptions_takesOnlyItsOwn(String options, boolean isOurs) {
        Verification said = verify("jwks:" + jwks(RSA) + options, Tokens.signed(RSA, JWSAlgorithm.RS256));
        assertEquals(isOurs ? UNTIL_EXP : new Misaddressed(), said);
        assertEquals(new NotOurs(),
                verify("jwks:" + jwks(RSA) + options, Tokens.forged(Tokens.signed(RSA, JWSAlgorithm.RS256))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"iss\":null,\"aud\":null}", "{\"iss\":7,\"aud\":[7]}", "no JSON", "[]",
        "{\"iss\":\"other\",\"iss\":\"https://issuer.example\"}"})
    void verify_issuerAndAudienceThatCannotBeRead_ruleNothingOut(String claims) throws Exception {
        String token = Tokens.signedRaw("{\"alg\":\"RS256\"}", claims, "SHA256withRSA", RSA.toKeyPair());
        assertEquals(new Verified(Optional.empty()), verify("jwks:" + jwks(RSA) + ";issuer=https://issuer.example"
                + ";audience=api", token));
    }

    @Test
    void verify_misaddressedToken_isToldOncePerEntryWithBothValues() throws Exception {
        String claims = "{\"iss\":\"https://t.example/\\n[x]" + "y".repeat(300) + "\"}";
        String token = Tokens.signedRaw("{\"alg\":\"RS256\"}", claims, "SHA256withRSA", RSA.toKeyPair());
        List<String> told = Collections.synchronizedList(new ArrayList<>());
        Handler listener = new Handler() {
            @Override
            public void publish(LogRecord line) {
                told.add(line.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger log = Logger.getLogger("org.tokenrevocation");
        log.addHandler(listener);
        String setting = "jwks:" + jwks(RSA) + ";issuer=https://t.example,jwks:" + jwks(RSA) + ";audience=b";
        try (JwtVerifier keys = JwtVerifier.open("told", setting, Duration.ofHours(1), Duration.ofSeconds(5), Ticker.SYSTEM)) {
            for (int i = 0; i < 3; i++) {
                assertEquals(new Verified(Optional.empty()), keys.verify(token));
                assertEquals(new Misaddressed(), keys.verify(Tokens.signedRaw(
                        "{\"alg\":\"RS256\"}", claims.replace("}", ",\"aud\":\"c\"}"), "SHA256withRSA", RSA.toKeyPair())));
            }
        } finally {
            log.removeHandler(listener);
        }
        List<String> ours = told.stream().filter(line -> line.startsWith("told jwt-keys")).toList();
        assertEquals(1, ours.size(), () -> "" + ours);
        assertTrue(ours.get(0).contains("[https://t.example/?[x]yyy") && ours.get(0).contains("[https://t.example]"),
                ours.get(0));
        assertFalse(ours.get(0).contains("y".repeat(200)), ours.get(0));
    }

    @Test
    void verify_audienceList_oneIsEnough() throws Exception {
        String token = Tokens.signedRaw(
                "{\"alg\":\"RS256\"}", "{\"aud\":[\"a\",\"b\"]}", "SHA256withRSA", RSA.toKeyPair());
        assertEquals(new Verified(Optional.empty()), verify("jwks:" + jwks(RSA) + ";audience=b", token));
        assertEquals(new Misaddressed(), verify("jwks:" + jwks(RSA) + ";audience=c", token));
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
