package org.tokenrevocation.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens among WebSocket subprotocols. */
class SubprotocolCandidatesTest {
    private static final String[] FORMS = {"token-subprotocols",
        "bearer, auth.{token}, base64url.bearer.authorization.k8s.io.{base64url}"};

    private static Found in(String... values) {
        FakeRequest request = new FakeRequest();
        for (String value : values) {
            request.header("Sec-WebSocket-Protocol", value);
        }
        return Found.in(request, FORMS);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "bearer, t|t", "bearer,t|t", "Bearer, t|t", "v1.app, bearer, t|t", "bearer, t, v1.app|t", "bearer,, t|t", "bearer\t,\tt|t",
        "bearer\u00a0, t|t", "auth.t|t", "AUTH.t|t", "v1.app, auth.a.b.c|a.b.c", "bearer, a.b.c, v1.app|a.b.c",
        "base64url.bearer.authorization.k8s.io.dG9rZW4|token", "base64url.bearer.authorization.k8s.io.dG9rZW4, v4.channel.k8s.io|token",
        "base64url.bearer.authorization.k8s.io.dG9rZW4=|token", "base64url.bearer.authorization.k8s.io.dG9rZW5|token"
    })
    void find_namedForm_isCandidate(String value, String token) {
        assertEquals(new Found(List.of(token), false), in(value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "graphql-ws", "mqtt, wamp.2.json", "v4.channel.k8s.io", "bearers, t", "xbearer, t", "authx", "auth",
        "base64url.bearer.authorization.k8s.io", "x.auth.t", ",", " , "})
    void find_ordinarySubprotocols_areLeftAlone(String value) {
        assertEquals(new Found(List.of(), false), in(value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bearer", "bearer,", "v1.app, bearer", "auth.", "auth.a b", "bearer, \"t\"", "bearer, \u00a0t",
        "base64url.bearer.authorization.k8s.io.", "base64url.bearer.authorization.k8s.io.dG+rZW4",
        "base64url.bearer.authorization.k8s.io.!dG9rZW4", "base64url.bearer.authorization.k8s.io.w6k",
        "base64url.bearer.authorization.k8s.io.dG9r ZW4"})
    void find_namedFormGoesOnWrongly_isRefused(String value) {
        assertTrue(in(value).isRefused());
    }

    @Test
    void find_severalFields_areOneList() {
        assertEquals(List.of("t"), in("bearer", "t").tokens());
        assertEquals(List.of("t", "u"), in("v1.app, bearer", "t, auth.u").tokens());
        assertEquals(List.of("bearer", "t"), in("bearer, bearer, t").tokens());
    }

    @Test
    void find_notConfigured_isIgnored() {
        assertEquals(List.of(), Found.in(new FakeRequest().header("Sec-WebSocket-Protocol", "bearer, t")).tokens());
    }
}
