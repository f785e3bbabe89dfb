package org.tokenrevocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class CutoffTest {
    private static final String ISSUER = "https://issuer.example";
    private static final Instant MOMENT = Instant.parse("2026-01-02T03:04:05.678Z");

    private static String refusal(Runnable cutoff) {
        return assertThrows(IllegalArgumentException.class, cutoff::run).getMessage();
    }

    @Test
    void subject_now_isTheClaimAndThePresent() {
        Instant before = Instant.now().minusMillis(1);
        Cutoff cutoff = Cutoff.subject(ISSUER, "alice");
        assertEquals(Cutoff.Claim.SUBJECT, cutoff.claim());
        assertEquals(ISSUER, cutoff.issuer());
        assertEquals("alice", cutoff.value());
        assertTrue(cutoff.issuedUntil().isAfter(before), cutoff::toString);
        assertEquals(Cutoff.Claim.SESSION, Cutoff.session(ISSUER, "s").claim());
        assertEquals(Cutoff.Claim.CLIENT, Cutoff.client(ISSUER, "c").claim());
    }

    @Test
    void withIssuedUntil_nanoseconds_areCutToMillis() {
        Cutoff cutoff = Cutoff.subject("", "alice").withIssuedUntil(MOMENT.plusNanos(999_999));
        assertEquals(MOMENT, cutoff.issuedUntil());
        assertEquals(cutoff, Cutoff.subject("", "alice").withIssuedUntil(MOMENT));
        assertEquals(cutoff.hashCode(), Cutoff.subject("", "alice").withIssuedUntil(MOMENT).hashCode());
        assertNotEquals(cutoff, Cutoff.session("", "alice").withIssuedUntil(MOMENT));
    }

    @Test
    void toString_anyCutoff_showsNeitherIssuerNorValue() {
        String text = Cutoff.subject("https://secret.example", "carol").withIssuedUntil(MOMENT).toString();
        assertEquals("Cutoff[claim=SUBJECT, issuedUntil=2026-01-02T03:04:05.678Z]", text);
    }

    @Test
    void subject_wrongTexts_areNamedWithBoundAndRemedyButNotShown() {
        assertTrue(refusal(() -> Cutoff.subject(ISSUER, "")).contains("value of [0] characters must have 1 to 65536"));
        assertTrue(refusal(() -> Cutoff.subject("x".repeat(65_537), "a")).contains("issuer of [65537]"));
        String halfPair = refusal(() -> Cutoff.session(ISSUER, "abc\ud83d"));
        assertTrue(halfPair.contains("half of a surrogate pair at [3]"), halfPair);
        assertFalse(halfPair.contains("abc"), halfPair);
        assertThrows(IllegalArgumentException.class, () -> Cutoff.session(ISSUER, "\ude00\ud83d"));
        assertEquals("\ud83d\ude00", Cutoff.session(ISSUER, "\ud83d\ude00").value());
        assertThrows(NullPointerException.class, () -> Cutoff.client(null, "c"));
    }

    @Test
    void withIssuedUntil_outOfBounds_isRefusedWithTheBounds() {
        Cutoff cutoff = Cutoff.client(ISSUER, "app");
        assertTrue(refusal(() -> cutoff.withIssuedUntil(Instant.EPOCH.minusMillis(1))).contains("1970-01-01T00:00:00Z"));
        Instant millisForSeconds = Instant.ofEpochSecond(MOMENT.toEpochMilli());
        assertTrue(refusal(() -> cutoff.withIssuedUntil(millisForSeconds)).contains("milliseconds were taken for seconds"));
    }
}
