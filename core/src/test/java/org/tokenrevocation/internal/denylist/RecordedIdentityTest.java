package org.tokenrevocation.internal.denylist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.DirectEncrypter;
import com.nimbusds.jose.util.Base64URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tokenrevocation.RevocationUnavailableException;
import org.tokenrevocation.internal.Ticker;
import org.tokenrevocation.internal.identity.JoseHeaderJson;
import org.tokenrevocation.internal.identity.TokenDigest;
import org.tokenrevocation.internal.identity.TokenIdentity;
import org.tokenrevocation.internal.jwt.JwtVerifier;
import org.tokenrevocation.internal.jwt.TokenOpener;
import org.tokenrevocation.testing.Choices;
import org.tokenrevocation.testing.Fuzzing;

/** Which identity an encrypted token has, and how often it is opened for that. */
class RecordedIdentityTest {
    private static final String SEALED = "eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..AAAA.AAAA.AAAA";
    private static final String INSIDE = "eyJhbGciOiJIUzI1NiJ9.e30.AAAA";
    private static final byte[] SECRET = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final List<String> PIECES = List.of("eyJhbGciOiJIUzI1NiJ9", "eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0", ".e30",
            ".", ".", "..", "=", "==", "AAAA", " ", "\n", "\u00e9", "{\"sub\":\"u\"}", "v4.local.AAAA", "~", "\"");

    private final TokenIdentity identity = new TokenIdentity(new JoseHeaderJson());
    private final Keys keys = new Keys();
    private final RecordedIdentity recorded = new RecordedIdentity(identity, keys, 100);

    /** Keys that open as told, and count. */
    private static final class Keys implements TokenOpener {
        private final List<String> asked = new ArrayList<>();
        private Opening opening = new Opening.Closed();
        private long version;

        @Override
        public Opening open(String token) {
            asked.add(token);
            return opening;
        }

        @Override
        public long keysVersion() {
            return version;
        }
    }

    @Test
    void digest_tokenSeenAgain_isNotOpenedAgain() {
        keys.opening = new TokenOpener.Opening.Opened(INSIDE.getBytes(StandardCharsets.US_ASCII));
        assertEquals(identity.digest(INSIDE), recorded.digest(SEALED));
        keys.version++;
        keys.opening = new TokenOpener.Opening.Closed();
        assertEquals(identity.digest(INSIDE), recorded.digest(SEALED), "what was opened stays known");
        assertEquals(List.of(SEALED), keys.asked);
        assertEquals(identity.digest(SEALED), recorded.digest(SEALED + "x"), "another tag is another token to open");
    }

    /** What the endpoint asks of a text before the verifier opens it. */
    @Test
    void asSpelled_encryptedToken_isNotOpened() {
        assertEquals(identity.digest(SEALED), recorded.asSpelled(SEALED));
        assertNull(recorded.asSpelled("\u00e9"));
        assertEquals(List.of(), keys.asked);
    }

    @Test
    void digest_keysChanged_openedAgain() {
        assertEquals(identity.digest(SEALED), recorded.digest(SEALED));
        recorded.digest(SEALED);
        assertEquals(1, keys.asked.size());
        keys.opening = new TokenOpener.Opening.Opened(INSIDE.getBytes(StandardCharsets.US_ASCII));
        assertEquals(identity.digest(SEALED), recorded.digest(SEALED), "the keys are the same");
        keys.version++;
        assertEquals(identity.digest(INSIDE), recorded.digest(SEALED));
        assertEquals(2, keys.asked.size());
    }

    @Test
    void digest_keysOfUnknownVersion_openedEachTime() {
        keys.version = TokenOpener.UNKNOWN;
        recorded.digest(SEALED);
        recorded.digest(SEALED);
        assertEquals(2, keys.asked.size());
    }

    @Test
    void digest_unavailable_isNotRemembered() {
        keys.opening = new TokenOpener.Opening.Unavailable("test");
        assertThrows(RevocationUnavailableException.class, () -> recorded.digest(SEALED));
        keys.opening = new TokenOpener.Opening.Opened(INSIDE.getBytes(StandardCharsets.US_ASCII));
        assertEquals(identity.digest(INSIDE), recorded.digest(SEALED));
    }

    @Test
    void digest_sealedWithoutEnd_isMalformedAfterABound() {
        keys.opening = new TokenOpener.Opening.Opened(SEALED.getBytes(StandardCharsets.US_ASCII));
        assertNull(recorded.digest(SEALED));
        assertEquals(TokenOpener.MOST_SEALS, keys.asked.size());
    }

    @Test
    void digest_otherKinds_askNoKey() {
        for (String token : List.of("opaque", INSIDE, "v4.local.AAAA", "eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0...AAAA.AAAA")) {
            assertEquals(identity.digest(token), recorded.digest(token), token);
        }
        assertTrue(keys.asked.isEmpty());
    }

    /** Whoever can seal chooses what is inside: an identity or none, never an exception, and the bare token's if it is one. */
    @Test
    void digest_generatedContent_isTheBareTokensIdentityOrItsOwnOrMalformed() {
        long[] tokens = {0};
        try (JwtVerifier real = JwtVerifier.open("fuzz", "hmac:" + Base64URL.encode(SECRET), Duration.ofHours(1), Duration.ofSeconds(5),
                Ticker.SYSTEM)) {
            RecordedIdentity opening = new RecordedIdentity(identity, real.opener(1, Duration.ofSeconds(5)), 10);
            long runs = Fuzzing.drive("content to sealed tokens", 5_000, data -> {
                Choices choices = new Choices(data);
                String content = (choices.next(2) == 0 ? INSIDE : "") + choices.row(PIECES, 6);
                String sealed = sealed(content);
                TokenDigest digest = opening.digest(sealed);
                String trimmed = content.trim();
                boolean isToken = identity.header(trimmed.replaceAll("[^ -~]", "!")).name().matches("SIGNED|ENCRYPTED");
                if (!isToken) {
                    assertTrue(digest == null || digest.equals(identity.digest(sealed)), content);
                } else {
                    assertNotEquals(identity.digest(sealed), digest, content);
                    tokens[0]++;
                }
                if (isToken && trimmed.chars().allMatch(c -> c < 128)) {
                    assertEquals(identity.digest(trimmed), digest, content);
                }
            });
            assertTrue(runs == 0 || tokens[0] > runs / 10, tokens[0] + " of " + runs + " hold a token");
        }
    }

    private static String sealed(String content) throws JOSEException {
        JWEObject jwe = new JWEObject(new JWEHeader(JWEAlgorithm.DIR, EncryptionMethod.A128GCM), new Payload(content));
        jwe.encrypt(new DirectEncrypter(SECRET));
        return jwe.serialize();
    }
}
