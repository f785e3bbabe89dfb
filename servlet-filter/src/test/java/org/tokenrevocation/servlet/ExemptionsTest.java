package org.tokenrevocation.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tokenrevocation.Settings;
import org.tokenrevocation.spi.request.ExemptPaths;

/** Which dispatches are never judged. */
class ExemptionsTest {
    private static boolean covers(String exclude, FakeRequest request) {
        Settings settings =
                Settings.builder().set("redis-url", "redis://127.0.0.1:1").set("exclude", exclude).build();
        return new Exemptions(java.util.Set.of("/oauth/revoke-token"), settings).cover(request.build());
    }

    private static FakeRequest at(String path) {
        return new FakeRequest().path(path, null, "/app" + path);
    }

    @Test
    void cover_endpoint_exactlyHoweverMapped() {
        assertTrue(covers("", at("/oauth/revoke-token")));
        assertTrue(covers("", new FakeRequest().path("/oauth", "/revoke-token", "/oauth/revoke-token")));
        assertTrue(covers("", new FakeRequest().path("", "/oauth/revoke-token", "/oauth/revoke%2Dtoken")));
        assertFalse(covers("", at("/oauth/revoke-token/")));
        assertFalse(covers("", at("/oauth/revoke-tokens")));
        assertFalse(covers("", at("/oauth/Revoke-token")));
        assertFalse(covers("", at("/oauth")));
        assertFalse(covers("", new FakeRequest().path("/oauth/revoke", "token", "/oauth/revoketoken")));
    }

    @Test
    void isPreflight_onlyWithAllThreeMarks() {
        assertTrue(Exemptions.isPreflight(preflight("OPTIONS", true, true).build()));
        assertFalse(Exemptions.isPreflight(preflight("GET", true, true).build()));
        assertFalse(Exemptions.isPreflight(preflight("OPTIONS", false, true).build()));
        assertFalse(Exemptions.isPreflight(preflight("OPTIONS", true, false).build()));
        assertFalse(covers("", preflight("OPTIONS", true, true)), "a token in it is judged");
    }

    private static FakeRequest preflight(String method, boolean hasOrigin, boolean hasMethod) {
        FakeRequest request = at("/api").method(method);
        if (hasOrigin) {
            request.header("Origin", "https://example.org");
        }
        if (hasMethod) {
            request.header("Access-Control-Request-Method", "GET");
        }
        return request;
    }

    @Test
    void warnOfContextPath_pathsThatRepeatIt_toldWithTheRemedy() {
        Settings settings = Settings.builder().set("redis-url", "redis://127.0.0.1:1")
                .set("exclude", "/app/public,/app,/apple,/public/app").build();
        // An endpoint there may be meant: a JAX-RS application is often mapped to a path like the context's.
        Exemptions exemptions = new Exemptions(java.util.Set.of("/app/oauth/revoke-token"), settings);
        try (LogLines log = new LogLines()) {
            exemptions.warnOfContextPath("node", "");
            exemptions.warnOfContextPath("node", "/other");
            assertEquals(0, log.lines("context path"));
            exemptions.warnOfContextPath("node", "/app");
            assertEquals(2, log.lines("node: revocation."));
            assertEquals(1, log.lines("revocation.exclude [/app/public] begins with the context path [/app], and paths there begin"
                    + " behind it, so this one stands for [/app/app/public]; write [/public] if [/app/public] is meant"));
            assertEquals(1, log.lines("revocation.exclude [/app] begins"));
        }
    }

    @Test
    void cover_exclusion_byWholeSegments() {
        assertTrue(covers("/public", at("/public")));
        assertTrue(covers("/public", at("/public/")));
        assertTrue(covers("/public", at("/public/a/b.css")));
        assertTrue(covers("/public", new FakeRequest().path("/public", "/a", "/public/a")));
        assertTrue(covers("/x,/public/a", at("/public/a")));
        assertFalse(covers("/public", at("/publicity")));
        assertFalse(covers("/public", at("/Public")));
        assertFalse(covers("/public", at("/api/public")));
        assertFalse(covers("/public/a", at("/public")));
        assertFalse(covers("", at("/public")));
    }

    @Test
    void cover_rootExcluded_isTheRootAlone() {
        assertTrue(covers("/", at("/")));
        assertFalse(covers("/", at("/api")));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "/public/../api", "/public/./api", "/public//api", "//public/api", "/public/%2e%2e/api", "/public/.%2E/api", "/public/..;/api",
        "/public/..;x=y/api", "/public/%2e;/api", "/public/a%2fb", "/public/a%5cb", "/public/a\\b", "/public/a%3bb", "/public/a%25b",
        "/public/a%00", "/public/a%", "/public/a%zz", "/public/;x/a", "/public/..", "/public/.", "/public/a%0d", "public", "",
        "/public/%c0%ae%c0%ae/api", "/public/%c1%9c", "/public/%e0%80%ae%e0%80%ae/api", "/public/%e0%80%af", "/public/%f0%80%80%ae",
        "/public/%f8%80%80%80%af", "/public/...", "/public/.%20./api", "/public/..%20/api", "/public/%20", "/public/.../api",
        "/public;..%2f..%2fapi", "/public;/../api", "/public;x", "/public/a;x=1/b", "/public;jsessionid=1;x", "/public;jsessionid=1/a",
        "/public;jsessionid=", "/public;jsessionid=..", "/public;jsessionid=1..2", "/public;jsessionid=.1", "/public;jsessionid=1.",
        "/public;jsessionid=..%2f..%2fapi", "/public;jsessionid=%31", "/public;jsessionid=1\\..", "/public;JSESSIONID=1",
        "/public/..;jsessionid=1", "/public/%2e%2e;jsessionid=1", "/public;jsessionid=1=2", "/public;jsessionid", "/public%u002f..",
        "/public;%6asessionid=1", "/public;jsessionid=\u0661", "/public;a=b;jsessionid=1", "/public//;jsessionid=1"
    })
    void isPlain_pathThatParsersReadDifferently_no(String uri) {
        assertFalse(ExemptPaths.isPlain(uri));
        assertFalse(covers("/public", new FakeRequest().path("/public", "/api", uri)));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "/", "/public", "/public/", "/public/a.css", "/public/.well-known", "/public/a%20b", "/public/%C3%A9",
        "/public;jsessionid=1", "/public/;jsessionid=0A1b2C.node-1", "/;jsessionid=1", "/public/a.css;jsessionid=x!1!2:3~4",
        "/public/a..b", "/public/..a", "/public/a...", "/public/%E2%82%AC", "/public/%F0%9F%98%80", "/public/a%20"
    })
    void isPlain_pathThatAllReadAlike_yes(String uri) {
        assertTrue(ExemptPaths.isPlain(uri));
    }

    @Test
    void cover_include_byTheIncludedPath() {
        assertFalse(covers("/public", include(at("/public"), "/api")));
        assertTrue(covers("/public", include(at("/api"), "/public")));
        assertFalse(covers("/public", at("/public").dispatch(DispatcherType.INCLUDE)), "named: nobody knows the path");
    }

    private static FakeRequest include(FakeRequest request, String path) {
        return request.dispatch(DispatcherType.INCLUDE)
                .attribute(RequestDispatcher.INCLUDE_SERVLET_PATH, path)
                .attribute(RequestDispatcher.INCLUDE_REQUEST_URI, "/app" + path);
    }
}
