package org.tokenrevocation.internal.jwt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.jwk.OctetSequenceKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tokenrevocation.Cutoff;
import org.tokenrevocation.internal.Ticker;
import org.tokenrevocation.internal.cutoff.LogoutReading;

/** OpenID Connect Back-Channel Logout 1.0 section 2.6. */
class LogoutTokensTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
    private static final byte[] SECRET = Tokens.secret(32).toByteArray();
    private static final byte[] OTHER = Tokens.secret(48).toByteArray();
    private static final byte[] UNNAMED = Tokens.secret(64).toByteArray();
    private static final String HEADER = "{\"alg\":\"HS256\",\"typ\":\"logout+jwt\"}";
    private static final String EVENTS = "\"events\":{\"http://schemas.openid.net/event/backchannel-logout\":{}}";
    private static final String SUB = "\"sub\":\"alice\"";
    private static final String REST = "\"iss\":\"https://a.example\",\"aud\":[\"x\",\"client\"],\"iat\":1800000000,"
            + "\"exp\":1800000120,\"jti\":\"j1\"";

    private final JwtVerifier verifier = JwtVerifier.dormant("test", "hmac:" + encoded(SECRET) + ";issuer=https://a.example;audience=api,"
            + "hmac:" + encoded(OTHER) + ";issuer=https://b.example,hmac:" + encoded(UNNAMED),
            Duration.ofHours(1), Duration.ofSeconds(1), Ticker.SYSTEM);
    private final LogoutTokens tokens =
            new LogoutTokens(verifier, List.of("client"), Duration.ofMinutes(5), InstantSource.fixed(NOW));

    private static String encoded(byte[] secret) {
        return new OctetSequenceKey.Builder(secret).build().getKeyValue().toString();
    }

    @AfterEach
    void close() {
        verifier.close();
    }

    private LogoutReading read(String... members) {
        return tokens.read(Tokens.hmacSigned(HEADER, "{" + String.join(",", members) + "}", SECRET));
    }

    private static void assertInvalid(LogoutReading reading, String why) {
        String said = assertInstanceOf(LogoutReading.Invalid.class, reading).why();
        assertTrue(said.contains(why), said);
        assertFalse(said.contains("alice"), said);
    }

    @Test
    void read_subOnly_endsAllOfTheUserUntilItsIat() {
        LogoutReading.Valid valid = assertInstanceOf(LogoutReading.Valid.class, read(REST, EVENTS, SUB));
        assertEquals(Cutoff.subject("https://a.example", "alice").withIssuedUntil(NOW), valid.cutoff());
        assertEquals(NOW.plusSeconds(120 + 300).toEpochMilli(), valid.expiresAtMillis());
    }

    @Test
    void read_sidOnlyOrBoth_endsThatSession() {
        Cutoff session = Cutoff.session("https://a.example", "s1").withIssuedUntil(NOW);
        assertEquals(session, ((LogoutReading.Valid) read(REST, EVENTS, "\"sid\":\"s1\"")).cutoff());
        assertEquals(session, ((LogoutReading.Valid) read(REST, EVENTS, "\"sid\":\"s1\"", SUB)).cutoff());
    }

    @Test
    void read_jti_isTheIssuersOwn() {
        LogoutReading.Valid one = (LogoutReading.Valid) read(REST, EVENTS, SUB);
        assertEquals(one.once(), ((LogoutReading.Valid) read(REST, EVENTS, "\"sid\":\"s1\"")).once());
        assertNotEquals(one.once(), ((LogoutReading.Valid) read(REST.replace("j1", "j2"), EVENTS, SUB)).once());
        assertNotEquals(one.once(), one.cutoff());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "\"nonce\":\"n\"|nonce", "\"nonce\":null|nonce"})
    void read_withNonce_isInvalid(String nonce, String why) {
        assertInvalid(read(REST, EVENTS, SUB, nonce), why);
    }

    @Test
    void read_withoutSubAndSid_isInvalid() {
        assertInvalid(read(REST, EVENTS), "neither sub nor sid");
        assertInvalid(read(REST, EVENTS, "\"sub\":\"\""), "sub is missing");
        assertInvalid(read(REST, EVENTS, "\"sid\":7"), "sid is missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"x\":1", "\"events\":{}", "\"events\":[]", "\"events\":\"http://schemas.openid.net/event/backchannel-logout\"",
            "\"events\":{\"http://schemas.openid.net/event/backchannel-logout\":true}",
            "\"events\":{\"https://schemas.openid.net/secevent/caep/event-type/session-revoked\":{}}"})
    void read_withoutTheEvent_isInvalid(String events) {
        assertInvalid(read(REST, events, SUB), "events");
    }

    @ParameterizedTest
    @CsvSource({"iss, iss", "aud, aud", "iat, iat", "exp, exp", "jti, jti"})
    void read_withoutARequiredClaim_isInvalid(String member, String why) {
        assertInvalid(read(REST.replace("\"" + member + "\"", "\"x\""), EVENTS, SUB), why);
    }

    @Test
    void read_forAnotherAudienceExpiredOrOfTheFuture_isInvalid() {
        assertInvalid(read(REST.replace("client", "clients"), EVENTS, SUB), "logout-audience");
        assertInvalid(read(REST.replace("1800000120", "1799999700"), EVENTS, SUB), "expired");
        assertInvalid(read(REST.replace("\"iat\":1800000000", "\"iat\":1800000301"), EVENTS, SUB), "future");
        assertInvalid(read(REST.replace("1800000120", "\"1800000120\""), EVENTS, SUB), "exp");
    }

    @ParameterizedTest
    @ValueSource(strings = {"at+jwt", "application/at+jwt", "id+jwt", "secevent+jwt", "logout"})
    void read_anotherKindOfToken_isInvalid(String type) {
        String header = HEADER.replace("logout+jwt", type);
        assertInvalid(tokens.read(Tokens.hmacSigned(header, "{" + String.join(",", REST, EVENTS, SUB) + "}", SECRET)), "typ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"alg\":\"HS256\"}", "{\"alg\":\"HS256\",\"typ\":\"JWT\"}", "{\"alg\":\"HS256\",\"typ\":\"Logout+JWT\"}"})
    void read_typMissingOrOfNoKind_isTaken(String header) {
        assertInstanceOf(LogoutReading.Valid.class,
                tokens.read(Tokens.hmacSigned(header, "{" + String.join(",", REST, EVENTS, SUB) + "}", SECRET)));
    }

    @Test
    void read_accessToken_neverPasses() {
        String claims = "{\"iss\":\"https://a.example\",\"aud\":\"client\",\"sub\":\"alice\",\"sid\":\"s1\",\"iat\":1800000000,"
                + "\"exp\":1800000120,\"jti\":\"j1\",\"client_id\":\"client\"}";
        for (String header : List.of("{\"alg\":\"HS256\",\"typ\":\"JWT\"}", "{\"alg\":\"HS256\"}", HEADER)) {
            assertInvalid(tokens.read(Tokens.hmacSigned(header, claims, SECRET)), "events");
        }
    }

    @Test
    void read_signedByAnotherIssuersKeyOrByOneOfNoIssuer_isInvalid() {
        String claims = "{" + String.join(",", REST, EVENTS, SUB) + "}";
        assertInvalid(tokens.read(Tokens.hmacSigned(HEADER, claims, OTHER)), "no key");
        assertInvalid(tokens.read(Tokens.hmacSigned(HEADER, claims, UNNAMED)), "no key");
        String ofB = claims.replace("https://a.example", "https://b.example");
        assertInstanceOf(LogoutReading.Valid.class, tokens.read(Tokens.hmacSigned(HEADER, ofB, OTHER)));
        String unsigned = Tokens.hmacSigned(HEADER.replace("HS256", "none"), claims, SECRET);
        assertInvalid(tokens.read(unsigned.substring(0, unsigned.lastIndexOf('.') + 1)), "no key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "a.b", "a.b.c", "a.b.c.d.e", "e30.e30.e30", "e30=.e30.e30"})
    void read_whatIsNoSignedJwt_isInvalid(String text) {
        assertInstanceOf(LogoutReading.Invalid.class, tokens.read(text));
    }

    @Test
    void read_repeatedMember_isInvalid() {
        assertInvalid(read(REST, EVENTS, SUB, "\"sub\":\"bob\""), "no JSON object");
    }
}
