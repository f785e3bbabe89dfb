package org.tokenrevocation.internal.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.UrlEncoded;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tokenrevocation.internal.identity.TokenGrammar;
import org.tokenrevocation.spi.EndpointRequest;
import org.tokenrevocation.testing.Choices;
import org.tokenrevocation.testing.Fuzzing;

/** Bodies of every shape: answered with 200 or refused, never 500; and what dies is what other parsers read as well. */
class BodyFuzzTest {
    private static final List<String> JSON = List.of("{", "}", "[", "]", ":", ",", "\"", "\"token\":", "\"token_type\":",
            "\"tok\\u0065n\":", "\"access\"", "\"refresh\"", "\"abc\"", "\"a.b.c\"", "null", "1e9999", "-0", "true", " ",
            "\\", "\\u0000", "\\ud800", "/*", "//", "\ufeff", "\u00e9", "\n", "'", "NaN", "\"\"", "\"x\":{\"y\":[1]}",
            "{\"token\":\"abc\",\"token_type\":\"access\"}", "\"token\":\"abc\",\"token_type\":\"refresh\"");
    private static final List<String> FORM = List.of("token", "token=", "token_type_hint=", "tok%65n=", "=", "&", "&", ";",
            "+", "%", "%2", "%zz", "%00", "%C3", "%C3%A9", "%26", "%3D", "abc", "a.b.c", "access", "\u00e9", "#", "?", " ",
            "token=abc", "token_type_hint=x");

    private final TokenGrammar grammar = new TokenGrammar("", 16_384);
    private String revoked;
    private final EndpointContract contract = new EndpointContract("fuzz",
            new EndpointLimits(Duration.ofSeconds(5), 65_536, 100), null, grammar::matches,
            (token, client) -> {
                revoked = token;
                return CompletableFuture.completedFuture(null);
            }, counter -> { });

    @AfterEach
    void close() {
        contract.close();
    }

    @Test
    void json_generated_neverAFaultAndNeverAnotherToken() {
        long runs = Fuzzing.drive("json body", 15_000, data -> {
            String body = new Choices(data).row(JSON, 24);
            if (accepted("application/json", body)) {
                JsonObject read = JsonParser.parseString(body).getAsJsonObject();
                assertEquals(read.get("token").getAsString(), revoked);
                assertTrue(Set.of("access", "refresh").contains(read.get("token_type").getAsString()));
            }
        });
        assertTrue(runs > 0);
    }

    @Test
    void form_generated_neverAFaultAndNeverAnotherToken() {
        long runs = Fuzzing.drive("form body", 15_000, data -> {
            String body = new Choices(data).row(FORM, 16);
            if (accepted("application/x-www-form-urlencoded", body)) {
                Fields fields = new Fields(true);
                UrlEncoded.decodeTo(body, fields::add, StandardCharsets.UTF_8);
                List<String> tokens = fields.getValuesOrEmpty("token").stream().filter(one -> !one.isEmpty()).toList();
                assertEquals(List.of(revoked), tokens, body);
            }
        });
        assertTrue(runs > 0);
    }

    private boolean accepted(String type, String body) {
        revoked = null;
        int status = contract.answer(call(type, body)).status();
        assertTrue(status == 200 || status == 400, "status " + status);
        assertEquals(status == 200, revoked != null, "nothing dies but with 200");
        assertTrue(revoked == null || grammar.matches(revoked));
        return status == 200;
    }

    private static EndpointRequest call(String type, String body) {
        return new EndpointRequest() {
            @Override
            public String method() {
                return "POST";
            }

            @Override
            public List<String> headers(String name) {
                return name.equals("Content-Type") ? List.of(type) : List.of();
            }

            @Override
            public InputStream body() {
                return new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8));
            }
        };
    }
}
