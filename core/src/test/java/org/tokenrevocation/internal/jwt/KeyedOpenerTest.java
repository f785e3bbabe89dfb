package org.tokenrevocation.internal.jwt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.DirectEncrypter;
import com.nimbusds.jose.crypto.RSAEncrypter;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tokenrevocation.internal.Ticker;
import org.tokenrevocation.internal.jwt.TokenOpener.Opening;
import org.tokenrevocation.internal.jwt.TokenOpener.Opening.Closed;
import org.tokenrevocation.internal.jwt.TokenOpener.Opening.Opened;
import org.tokenrevocation.internal.jwt.TokenOpener.Opening.Unavailable;

class KeyedOpenerTest {
    private static final String SECRET = "hmac:" + Tokens.secret(16).getKeyValue();

    private static String sealed(String content) throws Exception {
        JWEObject jwe = new JWEObject(new JWEHeader(JWEAlgorithm.DIR, EncryptionMethod.A128GCM), new Payload(content));
        jwe.encrypt(new DirectEncrypter(Tokens.secret(16)));
        return jwe.serialize();
    }

    private static Opening open(String setting, int atATime, String token) {
        try (JwtVerifier keys = JwtVerifier.open("test", setting, Duration.ofHours(1), Duration.ofSeconds(5), Ticker.SYSTEM)) {
            return keys.opener(atATime, Duration.ofMillis(1)).open(token);
        }
    }

    @Test
    void open_tokenOfOurs_opened() throws Exception {
        byte[] content = assertInstanceOf(Opened.class, open(SECRET, 1, sealed("content"))).content();
        assertArrayEquals("content".getBytes(StandardCharsets.US_ASCII), content);
        assertInstanceOf(Opened.class, open(SECRET + ";issuer=other;audience=other;alg=HS256", 1, sealed("content")),
                "options say who vouches, and nobody does here");
    }

    /** Junk must not take every processor: who gets no turn is told so. */
    @Test
    void open_noTurnInTime_isUnavailable() throws Exception {
        assertInstanceOf(Unavailable.class, open(SECRET, 0, sealed("content")));
    }

    /** No arithmetic, so no turn either. */
    @ParameterizedTest
    @ValueSource(strings = {
        "opaque", "eyJhbGciOiJIUzI1NiJ9.e30.AAAA", "eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0", "eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..AAAA.AAAA",
        "eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkExMjhHQ00ifQ.AAAA.AAAA.AAAA.AAAA", "eyJhbGciOiJkaXIiLCJlbmMiOiJYIn0..AAAA.AAAA.AAAA",
    })
    void open_whatNoKeyFits_isClosedWithoutATurn(String token) {
        assertEquals(new Closed(), open(SECRET, 0, token));
    }

    @Test
    void open_keyOfAnyStrengthThatHostsTake_opened(@TempDir Path folder) throws Exception {
        RSAKey small = Tokens.made(() -> new RSAKeyGenerator(1024, true).keyID("small").generate());
        Path file = Files.writeString(folder.resolve("keys"), "{\"keys\":[" + small + "]}");
        JWEObject jwe = new JWEObject(new JWEHeader(JWEAlgorithm.RSA_OAEP_256, EncryptionMethod.A128GCM), new Payload("content"));
        jwe.encrypt(new RSAEncrypter(small));
        assertInstanceOf(Opened.class, open("jwks:" + file, 1, jwe.serialize()));
    }
}
