package org.tokenrevocation.internal.cutoff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tokenrevocation.Cutoff;
import org.tokenrevocation.internal.identity.TokenDigest;

class TokenClaimsTest {
    private static final long UNKNOWN = Long.MIN_VALUE;

    private static byte[] claims(String json) {
        return TokenClaims.of(json.getBytes(StandardCharsets.UTF_8));
    }

    private static long issuedAt(String iat) {
        return TokenClaims.issuedAtMillis(claims("{\"sub\":\"a\"," + iat + "\"iss\":\"i\"}"));
    }

    private static Set<TokenDigest> digests(String json) {
        byte[] claims = claims(json);
        return IntStream.range(0, TokenClaims.count(claims)).mapToObj(i -> TokenClaims.digest(claims, i)).collect(Collectors.toSet());
    }

    private static Set<TokenDigest> of(Cutoff... cutoffs) {
        Set<TokenDigest> digests = new HashSet<>();
        for (Cutoff each : cutoffs) {
            digests.add(CutoffDigest.of(each));
        }
        return digests;
    }

    @ParameterizedTest
    @CsvSource({"1700000000, 1700000000000", "1700000000.25, 1700000000250", "1700000000.9999, 1700000000999",
            "-5, -5000", "-0.5, -500", "17e8, 1700000000000", "0, 0", "1700000000000, 1700000000000000"})
    void issuedAtMillis_number_isRoundedDown(String iat, long millis) {
        assertEquals(millis, issuedAt("\"iat\":" + iat + ","));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"iat\":\"1700000000\",", "\"iat\":null,", "\"iat\":true,", "\"iat\":[1700000000],",
            "\"iat\":{\"iat\":1},", "\"iat\":1700000000,\"iat\":\"x\","})
    void issuedAtMillis_missingOrNoNumber_isUnknown(String iat) {
        assertEquals(UNKNOWN, issuedAt(iat));
    }

    @Test
    void issuedAtMillis_endlessNumber_isUnknownAndTheRestIsRead() {
        String json = "{\"iat\":" + "1".repeat(10_000) + ",\"sub\":\"a\"}";
        assertEquals(UNKNOWN, TokenClaims.issuedAtMillis(claims(json)));
        assertEquals(of(Cutoff.subject("", "a")), digests(json));
    }

    @Test
    void issuedAtMillis_repeated_isTheLeast() {
        assertEquals(5_000, issuedAt("\"iat\":7,\"iat\":5,\"iat\":9,"));
    }

    @Test
    void digests_allClaims_eachOfThem() {
        assertEquals(
                of(Cutoff.subject("i", "a"), Cutoff.session("i", "s"), Cutoff.client("i", "c"), Cutoff.client("i", "z")),
                digests("{\"iss\":\"i\",\"sub\":\"a\",\"sid\":\"s\",\"client_id\":\"c\",\"azp\":\"z\",\"x\":{\"sub\":\"no\"}}"));
    }

    @Test
    void digests_repeatedMembers_everyPair() {
        assertEquals(
                of(Cutoff.subject("i", "a"), Cutoff.subject("i", "b"), Cutoff.subject("j", "a"), Cutoff.subject("j", "b")),
                digests("{\"sub\":\"a\",\"iss\":\"i\",\"sub\":\"b\",\"iss\":\"j\"}"));
    }

    @Test
    void digests_escapesAndUnusualUnicode_areTheTextThatTheyMean() {
        assertEquals(of(Cutoff.subject("https://i/", "\u00e4\ud83d\ude00\u0000 ")),
                digests("{\"iss\":\"https:\\/\\/i\\/\",\"s\\u0075b\":\"\\u00e4\ud83d\ude00\\u0000 \"}"));
        assertNotEquals(digests("{\"sub\":\"\u00e4\"}"), digests("{\"sub\":\"a\u0308\"}"), "nothing is normalised");
    }

    @Test
    void digests_numberInThePlaceOfAText_countsAsItsSpelling() {
        assertEquals(of(Cutoff.subject("", "42")), digests("{\"sub\":42}"));
        assertEquals(of(), digests("{\"sub\":null,\"sid\":[\"a\"],\"azp\":{\"a\":1}}"));
    }

    @Test
    void digests_textOf16Kib_isCompared() {
        String sub = "x".repeat(16 * 1024);
        assertEquals(of(Cutoff.subject("", sub)), digests("{\"sub\":\"" + sub + "\"}"));
        assertNotEquals(of(Cutoff.subject("", sub + "x")), digests("{\"sub\":\"" + sub + "\"}"));
    }

    @Test
    void digests_fieldsMovedAcrossTheirBorder_differ() {
        assertNotEquals(of(Cutoff.subject("ab", "c")), of(Cutoff.subject("a", "bc")));
        assertNotEquals(of(Cutoff.subject("i", "a")), of(Cutoff.session("i", "a")));
        assertNotEquals(of(Cutoff.subject("i", "a")), of(Cutoff.subject("j", "a")));
    }

    /** The format of what Redis holds: a change would part old records from new nodes. */
    @Test
    void of_knownCutoff_isTheDigestThatRedisHolds() {
        assertEquals(new TokenDigest(0x79b97bdd8472abeeL, 0x4c060c1f6ab606f5L), CutoffDigest.of(Cutoff.subject("https://issuer.example", "alice")));
    }

    @Test
    void of_tooManyRepetitions_isRefusedByAny() {
        String many = IntStream.range(0, 100).mapToObj(i -> "\"sub\":\"" + i + "\"").collect(Collectors.joining(",", "{", "}"));
        assertTrue(TokenClaims.isAny(claims(many)));
        assertFalse(TokenClaims.isAny(claims("{\"sub\":\"a\"}")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "[]", "\"sub\"", "1", "{}", "{\"iat\":1}", "{\"iss\":\"i\"}"})
    void of_withoutClaims_matchesNothing(String json) {
        assertEquals(0, TokenClaims.count(claims(json)));
        assertFalse(TokenClaims.isAny(claims(json)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'sub':'a'}", "{sub:\"a\"}", "{\"sub\":\"a\",}", "{\"x\":\"a\tb\\q\",\"sub\":\"a\"}",
            "/* */{\"x\":NaN,\"y\":007,\"sub\":\"a\"}", "{\"sub\":\"a\"} trailing", "\uFEFF{\"sub\":\"a\"}"})
    void of_whatForgivingLibrariesRead_isRead(String json) {
        assertEquals(of(Cutoff.subject("", "a")), digests(json));
    }

    @Test
    void of_torn_isRefusedByAny() {
        assertTrue(TokenClaims.isAny(claims("{\"sub\":\"a\",\"iat\":5,\"x\":")));
        String deep = "[".repeat(5_000) + "]".repeat(5_000);
        assertTrue(TokenClaims.isAny(claims("{\"x\":" + deep + ",\"sub\":\"a\",\"iat\":5}")));
    }

    @Test
    void of_compressedAsJjwtDoes_isRead() throws IOException {
        byte[] json = "{\"sub\":\"a\",\"iat\":5}".getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream zlib = new ByteArrayOutputStream();
        try (OutputStream out = new DeflaterOutputStream(zlib)) {
            out.write(json);
        }
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(gzip)) {
            out.write(json);
        }
        assertArrayEquals(TokenClaims.of(json), TokenClaims.of(zlib.toByteArray()));
        assertArrayEquals(TokenClaims.of(json), TokenClaims.of(gzip.toByteArray()));
    }

    @Test
    void of_compressedBomb_isRefusedByAny() throws IOException {
        ByteArrayOutputStream zlib = new ByteArrayOutputStream();
        try (OutputStream out = new DeflaterOutputStream(zlib)) {
            out.write(new byte[1 << 20]);
        }
        assertTrue(TokenClaims.isAny(TokenClaims.of(zlib.toByteArray())));
    }
}
