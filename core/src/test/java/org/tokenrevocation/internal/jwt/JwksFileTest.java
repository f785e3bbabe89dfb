package org.tokenrevocation.internal.jwt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.RSAKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenrevocation.internal.jwt.Verification.NotOurs;
import org.tokenrevocation.internal.jwt.Verification.Unavailable;
import org.tokenrevocation.internal.jwt.Verification.Verified;
import org.tokenrevocation.internal.jwt.keys.JoseKey;
import org.tokenrevocation.internal.jwt.keys.KeyRing;

class JwksFileTest {
    private static final Duration LIFETIME = Duration.ofHours(2);
    private static final Verified UNTIL_EXP = new Verified(Optional.of(Instant.ofEpochSecond(Tokens.EXP)));
    private static final RSAKey OLD = Tokens.rsa("old");
    private static final RSAKey NEW = Tokens.rsa("new");
    private static final String BY_OLD = Tokens.signed(OLD, JWSAlgorithm.RS256);
    private static final String BY_NEW = Tokens.signed(NEW, JWSAlgorithm.RS256);

    private final ManualTicker ticker = new ManualTicker();

    @TempDir
    private Path folder;

    @Test
    void verify_fileChanged_readsItAgainAndKeepsWhatLeft() throws IOException {
        Path file = Files.writeString(folder.resolve("jwks.json"), Tokens.jwks(OLD));
        try (JwtVerifier keys = open("jwks:" + file)) {
            assertEquals(new NotOurs(), keys.verify(BY_NEW));
            Files.writeString(file, Tokens.jwks(NEW));
            assertEquals(UNTIL_EXP, keys.verify(BY_NEW));
            ticker.pass(LIFETIME.minusSeconds(1));
            assertEquals(UNTIL_EXP, keys.verify(BY_OLD));
            ticker.pass(Duration.ofSeconds(1));
            assertEquals(new NotOurs(), keys.verify(BY_OLD));
        }
    }

    @Test
    void verify_changeThatTheFileTimeHides_isFoundForAnUnknownKey() throws IOException {
        Path file = Files.writeString(folder.resolve("jwks.json"), Tokens.jwks(OLD));
        FileTime time = Files.getLastModifiedTime(file);
        try (JwtVerifier keys = open("jwks:" + file)) {
            Files.writeString(file, Tokens.jwks(NEW));
            Files.setLastModifiedTime(file, time);
            assertEquals(UNTIL_EXP, keys.verify(BY_NEW));
        }
    }

    @Test
    void verify_fileBroken_isUnavailableUnlessTheKeyIsAtHand() throws IOException {
        Path file = Files.writeString(folder.resolve("jwks.json"), Tokens.jwks(OLD));
        try (JwtVerifier keys = open("jwks:" + file)) {
            for (String content : List.of("{\"keys\":[", "")) {
                Files.writeString(file, content);
                assertEquals(UNTIL_EXP, keys.verify(BY_OLD));
                assertInstanceOf(Unavailable.class, keys.verify(BY_NEW));
                assertInstanceOf(Unavailable.class, keys.verify(Tokens.forged(BY_OLD)));
            }
            Files.delete(file);
            assertEquals(UNTIL_EXP, keys.verify(BY_OLD));
            assertInstanceOf(Unavailable.class, keys.verify(BY_NEW));
            Files.writeString(file, Tokens.jwks(NEW));
            assertEquals(UNTIL_EXP, keys.verify(BY_NEW));
        }
    }

    @Test
    void verify_pemReplaced_verifiesBoth() throws IOException {
        KeyPair first = Tokens.ed25519();
        KeyPair second = Tokens.ed25519();
        Path file = Files.writeString(folder.resolve("key.pem"), Tokens.pem(first));
        try (JwtVerifier keys = open("pem:" + file)) {
            Files.writeString(file, Tokens.pem(second));
            for (KeyPair pair : List.of(first, second)) {
                assertEquals(UNTIL_EXP, keys.verify(
                        Tokens.signedRaw("{\"alg\":\"EdDSA\",\"kid\":\"x\"}", Tokens.CLAIMS, "Ed25519", pair)));
            }
        }
    }

    @Test
    void replace_moreKeysLeaveThanAreKept_nothingUnknownIsForeign() {
        KeyRing ring = new KeyRing(ticker, LIFETIME.toNanos());
        for (int i = 0; i < KeyRing.MAX_KEYS + 2; i++) {
            ring.replace(List.of(new JoseKey("k" + i, null)), i);
            assertEquals(i <= KeyRing.MAX_KEYS, ring.view(true).isComplete());
        }
        assertEquals(KeyRing.MAX_KEYS + 1, ring.view(true).keys().size());
        ticker.pass(LIFETIME);
        assertEquals(true, ring.view(true).isComplete());
        assertEquals(1, ring.view(true).keys().size());
    }

    @Test
    void verify_keysRotatedBeyondTheBound_isUnavailable() throws IOException {
        Path file = Files.writeString(folder.resolve("jwks.json"), Tokens.jwks(OLD));
        try (JwtVerifier keys = open("jwks:" + file)) {
            for (int set = 0; set < 3; set++) {
                List<String> secrets = new ArrayList<>();
                for (int i = 0; i < KeyRing.MAX_KEYS; i++) {
                    secrets.add("{\"kty\":\"oct\",\"kid\":\"" + set + "-" + i + "\",\"k\":\"c2Vj\"}");
                }
                Files.writeString(file, "{\"keys\":[" + String.join(",", secrets) + "]}");
                keys.verify(BY_NEW);
            }
            assertInstanceOf(Unavailable.class, keys.verify(BY_OLD));
            ticker.pass(LIFETIME);
            assertEquals(new NotOurs(), keys.verify(BY_OLD));
        }
    }

    private JwtVerifier open(String setting) {
        return JwtVerifier.open("file-test", setting, LIFETIME, Duration.ofSeconds(5), ticker);
    }
}
