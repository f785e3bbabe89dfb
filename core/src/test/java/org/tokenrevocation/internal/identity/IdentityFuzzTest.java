package org.tokenrevocation.internal.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tokenrevocation.testing.Choices;
import org.tokenrevocation.testing.Fuzzing;

/** Whatever is spelled as a token: an identity or none, never an exception, and the same for all that is one token. */
class IdentityFuzzTest {
    private static final List<String> JSON = List.of("{", "}", "\"alg\"", "\"enc\"", "\"kid\"", "\"epk\"", "\"typ\"", ":", ",",
            "\"HS256\"", "\"dir\"", "\"A128GCM\"", "7", "null", "{}", "[", "]", " ", "\n", "\"\\u0061lg\"", "{\"alg\":\"dir\"", "\"enc\":\"A128GCM\",", "\"enc\":7,", "\"alg\":\"ES256\",", "\"epk\":{\"x\":\"y\"},",
            "\"z\":0}");
    private static final List<String> SEGMENTS = List.of("eyJhbGciOiJIUzI1NiJ9", "eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0",
            "eyJzdWIiOiJ1In0", "eyJzdWIiOiJ1IiB9", "AAAAAAAAAAAAAAAA", "AA", "AAA", "v4", "v3", "v5", "public", "local", "=", "==",
            "===", ".", ".", ".", "..", "~", "-", "_", "+", "/", "A", "B");

    private static final List<String> HEADS = List.of("", "eyJhbGciOiJIUzI1NiJ9.", "eyJhbGciOiJIUzI1NiIgfQ.",
            "eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..AAAAAAAAAAAAAAAA.", "v4.local.", "v5.public.");

    private final TokenIdentity identity = new TokenIdentity(new JoseHeaderJson());
    private final TokenGrammar grammar = new TokenGrammar("", 16_384);

    /** Identity and verifier read one header; a disagreement is a token that one of them overlooks. */
    @Test
    void header_generatedJson_identityAndVerifierAgree() {
        long[] encrypted = {0};
        long runs = Fuzzing.drive("JSON to JOSE headers", 15_000, data -> {
            Choices choices = new Choices(data);
            String json = (choices.next(2) == 0 ? "{\"alg\":\"dir\"," : "") + choices.row(JSON, 14);
            String token = encoded(json.getBytes("UTF-8")) + ".e30.AAAA.AAAA.AAAA";
            JoseHeader kind = identity.header(token);
            Optional<JoseFields> fields = JoseHeaders.fields(token);
            boolean isJose = kind == JoseHeader.SIGNED || kind == JoseHeader.ENCRYPTED;
            assertEquals(isJose, fields.isPresent(), json);
            fields.ifPresent(read -> {
                assertEquals(kind, read.kind(), json);
                assertTrue(read.text("alg") != null, json);
                assertEquals(kind == JoseHeader.ENCRYPTED, read.text("enc") != null, json);
            });
            encrypted[0] += kind == JoseHeader.ENCRYPTED ? 1 : 0;
        });
        assertTrue(runs == 0 || encrypted[0] > 0, "some are encrypted");
    }

    /** Padding changes nothing wherever a token of the grammar is read by its segments. */
    @Test
    void digest_generatedTokens_paddingAndSecondReadingsChangeNothing() {
        long[] read = {0};
        long runs = Fuzzing.drive("characters to identities", 25_000, data -> {
            Choices choices = new Choices(data);
            String token = choices.one(HEADS) + choices.row(SEGMENTS, 8);
            if (token.chars().anyMatch(c -> c >= 128)) {
                assertNull(identity.digest(token), token);
                return;
            }
            TokenDigest digest = identity.digest(token);
            assertEquals(digest, identity.digest(token), token);
            JoseHeader kind = identity.header(token);
            assertEquals(kind == JoseHeader.SIGNED || kind == JoseHeader.ENCRYPTED, JoseHeaders.fields(token).isPresent(), token);
            if (digest == null || kind == JoseHeader.NONE && !Paseto.is(token)) {
                return;
            }
            read[0]++;
            String padded = padded(token);
            assertEquals(digest, identity.digest(padded), token + " and " + padded);
            assertEquals(grammar.matches(token), grammar.matches(padded), token + " and " + padded);
        });
        assertTrue(runs == 0 || read[0] > runs / 100, read[0] + " of " + runs + " have segments");
    }

    /** All bytes but the signature's count, however they are spelled. */
    @Test
    void digest_generatedPasetos_messageAndFooterAloneCount() {
        Fuzzing.drive("bytes to PASETOs", 8_000, data -> {
            int message = 1 + data.length / 2;
            byte[] payload = Arrays.copyOf(data, message + 64);
            byte[] footer = Arrays.copyOfRange(data, data.length / 2, data.length);
            TokenDigest digest = paseto(payload, footer);
            payload[message + 63] ^= 1;
            payload[message] ^= 1;
            assertEquals(digest, paseto(payload, footer));
            String respelled = "v4.public." + Base64.getEncoder().encodeToString(payload) + "."
                    + Base64.getEncoder().encodeToString(footer);
            assertEquals(digest, identity.digest(respelled), respelled);
            payload[message - 1] ^= 1;
            assertNotEquals(digest, paseto(payload, footer));
        });
    }

    private TokenDigest paseto(byte[] payload, byte[] footer) {
        return identity.digest("v4.public." + encoded(payload) + "." + encoded(footer));
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** With the padding that each of the first two segments lacks, or of a PASETO all behind the purpose. */
    private static String padded(String token) {
        String[] parts = token.split("\\.", -1);
        boolean isPaseto = Paseto.is(token);
        for (int i = isPaseto ? 2 : 0; i < (isPaseto ? parts.length : Math.min(2, parts.length)); i++) {
            boolean isPlain = parts[i].chars().allMatch(Base64Url::isAlphabet);
            parts[i] += isPlain && parts[i].length() % 4 > 1 ? "=".repeat(4 - parts[i].length() % 4) : "";
        }
        return String.join(".", parts);
    }
}
