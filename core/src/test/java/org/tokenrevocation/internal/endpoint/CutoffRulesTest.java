package org.tokenrevocation.internal.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tokenrevocation.Cutoff;

class CutoffRulesTest {
    private Cutoff asked;
    private final CutoffRules rules = new CutoffRules((cutoff, client) -> {
        asked = cutoff;
        return CompletableFuture.completedFuture(null);
    });

    private Cutoff read(String body) {
        assertInstanceOf(Outcome.Accepted.class, rules.read(body, null)).revocation().apply("client");
        return asked;
    }

    private String refusal(String body) {
        Outcome.Refused refused = assertInstanceOf(Outcome.Refused.class, rules.read(body, null));
        assertEquals(400, refused.answer().status());
        assertEquals("no-store", refused.answer().headers().get("Cache-Control"));
        return new String(refused.answer().body(), StandardCharsets.UTF_8);
    }

    @Test
    void read_eachClaim_isItsCutoffUntilNow() {
        Instant before = Instant.now().minusMillis(1);
        Cutoff subject = read("{\"sub\":\"alice\",\"iss\":\"i\"}");
        assertEquals(Cutoff.subject("i", "alice").withIssuedUntil(subject.issuedUntil()), subject);
        assertTrue(subject.issuedUntil().isAfter(before));
        assertEquals(Cutoff.Claim.SESSION, read("{\"iss\":\"i\",\"sid\":\"s\"}").claim());
        assertEquals(Cutoff.Claim.CLIENT, read("{\"iss\":\"\",\"client_id\":\"c\"}").claim());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1700000000", "1700000000.0009", "17e8", "\"2023-11-14T22:13:20Z\""})
    void read_issuedUntil_isThatMoment(String moment) {
        assertEquals(Instant.ofEpochSecond(1_700_000_000),
                read("{\"sub\":\"a\",\"iss\":\"i\",\"issued_until\":" + moment + "}").issuedUntil());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1700000000000", "-1", "null", "true", "\"yesterday\"", "\"1700000000\"", "1e300", "{}", "[1]"})
    void read_issuedUntilThatIsNoMoment_isRefused(String moment) {
        assertTrue(refusal("{\"sub\":\"a\",\"iss\":\"i\",\"issued_until\":" + moment + "}").contains("issued_until"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "{}", "{\"sub\":\"alice\"}", "{\"iss\":\"i\"}", "{\"sub\":\"\",\"iss\":\"i\"}",
            "{\"sub\":7,\"iss\":\"i\"}", "{\"sub\":\"alice\",\"iss\":null}", "{\"sub\":\"alice\",\"sid\":\"s\",\"iss\":\"i\"}",
            "{\"sub\":\"alice\",\"sub\":\"bob\",\"iss\":\"i\"}", "{\"sub\":\"alice\",\"iss\":\"i\"} x",
            "{\"sub\":\"alice\",\"iss\":\"i\",\"issuedUntil\":1}", "{\"sub\":\"\\ud800\",\"iss\":\"i\"}"})
    void read_anythingElse_isRefusedWithoutAQuote(String body) {
        String refusal = refusal(body);
        assertTrue(refusal.contains("\"error\":\"invalid_request\""), refusal);
        assertFalse(refusal.contains("alice"), refusal);
    }
}
