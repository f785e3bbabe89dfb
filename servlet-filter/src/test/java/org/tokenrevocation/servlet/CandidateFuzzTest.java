package org.tokenrevocation.servlet;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;
import org.tokenrevocation.testing.Choices;
import org.tokenrevocation.testing.Fuzzing;

/**
 * Spring Security's own resolver and a naive substring as the oracle: whatever they would take as a token is among our
 * candidates, or the request is refused. Several headers, lists, and the query come together here; CandidateOracleTest
 * compares single values with more parsers.
 */
class CandidateFuzzTest {
    private static final Set<String> SCHEME_ALONE = Set.of("bearer", "dpop");
    private static final List<String> VALUES = List.of("Bearer", "bearer", "BEARER", "Bearer ", "Bearer  ", "DPoP ", "Basic ",
            " ", "\t", ",", ", ", "\"", ";", ":", "=", "==", "t", "abc", "a.b.c", "x/y+z", "\u00a0", "\u0085", "\u2003",
            "\u000b", "\r\n ", "\ufeff", "%20", "\\", "realm=", "B", "Bear", "er ", "\u0130", "\u017f", "\u212a");
    private static final List<String> QUERIES = List.of("access_token", "access_token=", "access%5Ftoken=", "%61ccess_token=",
            "=", "&", ";", "+", "%2B", "%", "%zz", "t", "abc", "a.b", "?", "#", "&access_token=abc");

    private static final List<String> COOKIES = List.of("Bearer", "bearer", "DPoP", "%20", "+", "%2B", "%2F", "%3D", "%", "%4", "%41",
            "%zz", "%25", "%00", "\"", " ", "t", "abc", "a.b.c", "x-y_z", "=", "%74", "%C3%A9", "eyJh", ".");
    private static final List<String> SUBPROTOCOLS = List.of("bearer", "Bearer", "auth.", "k8s.", "K8S.", ",", ", ", " ", "\t", "t", "abc",
            "dG9rZW4", "dG9rZW5", "dG9rZW4=", "+", "/", "graphql-ws", "\u00a0", "x.", "=", "!");

    private final DefaultBearerTokenResolver spring = new DefaultBearerTokenResolver();
    private final DefaultBearerTokenResolver springWithQuery = new DefaultBearerTokenResolver();

    CandidateFuzzTest() {
        springWithQuery.setAllowUriQueryParameter(true);
    }

    @Test
    void find_generatedRequests_springAndTheNaiveReadNoOtherToken() {
        long[] read = {0};
        long runs = Fuzzing.drive("header and query to candidates", 40_000, data -> {
            Choices choices = new Choices(data);
            FakeRequest request = new FakeRequest();
            List<String> values = new ArrayList<>();
            for (int i = choices.next(3); i >= 0; i--) {
                values.add(choices.row(VALUES, 7));
                request.header("Authorization", values.get(values.size() - 1));
            }
            String query = choices.next(3) == 0 ? choices.row(QUERIES, 8) : null;
            request.query(query);
            Found found = Found.in(request);
            request.forHost();
            for (String value : values) {
                read[0] += check(found, value.startsWith("Bearer ") ? value.substring(7).trim() : null, "naive", values);
            }
            read[0] += check(found, resolved(spring, request), "Spring Security", values);
            if (query != null) {
                for (String token : naive(query)) {
                    read[0] += check(found, token, "naive query", List.of(query));
                }
            }
        });
        assertTrue(read[0] > runs / 100, "the oracle reads tokens often enough: " + read[0] + " of " + runs);
    }

    /** In denylist mode, where every text is live that nobody has revoked. */
    @Test
    void find_generatedCookies_noHostReadsAnotherToken() {
        long[] read = {0};
        List<Function<String, String>> hosts = List.of(value -> value, value -> value.replace("%", ""),
                CandidateFuzzTest::decoded, value -> CandidateFuzzTest.decoded(value.replace('+', ' ')));
        long runs = Fuzzing.drive("cookies to candidates", 40_000, data -> {
            String value = new Choices(data).row(COOKIES, 7).replaceAll("[;,\r\n]", "");
            Found found = Found.in(new FakeRequest().header("Cookie", "sid=" + value), "token-cookies", "sid", "mode", "denylist",
                    "accept-unverified", "anonymous");
            for (Function<String, String> host : hosts) {
                String text = host.apply(value.replaceAll("^[ \t]+|[ \t]+$", "").replaceAll("^\"(.*)\"$", "$1"));
                String token = text == null ? "" : text.strip().replaceFirst("^(?i:bearer|dpop)[ \t]+", "").strip();
                if (token.matches("[A-Za-z0-9._~+/-]+=*") && !SCHEME_ALONE.contains(token.toLowerCase(Locale.ROOT))) {
                    read[0] += check(found, token, "a reader of cookies", List.of(value));
                }
            }
        });
        assertTrue(read[0] > runs / 100, "the oracle reads tokens often enough: " + read[0] + " of " + runs);
    }

    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.ISO_8859_1);
        } catch (IllegalArgumentException e) {
            // The host refuses the cookie itself.
            return null;
        }
    }

    @Test
    void find_generatedSubprotocols_noHostReadsAnotherToken() {
        long[] read = {0};
        long runs = Fuzzing.drive("subprotocols to candidates", 40_000, data -> {
            String value = new Choices(data).row(SUBPROTOCOLS, 8);
            Found found = Found.in(new FakeRequest().header("Sec-WebSocket-Protocol", value), "token-subprotocols",
                    "bearer,auth.{token},k8s.{base64url}");
            List<String> items = Arrays.stream(value.split(",")).map(String::trim).filter(item -> !item.isEmpty()).toList();
            for (int i = 0; i < items.size(); i++) {
                String item = items.get(i);
                if (item.equalsIgnoreCase("bearer") && i + 1 < items.size()) {
                    read[0] += check(found, items.get(i + 1), "the next one", List.of(value));
                } else if (item.regionMatches(true, 0, "auth.", 0, 5)) {
                    read[0] += check(found, item.substring(5), "the rest", List.of(value));
                } else if (item.regionMatches(true, 0, "k8s.", 0, 4)) {
                    read[0] += check(found, forgivinglyDecoded(item.substring(4)), "a forgiving decoder", List.of(value));
                }
            }
        });
        assertTrue(read[0] > runs / 100, "the oracle reads tokens often enough: " + read[0] + " of " + runs);
    }

    private static String forgivinglyDecoded(String text) {
        try {
            byte[] decoded = Base64.getMimeDecoder().decode(text.replace('-', '+').replace('_', '/').replace("=", ""));
            return new String(decoded, StandardCharsets.ISO_8859_1);
        } catch (IllegalArgumentException e) {
            // The host refuses the handshake itself.
            return null;
        }
    }

    @Test
    void find_queryTokenThatSpringReads_isAmongOurs() {
        FakeRequest request = new FakeRequest().query("access_token=abc");
        Found found = Found.in(request);
        request.forHost("access_token", "abc");
        check(found, resolved(springWithQuery, request), "Spring Security with the query", List.of());
        assertTrue("abc".equals(resolved(springWithQuery, request)));
    }

    private static String resolved(DefaultBearerTokenResolver resolver, FakeRequest request) {
        try {
            return resolver.resolve(request.build());
        } catch (OAuth2AuthenticationException e) {
            // Refused by the host itself.
            return null;
        }
    }

    /** Without decoding; a percent sign is in no token, so what holds one opens nothing there. */
    private static List<String> naive(String query) {
        List<String> tokens = new ArrayList<>();
        for (String pair : query.split("&")) {
            if (pair.startsWith("access_token=") && pair.indexOf('%') < 0) {
                tokens.add(new String(pair.substring(13).getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.ISO_8859_1));
            }
        }
        return tokens;
    }

    private static int check(Found found, String token, String host, List<String> said) {
        if (token == null || token.isEmpty()) {
            return 0;
        }
        String plain = CandidateOracleTest.joined(token.replaceAll("^[ \\t]+|[ \\t]+$", ""));
        assertTrue(found.isRefused() || found.tokens().contains(plain),
                () -> host + " reads [" + token + "] of " + said + ", we found " + found);
        return 1;
    }
}
