package org.tokenrevocation.internal.identity;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The property behind token identity: whatever a library that existing applications carry accepts in place of a token
 * has that token's digest, or is malformed. Random tokens, known and random re-spellings; each failure prints the pair.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForgivingLibrariesTest {
    /** Signed tokens per algorithm; decrypting costs more, so half as many encrypted ones. {@code .ci/full identity} has more. */
    private static final int TOKENS = Integer.getInteger("identity.tokens", 2);

    private final long seed = Long.getLong("identity.seed", System.nanoTime());
    private final TokenIdentity identity = new TokenIdentity(new JoseHeaderJson());
    private final List<Accepted> accepted = new ArrayList<>();

    /** A spelling that a library let in. */
    private record Accepted(String library, String algorithm, String rule, String token, String spelling) {}

    @BeforeAll
    void gather() throws Exception {
        System.out.println("ForgivingLibrariesTest: -Didentity.seed=" + seed);
        Random random = new Random(seed);
        TokenMint mint = new TokenMint(random);
        try (JwtLibraries libraries = new JwtLibraries(mint)) {
            for (String algorithm : Stream.of(TokenMint.SIGNED, TokenMint.ENCRYPTED).flatMap(List::stream).toList()) {
                int tokens = TokenMint.SIGNED.contains(algorithm) ? TOKENS : TOKENS / 2;
                for (int i = 0; i < tokens; i++) {
                    gather(libraries, algorithm, mint.mint(algorithm), mint, random);
                }
            }
            gather(libraries, "RSA-OAEP", mint.mintWithLeadingZeroInKey(), mint, random);
        }
        Map<String, Integer> counts = new TreeMap<>();
        accepted.forEach(one -> counts.merge(one.library, 1, Integer::sum));
        System.out.println("ForgivingLibrariesTest: accepted re-spellings by library " + counts);
        if (Boolean.getBoolean("identity.report")) {
            accepted.forEach(one -> System.out.println(one.library + ", " + one.algorithm + ", " + one.rule));
        }
    }

    private void gather(JwtLibraries libraries, String algorithm, String token, TokenMint mint, Random random)
            throws Exception {
        List<Respellings.Respelling> respellings = Respellings.of(mint, random, algorithm, token);
        for (Map.Entry<String, JwtLibraries.Door> door : libraries.knowing(algorithm).entrySet()) {
            assertTrue(door.getValue().accepts(token), door.getKey() + " must accept the token itself: " + token);
            for (Respellings.Respelling respelling : respellings) {
                if (door.getValue().accepts(respelling.token())) {
                    accepted.add(new Accepted(
                            door.getKey(), algorithm, respelling.rule(), token, respelling.token()));
                }
            }
        }
    }

    /**
     * Those that would walk past a denylist of these identities; null is malformed. What the grammar keeps out counts
     * too: {@code token-characters} may let it in.
     */
    private List<Accepted> escapes(Function<String, Object> digest) {
        return accepted.stream()
                .filter(one -> {
                    Object presented = digest.apply(one.spelling);
                    return presented != null && !presented.equals(digest.apply(one.token));
                })
                .toList();
    }

    @Test
    void digest_whateverALibraryAcceptsInPlaceOfAToken_isTheTokensOrMalformed() {
        for (Accepted one : accepted) {
            assertNotNull(identity.digest(one.token), () -> "A token as issued must not be malformed: " + one.token);
        }
        List<Accepted> escapes = escapes(identity::digest);
        assertTrue(escapes.isEmpty(), () -> escapes.size() + " walk past, seed " + seed + ": " + escapes.get(0));
    }

    /** Each line is a forgiveness that design.md names; without it among the samples the property would prove little. */
    @ParameterizedTest
    @CsvSource({
        "java-jwt-4, unused bits of signature", "nimbus, unused bits of signature", "jose4j, unused bits of signature",
        "jjwt-0.9, unused bits of signature", "jjwt-0.12, unused bits of signature",
        "java-jwt-4, = after signature", "nimbus, = after signature", "jose4j, = after signature",
        "jjwt-0.9, = after signature", "jjwt-0.12, = after signature",
        "java-jwt-3, s to n-s", "java-jwt-4, s to n-s", "nimbus, s to n-s", "jose4j, s to n-s", "jjwt-0.9, s to n-s",
        "jjwt-0.12, s to n-s", "nimbus, +/ in signature", "jose4j, +/ in signature", "nimbus, junk in signature",
        "jose4j, junk in signature", "java-jwt-3, tail .", "vertx, tail .", "vertx, tail ..",
        "jjwt-0.9, blanks around dots", "spring-security-jwt, = after payload",
    })
    void gather_forgivenessThatTheDesignNames_isAmongTheSamples(String library, String rule) {
        assertTrue(
                accepted.stream().anyMatch(one -> one.library.equals(library) && one.rule.equals(rule)),
                () -> library + " no longer accepts: " + rule);
    }

    @ParameterizedTest
    @CsvSource({"ECDH-ES, bytes in empty key", "dir, bytes in empty key", "RSA-OAEP, leading zero of key stripped"})
    void gather_forgivenessOfEncryptedTokens_isAmongTheSamples(String algorithm, String rule) {
        assertTrue(
                accepted.stream().anyMatch(one -> one.algorithm.equals(algorithm) && one.rule.equals(rule)),
                () -> "No library accepts any more: " + algorithm + ", " + rule);
    }

    /** Each is a hole with the default grammar already. */
    @Test
    void escapes_naiveIdentities_areCaught() {
        assertAll(
                caught("the whole spelling", token -> token),
                caught("the number of segments", this::byNumberOfSegments),
                caught("a header that must be strict, else opaque", this::forgivenHeaderAsOpaque),
                caught("a JWS payload in any spelling", this::anyPayload),
                caught("an encrypted key as spelled", token -> encrypted(token, p -> p[0] + p[1] + p[2] + p[3])),
                caught("a tag as spelled", token -> encrypted(token, p -> p[0] + p[2] + p[3] + p[4])),
                caught("IV and ciphertext as spelled", token -> encrypted(token, p -> p[0] + p[2] + p[3])));
    }

    private Executable caught(String name, Function<String, Object> digest) {
        TokenGrammar grammar = new TokenGrammar("", 16_384);
        return () -> assertTrue(
                escapes(digest).stream().anyMatch(one -> grammar.matches(one.spelling)), "Not caught: " + name);
    }

    private Object byNumberOfSegments(String token) {
        String[] parts = token.split("\\.", -1);
        return parts.length == 3 ? parts[0] + '.' + parts[1] : token;
    }

    private Object forgivenHeaderAsOpaque(String token) {
        return identity.header(token) == JoseHeader.TORN ? token : identity.digest(token);
    }

    private Object anyPayload(String token) {
        return identity.header(token) == JoseHeader.SIGNED ? byFirstTwo(token) : identity.digest(token);
    }

    private static String byFirstTwo(String token) {
        String[] parts = token.split("\\.", -1);
        return parts[0] + '.' + parts[1];
    }

    private Object encrypted(String token, Function<String[], Object> naive) {
        String[] parts = token.split("\\.", -1);
        boolean isWhole = identity.header(token) == JoseHeader.ENCRYPTED && parts.length == 5;
        return isWhole ? naive.apply(parts) : identity.digest(token);
    }

    @Test
    void digest_ofDistinctTokens_differs() throws Exception {
        Random random = new Random(seed);
        TokenMint mint = new TokenMint(random);
        Map<TokenDigest, String> seen = new HashMap<>();
        for (String algorithm : Stream.of(TokenMint.SIGNED, TokenMint.ENCRYPTED).flatMap(List::stream).toList()) {
            for (int i = 0; i < 20; i++) {
                String token = mint.mint(algorithm);
                TokenDigest digest = identity.digest(token);
                assertNotNull(digest, token);
                String other = seen.put(digest, token);
                assertNull(other, () -> "Two tokens share a digest, seed " + seed + ": " + token);
            }
        }
    }
}
