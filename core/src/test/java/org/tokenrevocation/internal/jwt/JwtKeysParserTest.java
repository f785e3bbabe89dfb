package org.tokenrevocation.internal.jwt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tokenrevocation.internal.Ticker;
import org.tokenrevocation.internal.jwt.Verification.Unavailable;
import org.tokenrevocation.internal.jwt.Verification.Verified;
import org.tokenrevocation.internal.jwt.keys.FileKeySource;
import org.tokenrevocation.internal.jwt.keys.FixedKeySource;
import org.tokenrevocation.internal.jwt.keys.JoseKey;
import org.tokenrevocation.internal.jwt.keys.KeyRing;

class JwtKeysParserTest {
    private static final String SECRET = "c3VwZXJzZWNyZXQtc3VwZXJzZWNyZXQtc3VwZXI";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {
        SECRET, "key:" + SECRET, "hmac", "hmac:", "hmac:" + SECRET + "!", "hmac:" + SECRET + ";" + SECRET,
        "hmac:" + SECRET + ";issuer", "hmac:" + SECRET + ";issuer=", "hmac:" + SECRET + ";color=" + SECRET,
        "hmac:" + SECRET + ";alg=none", "hmac:" + SECRET + ";alg=" + SECRET, "hmac:x" + SECRET + "," + SECRET,
        "hmac-file:" + SECRET, "hmac-file:/nowhere/" + SECRET, "pem:" + SECRET, "jwks:" + SECRET,
        "jwks:https://user:" + SECRET + "@issuer.example/jwks", "jwks:http://issuer.example/jwks?key=" + SECRET,
        "jwks:https://issuer.example/jwks#" + SECRET, "jwks:https://issuer.example/ " + SECRET,
        "jwks:http://127.0.0.1.evil.example/", "jwks:http://localhost.evil.example/", "jwks:httpx://a/b",
        "jwks:https:///jwks", "jwks:http://issuer.example/;plain-http=yes", "hmac:" + SECRET + ";zip=yes", "hmac:" + SECRET + ";zip",
        "jwks:http://10.0.0.1/;plain-http=false",
        "pem:relative.pem", "pem:/nowhere/key.pem", "jwks:/nowhere/jwks.json", "jwks:ftp://issuer.example/jwks"})
    void open_badEntry_namesNumberBoundAndRemedyButNoSecret(String entry) {
        String setting = "hmac:" + SECRET + ",\n" + entry;
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> open(setting));
        String told = refused + " " + refused.getCause();
        assertTrue(told.contains("revocation.jwt-keys") && told.matches("(?s).*entry [23] is \\[.*]; .*"), told);
        assertFalse(told.contains(SECRET), told);
    }

    @Test
    void open_badFile_namesPathAndRemedy() throws IOException {
        for (String content : List.of("", "{}", "null", "-----BEGIN PUBLIC KEY-----\nA=A\n-----END PUBLIC KEY-----", "{\"keys\":[]}", "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA"
                + " PRIVATE KEY-----", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
                "x".repeat(FileKeySource.MAX_BYTES + 1))) {
            Path file = Files.writeString(folder.resolve("bad"), content);
            for (String kind : List.of("jwks:", "pem:")) {
                String told = assertThrows(IllegalArgumentException.class, () -> open(kind + file)).getMessage();
                assertTrue(told.contains("entry 1 is [" + kind + file + "]"), told);
            }
        }
    }

    @Test
    void open_goodEntries_areTaken() throws IOException {
        Path jwks = Files.writeString(folder.resolve("a,b;c%d.json"), Tokens.jwks(Tokens.rsa("r")));
        String path = jwks.toString().replace("%", "%25").replace(",", "%2C").replace(";", "%3b");
        try (JwtVerifier keys = open("jwks:" + path + ";issuer=a%2Cb;alg=RS256,\r\n JWKS:https://issuer.example/a%2Cb?c=d"
                + ",jwks:http://localhost:1/x,jwks:http://[::1]:1/x,jwks:http://issuer.example/x;plain-http=true")) {
            assertFalse(keys.isEmpty());
        }
        try (JwtVerifier none = open(" ,\n, ")) {
            assertTrue(none.isEmpty());
        }
    }

    @Test
    void open_hmacFile_holdsTheSameAsTheSetting() throws IOException {
        OctetSequenceKey secret = Tokens.secret(33);
        String padded = Base64.getEncoder().encodeToString(secret.toByteArray());
        Path file = Files.writeString(folder.resolve("secret"), "\n " + padded + " \n");
        String token = Tokens.signed(secret, JWSAlgorithm.HS256);
        for (String entry : List.of("hmac-file:" + file, "hmac:" + padded, "hmac:" + secret.getKeyValue())) {
            try (JwtVerifier keys = open(entry)) {
                assertInstanceOf(Verified.class, keys.verify(token));
            }
        }
    }

    @Test
    void open_unreachableUrl_startsAndIsUnavailable() {
        RSAKey key = Tokens.rsa("r");
        try (JwtVerifier keys = open("jwks:http://127.0.0.1:1/jwks?key=" + SECRET)) {
            Verification said = keys.verify(Tokens.signed(key, JWSAlgorithm.RS256));
            assertInstanceOf(Unavailable.class, said);
            assertFalse((said + " " + keys).contains(SECRET));
        }
    }

    @Test
    void toString_ofKeysAndEntries_showsNoSecret() {
        try (JwtVerifier keys = open("hmac:" + SECRET)) {
            assertEquals("JwtVerifier[test jwt-keys-1]", keys.toString());
        }
        OctetSequenceKey secret = Tokens.secret(32);
        JoseKey key = new JoseKey("kid", secret.toSecretKey());
        String shown = key + " " + new FixedKeySource(List.of(key)) + " "
                + new KeyRing.View(List.of(key), true, true, 0);
        assertFalse(shown.contains(secret.getKeyValue().toString()), shown);
        assertTrue(shown.contains("JoseKey["), shown);
    }

    private static JwtVerifier open(String setting) {
        return JwtVerifier.open("test", setting, Duration.ofHours(1), Duration.ofSeconds(5), Ticker.SYSTEM);
    }
}
