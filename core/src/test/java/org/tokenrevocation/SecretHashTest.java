package org.tokenrevocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class SecretHashTest {
    private static final String HASH = SecretHash.of("secret", 1_000).toString();
    private static final String KNOWN =
            "pbkdf2-sha256.1000.c2FsdHNhbHRzYWx0c2FsdA.8nX7hwFEzIB8aPajJTYK8weHQc5Ngz0pFVAKvSu4jQA";

    @Test
    void parse_ownText_matchesOnlyTheSecret() {
        SecretHash hash = SecretHash.parse(HASH);
        assertEquals(HASH, hash.toString());
        assertTrue(hash.matches("secret"));
        assertFalse(hash.matches("Secret"));
        assertFalse(hash.matches(""));
        assertNotEquals(HASH, SecretHash.of("secret", 1_000).toString(), "each has its own salt");
    }

    /** PBKDF2-HMAC-SHA-256 of "password", salt "saltsaltsaltsalt", 1000 rounds; reckoned with another implementation. */
    @Test
    void matches_hashOfAnotherImplementation_isTheSameFunction() {
        assertTrue(SecretHash.parse(KNOWN).matches("password"));
    }

    @Test
    void clientCredentials_malformed_refusedWithoutShowingThem() {
        for (String text : List.of("web", "web:", ":" + HASH, "web:secret", "we b:" + HASH, "web:" + HASH + ",",
                "web:" + HASH + ",web:" + HASH, "web:" + HASH.replace("1000", "10"), "web:" + HASH + "A")) {
            Settings.Builder settings =
                    Settings.builder().set("redis-url", "redis://127.0.0.1:1").set("client-credentials", text);
            String message = assertThrows(IllegalArgumentException.class, settings::build, text).getMessage();
            assertTrue(message.contains("revocation.client-credentials") && message.contains("[masked]"), message);
            assertFalse(message.contains(HASH.substring(25)), message);
        }
    }

    @Test
    void clientCredentials_good_maskedInSettings() {
        Settings settings = Settings.builder().set("redis-url", "redis://127.0.0.1:1")
                .set("client-credentials", " web:" + HASH + " , batch.1:" + HASH).build();
        assertTrue(settings.values().clientAuthenticator().isPresent());
        assertEquals("(set)", settings.masked().get("client-credentials"));
        assertTrue(Settings.builder().set("redis-url", "redis://127.0.0.1:1").build().values().clientAuthenticator().isEmpty());
    }
}
