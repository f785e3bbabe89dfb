package org.tokenrevocation.servlet;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
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
    private static final List<String> VALUES = List.of("Bearer", "bearer", "BEARER", "Bearer ", "Bearer  ", "DPoP ", "Basic ",
            " ", "\t", ",", ", ", "\"", ";", ":", "=", "==", "t", "abc", "a.b.c", "x/y+z", "\u00a0", "\u0085", "\u2003",
            "\u000b", "\r\n ", "\ufeff", "%20", "\\", "realm=", "B", "Bear", "er ", "\u0130", "\u017f", "\u212a");
    private static final List<String> QUERIES = List.of("access_token", "access_token=", "access%5Ftoken=", "%61ccess_token=",
            "=", "&", ";", "+", "%2B", "%", "%zz", "t", "abc", "a.b", "?", "#", "&access_token=abc");

    private final DefaultBearerTokenResolver spring = new DefaultBearerTokenResolver();
    private final DefaultBearerTokenResolver springWithQuery = new DefaultBearerTokenResolver();

    CandidateFuzzTest() {
        springWithQuery.setAllowUriQueryParameter(true);
    }

    @Test
    void find_generatedRequests_springAndTheNaiveReadNoOtherToken() {
        long[] read = {0};
        long runs = Fuzzing.drive("header and query to candidates", 150_000, data -> {
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
