package org.tokenrevocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tokenrevocation.spi.EndpointRequest;
import org.tokenrevocation.spi.EndpointResponse;

/** The endpoints that are off by default, as far as no Redis is needed. Nobody listens at port 1. */
class FurtherEndpointsTest {
    private static final String CUTOFFS = "/oauth/revocations";
    private static final String LOGOUT = "/oauth/backchannel-logout";
    private static final String KEY = "hmac:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    private static final String BODY = "{\"sub\":\"alice\",\"iss\":\"https://a.example\"}";

    /** Knows whoever sends its name. */
    private static final ClientAuthenticator CLIENTS = new ClientAuthenticator() {
        @Override
        public Optional<String> authenticate(Function<String, List<String>> headers) {
            return headers.apply("Authorization").stream().findFirst();
        }

        @Override
        public String challenge() {
            return "Test";
        }
    };

    private static Settings.Builder settings() {
        return Settings.builder().set("redis-url", "redis://127.0.0.1:1").set("redis-timeout", "50ms").set("mode", "denylist")
                .set("jwt-keys", KEY + ";issuer=https://a.example").set("logout-audience", "client");
    }

    private static TokenRevocation open(Settings.Builder settings) {
        return TokenRevocation.builder("further", settings.build()).clientAuthenticator(CLIENTS).open();
    }

    private static String refusal(Settings.Builder settings) {
        return assertThrows(IllegalArgumentException.class, () -> TokenRevocation.open("further", settings.build()).close())
                .getMessage();
    }

    private static EndpointRequest call(String method, String type, String client, String body) {
        return new EndpointRequest() {
            @Override
            public String method() {
                return method;
            }

            @Override
            public List<String> headers(String name) {
                return name.equals("Content-Type") ? List.of(type)
                        : name.equals("Authorization") && client != null ? List.of(client) : List.of();
            }

            @Override
            public InputStream body() {
                return new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8));
            }
        };
    }

    @Test
    void endpoints_default_areThatOfRevocationsAlone() {
        try (TokenRevocation node = open(settings())) {
            assertEquals(Set.of("/oauth/revoke-token"), node.endpoints().keySet());
        }
    }

    @Test
    void open_endpointForEverybodyOrWithoutMeaning_isRefusedWithTheRemedy() {
        assertTrue(refusal(settings().set("revocations-endpoint", CUTOFFS)).contains("set revocation.client-credentials"));
        assertTrue(refusal(settings().set("backchannel-logout", LOGOUT).set("logout-audience", ""))
                .contains("revocation.logout-audience"));
        assertTrue(refusal(settings().set("backchannel-logout", LOGOUT).set("jwt-keys", KEY)).contains("add ;issuer= to it"));
        assertTrue(refusal(settings().set("backchannel-logout", LOGOUT).set("mode", "sessions")).contains("mode=denylist"));
        assertTrue(assertThrows(IllegalArgumentException.class,
                () -> open(settings().set("revocations-endpoint", CUTOFFS).set("mode", "sessions"))).getMessage()
                .contains("in sessions mode"));
    }

    @Test
    void build_twoEndpointsAtOnePath_isRefused() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> settings().set("revocations-endpoint", LOGOUT)
                .set("backchannel-logout", LOGOUT).build()).getMessage().contains("give each its own"));
    }

    @ParameterizedTest
    @CsvSource({"GET, application/json, ops, 405", "POST, application/json, , 401", "POST, text/plain, ops, 415",
        "POST, application/x-www-form-urlencoded, ops, 415", "POST, application/json, ops, 500", "OPTIONS, application/json, , 204"})
    void revocations_call_isAnswered(String method, String type, String client, int status) {
        try (TokenRevocation node = open(settings().set("revocations-endpoint", CUTOFFS))) {
            EndpointResponse answer = node.endpoints().get(CUTOFFS).answer(call(method, type, client, BODY));
            assertEquals(status, answer.status(), "500, since no Redis confirms it");
            assertEquals("no-store", answer.headers().get("Cache-Control"));
        }
    }

    @ParameterizedTest
    @CsvSource({"POST, application/x-www-form-urlencoded, logout_token=a.b.c, 400, not valid",
        "POST, application/x-www-form-urlencoded, token=a.b.c, 400, logout_token is missing",
        "POST, application/x-www-form-urlencoded, logout_token=a&logout_token=b, 400, must be given once",
        "POST, application/json, {}, 400, Content-Type", "GET, application/json, '', 405, POST"})
    void backchannelLogout_invalidCall_isAnsweredWithAnError(String method, String type, String body, int status, String word) {
        try (TokenRevocation node = open(settings().set("backchannel-logout", LOGOUT))) {
            EndpointResponse answer = node.endpoints().get(LOGOUT).answer(call(method, type, null, body));
            String text = new String(answer.body(), StandardCharsets.UTF_8);
            assertEquals(status, answer.status(), text);
            assertTrue(text.contains("\"error\":\"invalid_request\"") && text.contains(word), text);
            assertEquals("no-store", answer.headers().get("Cache-Control"));
        }
    }
}
