package org.tokenrevocation.servlet;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.tomcat.util.buf.MessageBytes;
import org.apache.tomcat.util.http.Parameters;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.UrlEncoded;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Independent parsers as the oracle: whatever a host would take as its token is among our candidates, or the request is
 * refused. Inputs are generated from a fixed seed out of the pieces that matter to parsers.
 */
class CandidateOracleTest {
    private static final int INPUTS = 200_000;

    /** Spring Security's DefaultBearerTokenResolver: the same rule in a regular expression of our own. */
    private static final Pattern RFC_6750 =
            Pattern.compile("bearer (?<token>[-a-z0-9._~+/]+=*)", Pattern.CASE_INSENSITIVE);

    private static final Pattern EQUAL_FIELDS = Pattern.compile(
            "(?<token>[^ ,\\t]+)(?:[ \\t]*,[ \\t]*(?:bearer|dpop)[ \\t]+\\k<token>)+", Pattern.CASE_INSENSITIVE);

    private static final List<Function<String, String>> HOSTS = List.of(
            CandidateOracleTest::springSecurity,
            value -> value.startsWith("Bearer ") ? value.substring(7) : null,
            value -> value.startsWith("Bearer ") ? value.substring(7).trim() : null,
            value -> value.startsWith("Bearer ") ? value.substring(7).strip() : null,
            value -> value.trim().startsWith("Bearer ") ? value.trim().substring(7) : null,
            value -> value.startsWith("Bearer") ? value.substring(6).trim() : null,
            value -> value.toLowerCase(Locale.ROOT).startsWith("bearer ") ? value.substring(7).trim() : null,
            value -> value.regionMatches(true, 0, "DPoP ", 0, 5) ? value.substring(5).trim() : null,
            CandidateOracleTest::splitAtWhiteSpace,
            value -> value.strip().split("\\h+").length == 2 && value.strip().split("\\h+")[0].equalsIgnoreCase("bearer")
                    ? value.strip().split("\\h+")[1] : null,
            CandidateOracleTest::lastOfList);

    private static final List<String> HEADER_PIECES = List.of("Bearer", "bearer", "BEARER", "DPoP", "Basic", " ", " ", " ", "\t",
            ",", ", ", "\"", ";", ":", "=", "==", "t", "abc", "a.b.c", "x/y+z", "\u00a0", "\u0085", "\u2003", "\u000b", "\f",
            "\r\n ", "\ufeff", "%20", "\\", "realm=", "token-revocation-probe");

    private static final List<String> QUERY_PIECES = List.of("access_token", "access%5Ftoken", "access%5ftoken",
            "%61ccess_token", "access%u005Ftoken", "=", "=", "=", "&", "&", ";", "+", "%2B", "%20", "%", "%2", "%zz", "%3D",
            "%26", "%3B", "%00", "t", "abc", "a.b", "%74", "x", "?", "#", "%C3%A9", "%u0074", "Bearer");

    private static String springSecurity(String value) {
        Matcher matcher = RFC_6750.matcher(value);
        return matcher.matches() ? matcher.group("token") : null;
    }

    private static String splitAtWhiteSpace(String value) {
        String[] parts = value.trim().split("\\s+");
        return parts.length == 2 && parts[0].equalsIgnoreCase("Bearer") ? parts[1] : null;
    }

    private static String lastOfList(String value) {
        return Arrays.stream(value.split(",")).map(String::trim).filter(part -> part.startsWith("Bearer "))
                .map(part -> part.substring(7).trim()).reduce((first, second) -> second).orElse(null);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void find_generatedAuthorizations_noHostReadsAnotherToken(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < INPUTS; i++) {
            String value = pieces(random, HEADER_PIECES, 8);
            Found found = Found.in(new FakeRequest().header("Authorization", value));
            for (int host = 0; host < HOSTS.size(); host++) {
                check(found, HOSTS.get(host).apply(value), "host " + host + " of [" + value + "]");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5, 6})
    void find_generatedQueries_noHostReadsAnotherToken(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < INPUTS / 4; i++) {
            String query = pieces(random, QUERY_PIECES, 12);
            Found found = Found.in(new FakeRequest().query(query));
            tomcat(query).forEach(token -> check(found, token, "Tomcat of [" + query + "]"));
            jetty(query).forEach(token -> check(found, token, "Jetty of [" + query + "]"));
            literal(query, "&").forEach(token -> check(found, token, "raw split of [" + query + "]"));
            literal(query, "[&;]").forEach(token -> check(found, token, "semicolon split of [" + query + "]"));
        }
    }

    @Test
    void oracle_plainRequests_readTheToken() {
        long reading = HOSTS.stream().filter(host -> "t".equals(host.apply("Bearer t"))).count();
        assertTrue(reading >= HOSTS.size() - 1, "hosts that read a plain value: " + reading);
        assertTrue(tomcat("x=1&access%5Ftoken=t").contains("t"));
        assertTrue(jetty("x=1&access%5Ftoken=t").contains("t"));
        assertTrue(literal("x;access%5Ftoken=a+b", "[&;]").contains("a+b"));
    }

    /** Plain blanks around a token do not make it another one; every other character does. */
    private static void check(Found found, String text, String what) {
        String token = text == null ? null : joined(text.replaceAll("^[ \\t]+|[ \\t]+$", ""));
        if (token != null && !found.isRefused() && !found.tokens().contains(token)) {
            throw new AssertionError(what + " reads [" + token + "], we found " + found);
        }
    }

    /** No host takes a comma for part of a token; what a proxy has joined of equal fields can only mean the one token. */
    static String joined(String text) {
        if (text.indexOf(',') < 0) {
            return text;
        }
        Matcher equal = EQUAL_FIELDS.matcher(text);
        return equal.matches() ? equal.group("token") : text;
    }

    private static String pieces(Random random, List<String> pieces, int most) {
        return Stream.generate(() -> pieces.get(random.nextInt(pieces.size())))
                .limit(1 + random.nextInt(most)).collect(Collectors.joining());
    }

    private static List<String> tomcat(String query) {
        MessageBytes bytes = MessageBytes.newInstance();
        byte[] raw = query.getBytes(StandardCharsets.ISO_8859_1);
        bytes.setBytes(raw, 0, raw.length);
        Parameters parameters = new Parameters();
        parameters.setQuery(bytes);
        parameters.setQueryStringCharset(StandardCharsets.UTF_8);
        try {
            parameters.handleQueryParameters();
        } catch (IllegalStateException e) {
            // Tomcat answers 400 itself.
            return List.of();
        }
        String[] values = parameters.getParameterValues("access_token");
        return values == null ? List.of() : List.of(values);
    }

    private static List<String> jetty(String query) {
        Fields fields = new Fields(true);
        try {
            UrlEncoded.decodeTo(query, fields::add, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // Jetty answers 400 itself.
            return List.of();
        }
        return fields.getValuesOrEmpty("access_token");
    }

    /** A framework that decodes percent escapes and leaves a plus alone, as for paths. */
    private static List<String> literal(String query, String separators) {
        List<String> tokens = new ArrayList<>();
        for (String pair : query.split(separators)) {
            int equals = pair.indexOf('=');
            if (equals >= 0 && "access_token".equals(percentDecoded(pair.substring(0, equals)))) {
                tokens.add(percentDecoded(pair.substring(equals + 1)));
            }
        }
        return tokens;
    }

    private static String percentDecoded(String text) {
        return Pattern.compile("%([0-9a-fA-F]{2})").matcher(text)
                .replaceAll(hit -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(hit.group(1), 16))));
    }
}
