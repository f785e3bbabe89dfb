package org.tokenrevocation.internal.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenIdentityTest {
    private static final String JWS = segment("{\"alg\":\"ES256\"}");
    private static final String JWE = segment("{\"alg\":\"dir\",\"enc\":\"A128GCM\"}");
    private static final String CLAIMS = segment("{\"sub\":\"u\"}");

    private final TokenIdentity identity = new TokenIdentity(new JoseHeaderJson());

    private static String segment(String text) {
        return TokenMint.encode(text.getBytes(StandardCharsets.UTF_8));
    }

    private void assertSame(String one, String other) {
        assertNotNull(identity.digest(one), one);
        assertEquals(identity.digest(one), identity.digest(other), one + " and " + other);
    }

    private void assertMalformed(String token) {
        assertNull(identity.digest(token), token);
    }

    @Test
    void digest_opaqueToken_isSha256OfDomainAndBytesCutTo128Bits() throws Exception {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        sha256.update((byte) 3);
        byte[] hash = sha256.digest("opaque".getBytes(StandardCharsets.US_ASCII));
        assertEquals(TokenDigest.of(Arrays.copyOf(hash, 16)), identity.digest("opaque"));
    }

    @Test
    void digest_signedToken_isSha256OfDomainAndSignedBytes() throws Exception {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        sha256.update((byte) 1);
        byte[] hash = sha256.digest((JWS + '.' + CLAIMS).getBytes(StandardCharsets.US_ASCII));
        assertEquals(TokenDigest.of(Arrays.copyOf(hash, 16)), identity.digest(JWS + '.' + CLAIMS + ".c2ln"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", ".c2ln=", ".c2lo", ".x.y", ".x.y.z", ".c2ln~WyJh~", ".c2ln~WyJh~h.p.s"})
    void digest_whateverFollowsTheSignedBytes_isTheSame(String tail) {
        assertSame(JWS + '.' + CLAIMS + ".c2ln", JWS + '.' + CLAIMS + tail);
    }

    @Test
    void digest_unsecuredToken_isTheSameWithAndWithoutItsLastDot() {
        String unsecured = segment("{\"alg\":\"none\"}") + '.' + CLAIMS;
        assertSame(unsecured + '.', unsecured);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", ".", "..", ".=.s", "..s", ".eyJzdWIiOiJ1In0==.s", ".eyJzdWIiOiJ1In1=.s", ".eyJzdWIiOiJ1In0=x.s", ".eyJzdWIiOiJ1In1.s", ".eyJzdWIiOiJ1In0AA.s",
        ".eyJzdWIi+iJ1In0.s", ".eyJzdWIi!iJ1In0.s", ".eyJzdWIi OiJ1In0.s", ". eyJzdWIiOiJ1In0.s", ".~.s",
    })
    void digest_signedTokenWithPayloadThatNoIssuerSpells_isMalformed(String rest) {
        assertMalformed(JWS + rest);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "%s=", "%s==", "%s=x", "=%s", ".%s", "..%s", "~%s", "!%s", " %s", "-%s", "\n%s", "%s ", "%s!", "%sA", "~.%s", "%s~",
    })
    void digest_headerThatOnlyForgivingDecodersRead_isNeverOpaque(String spelling) {
        String forged = String.format(spelling, JWS) + '.' + CLAIMS + ".c2ln";
        if (spelling.startsWith("-")) {
            assertEquals(JoseHeader.NONE, identity.header(forged), "A dash is a character to every decoder");
        } else {
            assertMalformed(forged);
        }
    }

    @Test
    void digest_headerWithUnusedBitsSet_isMalformed() {
        String header = segment("{\"alg\":\"HS256\"} ");
        assertEquals(2, header.length() % 4);
        assertMalformed(header.substring(0, header.length() - 1) + "B." + CLAIMS + ".s");
    }

    @Test
    void digest_headerInTheOtherAlphabet_isMalformed() {
        String header = segment("{\"alg\":\"HS256\",\"kid\":\">>>???\u00ff\"}");
        assertNotNull(identity.digest(header + '.' + CLAIMS + ".s"));
        String other = header.replace('-', '+').replace('_', '/');
        assertNotEquals(header, other);
        assertMalformed(other + '.' + CLAIMS + ".s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"alg\":\"HS256\"}x", "{\"alg\":\"HS256\"", "{\"alg\":\"HS256\",", "{\"alg\":\"HS256\"}{}"})
    void digest_tornHeader_isMalformed(String json) {
        assertMalformed(segment(json) + '.' + CLAIMS + ".s");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        " \t\r\n{\"alg\":\"HS256\"} ", "{\"kid\":{\"a\":[1,{}]},\"alg\":\"HS256\"}", "{\"\\u0061lg\":\"HS256\"}",
        "{\"alg\":1,\"alg\":\"HS256\"}", "{\"alg\":\"HS256\",\"enc\":null}", "{\n\"alg\":\"none\"}",
    })
    void header_anyJsonObjectWithStringAlgorithm_isSigned(String json) {
        assertEquals(JoseHeader.SIGNED, identity.header(segment(json) + ".e30.s"));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{}", "{\"typ\":\"JWT\"}", "{\"alg\":1}", "{\"alg\":null}", "[\"alg\"]", "\"alg\"", "{\"a\":{\"alg\":\"x\"}}",
        "{\"ALG\":\"x\"}", "{\"enc\":\"A128GCM\"}", "{\"user\":1}x",
    })
    void header_anythingElse_isOpaque(String json) {
        assertEquals(JoseHeader.NONE, identity.header(segment(json) + ".e30.s"));
    }

    @Test
    void digest_headerAlone_isMalformed() {
        assertMalformed(JWS);
        assertMalformed(JWE);
        assertMalformed(JWE + ".k.iv");
        assertMalformed(JWE + ".k.aXY.Y3Q");
    }

    @Test
    void digest_encryptedToken_leavesOutKeyAndTag() {
        String token = JWE + "..aXYx.Y3Q.dGFn";
        assertSame(token, JWE + ".AAAA.aXYx.Y3Q.dGFn");
        assertSame(token, JWE + ".~!=.aXYx.Y3Q.");
        assertSame(token, JWE + "..aXYx.Y3R.dGFn.more");
        assertMalformed(JWE + "..aXYx=.Y3Q.dGFn");
        assertMalformed(JWE + "..aXY===.Y3Q.dGFn");
        assertMalformed(JWE + "..aXYx.Y3!Q.dGFn");
        assertMalformed(JWE + "...Y3Q.dGFn");
    }

    @Test
    void digest_bytesMovedBetweenIvAndCiphertext_differs() {
        assertNotEquals(identity.digest(JWE + "..aXYx.Y3Q.dGFn"), identity.digest(JWE + "..aXYxY3Q.AA.dGFn"));
        assertNotEquals(identity.digest(JWE + "..AAAA.AAAAAAAA.t"), identity.digest(JWE + "..AAAAAAAA.AAAA.t"));
    }

    @Test
    void digest_sameBytesInAnotherKind_differs() {
        TokenIdentity blind = new TokenIdentity(json -> JoseHeader.NONE);
        assertNotEquals(blind.digest(JWS + '.' + CLAIMS), identity.digest(JWS + '.' + CLAIMS));
    }

    @Test
    void digest_opaqueTokensInAnotherCaseOrPadding_differ() {
        List<String> tokens = List.of("abc", "abC", "abc=", "abc=.", "abc.", ".abc", "eyJ", "eyJhbGciOi", "eyJhbGciOj", "Zm9v");
        assertEquals(tokens.size(), tokens.stream().map(identity::digest).distinct().count());
    }

    /** Padding says nothing: some libraries skip it, others sign it, and one signs anew what it has decoded. */
    @Test
    void digest_paddedSegments_isTheUnpaddedToken() {
        for (String end : List.of("}", " }", "  }")) {
            String header = segment("{\"alg\":\"HS256\"" + end);
            String sealed = segment("{\"alg\":\"dir\",\"enc\":\"A128GCM\"" + end);
            String payload = segment("{\"sub\":\"u\"" + end);
            String token = header + '.' + payload + ".c2ln";
            assertSame(token, padded(header) + '.' + padded(payload) + ".c2ln");
            assertSame(token, padded(header) + '.' + payload + ".c2ln==");
            assertSame(token, header + '.' + padded(payload) + ".c2ln");
            assertSame(sealed + "..aXY." + payload + ".dGFn", padded(sealed) + "..aXY=." + padded(payload) + ".dGFn");
        }
        assertMalformed(JWS + "==." + CLAIMS + ".s");
        assertMalformed(JWE + "..aXY==.Y3Q.dGFn");
    }

    private static String padded(String segment) {
        return segment + "=".repeat((4 - segment.length() % 4) % 4);
    }

    private static String paseto(String head, String message, int signatureBytes, int signature, String footer) {
        byte[] payload = Arrays.copyOf(message.getBytes(StandardCharsets.US_ASCII), message.length() + signatureBytes);
        Arrays.fill(payload, message.length(), payload.length, (byte) signature);
        return head + TokenMint.encode(payload) + (footer.isEmpty() ? "" : '.' + segment(footer));
    }

    /** Ed25519 and ECDSA signatures have several spellings, and v1 and v3 take another with each signing. */
    @ParameterizedTest
    @CsvSource({"v1.public., 256", "v2.public., 64", "v3.public., 96", "v4.public., 64"})
    void digest_signedPaseto_leavesOutTheSignatureAlone(String head, int signatureBytes) {
        String token = paseto(head, "{\"sub\":\"u\"}", signatureBytes, 1, "f");
        assertSame(token, paseto(head, "{\"sub\":\"u\"}", signatureBytes, 2, "f"));
        List<String> others = List.of(token, paseto(head, "{\"sub\":\"v\"}", signatureBytes, 1, "f"),
                paseto(head, "{\"sub\":\"u\"}", signatureBytes, 1, "g"), paseto(head, "{\"sub\":\"u\"}", signatureBytes, 1, ""),
                paseto(head, "{\"sub\":\"u\"}f", signatureBytes, 1, ""), paseto(head, "{\"sub\":\"u\"", signatureBytes, 1, "}f"),
                paseto("v9.public.", "{\"sub\":\"u\"}", signatureBytes, 1, "f"),
                paseto("v4.local.", "{\"sub\":\"u\"}", signatureBytes, 1, "f"));
        assertEquals(others.size(), others.stream().map(identity::digest).distinct().count());
        assertMalformed(paseto(head, "", signatureBytes, 1, "f"));
    }

    @Test
    void digest_encryptedPasetosAndUnknownVersions_areAllTheirBytes() {
        List<String> others = List.of("v4.local.AAAA.Zm9v", "v4.local.AAAA.Zm9w", "v4.local.AAAA", "v4.local.AAAB",
                "v3.local.AAAA", "v5.public.AAAA", "v5.public.AAAB");
        assertEquals(others.size(), others.stream().map(identity::digest).distinct().count());
    }

    /** Decoders forgive unused bits, padding and the other alphabet; what they read is one token. */
    @Test
    void digest_respelledPaseto_isTheSame() {
        assertSame("v4.local.__8", "v4.local.//8");
        assertSame("v4.local.__8", "v4.local.__9");
        assertSame("v4.local.__8", "v4.local.__8=");
        assertSame("v4.local.AA", "v4.local.AB==");
        assertSame("v4.local.AAAA.Zm8", "v4.local.AAAA.Zm9=");
        assertSame("v4.local.AAAA", "v4.local.AAAA.");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "v4.public.AAB", "v4.local.AAA==", "v4.local.AAAAA", "v4.public.", "v4.local.AA~A", "v4.local.AAAA.Zm9v.",
        "v2.local.AAAA.Zm9v.Zm9v", "v4.local.AAAA.Z",
    })
    void digest_pasetoThatDecodersReadDifferently_isMalformed(String token) {
        assertMalformed(token);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "t\u00f6ken", "\u0141", "abc\ud800\udc00"})
    void digest_whatIsNotAscii_isMalformed(String token) {
        assertMalformed(token);
    }

    @Test
    void digest_headerSeenBefore_isNotReadAgain() {
        AtomicInteger readings = new AtomicInteger();
        TokenIdentity counting = new TokenIdentity(json -> {
            readings.incrementAndGet();
            return new JoseHeaderJson().read(json);
        });
        for (int i = 0; i < 100; i++) {
            counting.digest(JWS + '.' + segment("{\"n\":" + i + '}') + ".s");
        }
        assertEquals(1, readings.get());
    }

    @Test
    void digest_thousandsOfHeaders_neverTakesOneForAnother() {
        Random random = new Random(3);
        List<String> signed = new ArrayList<>();
        List<String> encrypted = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            String kid = "\"kid\":\"" + random.nextInt(1 << 20) + "\"}";
            signed.add(segment("{\"alg\":\"dir\",\"typ\":\"A128GCM\"," + kid) + ".e30.s");
            encrypted.add(segment("{\"alg\":\"dir\",\"enc\":\"A128GCM\"," + kid) + "..aXYx.Y3Q.t");
        }
        for (int i = 0; i < 20000; i++) {
            int any = random.nextInt(signed.size());
            assertEquals(JoseHeader.SIGNED, identity.header(signed.get(any)));
            assertEquals(JoseHeader.ENCRYPTED, identity.header(encrypted.get(any)));
        }
    }

    @Test
    void digest_randomOpaqueTokens_areAlmostNeverMalformed() {
        Random random = new Random(4);
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = new byte[8 + random.nextInt(24)];
            random.nextBytes(bytes);
            String token = TokenMint.encode(bytes);
            assertNotNull(identity.digest(token), token);
        }
    }
}
