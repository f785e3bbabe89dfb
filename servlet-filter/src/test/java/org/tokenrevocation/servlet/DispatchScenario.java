package org.tokenrevocation.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tokenrevocation.testing.RedisServer;
import redis.clients.jedis.RedisClient;

/** Paths, exclusions and dispatches: no way from an excluded path to a guarded one (conformance F25, F28). */
abstract class DispatchScenario extends HostsScenario {
    /** Two applications that know different tokens: {@code dead} lives in neither, {@code live} in the first alone. */
    @Override
    HostSpec spec(RedisServer server) {
        return new HostSpec().set("redis-url", server.url()).set("redis-timeout", "5s").set("founding-window", "500ms")
                .setOther("redis-timeout", "5s").setOther("founding-window", "500ms").setOther("redis-url", server.url())
                .setOther("session-key-access", "other:access:{token}")
                .setOther("session-key-refresh", "other:refresh:{token}");
    }

    @Override
    void issueTokens(RedisServer server) {
        try (RedisClient jedis = server.client()) {
            jedis.set("session:access:live", "alice");
            jedis.set("other:access:both", "alice");
            jedis.set("session:access:both", "alice");
        }
    }

    @BeforeEach
    void shareHost() throws Exception {
        share(spec().set("exclude", "/public,/oauth/token"));
    }

    private Http.Answer get(String target, String token, String dispatchTo) {
        return Http.get(host.port(), target, "Authorization: Bearer " + token, "X-Target: " + dispatchTo);
    }

    @ParameterizedTest
    @CsvSource({
        "/public,200", "/public/,200", "/public/a,200", "/public/a.css?x=/../api,200", "/public;jsessionid=1,200",
        "/public/a;jsessionid=0A1b.node-1,200", "/public/;jsessionid=1,200", "/public;jsessionid=1/a,401", "/public;x,401", "/public/a;x=1,401",
        "/oauth/token,200", "/oauth/tokens,401", "/publicity,401", "/PUBLIC/a,401", "/api/public,401", "/api/x;/public,401", "/,401",
        "/oauth/token/../revoke,401"
    })
    void call_exclusion_wholeSegmentsOfDecodedPath(String target, int status) {
        assertEquals(status, get(target, "dead", "").status());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "/public/../api/x", "/public/%2e%2e/api/x", "/public/.%2e/api/x", "/public/..;/api/x", "/public/..;a=b/api/x",
        "/public/%2e%2e;/api/x", "/public//../api/x", "//public/../api/x", "/public;/../api/x", "/public/..%2fapi/x", "/public%2f..%2fapi/x",
        "/public/..%5capi/x", "/public\\..\\api/x", "/public/%252e%252e/api/x", "/public/..%00/api/x", "/public/..%3b/api/x",
        "/public/.;/../api/x", "/./public/../api/x", "/api/../public/../api/x", "/api/x;/../public", "/api/x/..;/../public",
        "/api/x/%2e%2e/%2e%2e/public/a", "/oauth/revoke-token/../../api/x", "/api/x/../../oauth/revoke-token",
        "/api/x;/../../oauth/revoke-token", "/public/../public/../api/x?/public", "http://localhost/public/../api/x", "/public/\u00c0\u00ae/a",
        "/public;..%2f..%2fapi/x", "/public;..%2f..%2fapi", "/public;/..%2fapi/x", "/public;x=..%5c..%5capi/x", "/public;%2f..%2fapi/x",
        "/public;jsessionid=..%2f..%2fapi/x", "/public;jsessionid=1;..%2fapi/x", "/public/a;jsessionid=1%2f..%2f..%2fapi/x",
        "/public;%252e%252e/api/x", "/public/a%3b..%2f..%2fapi/x", "/public;..%00/api/x", "/public;\\..\\api/x", "/public/.../api/x",
        "/public/..%20/api/x", "/public/.%20./api/x", "/public/%e0%80%ae%e0%80%ae/api/x", "/public/..%e0%80%afapi/x",
        "/public/%f0%80%80%ae./api/x", "/public/..%u002fapi/x", "/public/..%25%32%66api/x"
    })
    void call_pathTrick_guardedPathStaysGuarded(String target) throws Exception {
        Http.Answer answer = get(target, "dead", "");
        assertTrue(answer.status() == 400 || answer.status() == 401 || answer.status() == 404, answer.toString());
        assertFalse(answer.body().contains("reached"), answer.body());
    }

    @ParameterizedTest
    @CsvSource({
        "/oauth/revoke-token,200", "/oauth/revoke-token?x=1,200", "/oauth/revoke-token;jsessionid=1,200", "/oauth/revoke-token;x,401", "/oauth;x/revoke-token,401",
        "/oauth/revoke%2Dtoken,200", "/oauth/revoke-token/,401", "/oauth/revoke-token/x,401", "/oauth/revoke-token;/x,401",
        "/oauth/Revoke-token,401", "/oauth/revoke-tokens,401", "/oauth/revoke-token%20,401", "/api/oauth/revoke-token,401"
    })
    void call_endpointPath_exactlyItIsNotGuarded(String target, int status) {
        assertEquals(status, get(target, "dead", "/public/x").status());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "//oauth/revoke-token", "/oauth//revoke-token", "/x/../oauth/revoke-token", "/./oauth/revoke-token",
        "/oauth/x/../revoke-token", "/oauth/./revoke-token", "/oauth/revoke-token/.", "/oauth/revoke-token/x/..",
        "/oauth/%2e/revoke-token", "/x/%2e%2e/oauth/revoke-token", "/oauth%2frevoke-token", "/oauth/revoke-token%2f",
        "/oauth/revoke-token%00", "/oauth/revoke-token%3bx", "/oauth\\revoke-token", "/oauth/;/revoke-token",
        "/x;/../oauth/revoke-token", "/oauth/..;/oauth/revoke-token", "/oauth/revoke%252dtoken",
        "/%c0%ae%c0%ae/oauth/revoke-token", "/oauth/revoke-token/%c0%ae%c0%ae/api/x"
    })
    void call_endpointPathInDisguise_guarded(String target) throws Exception {
        Http.Answer answer = get(target, "dead", "/public/x");
        assertTrue(answer.status() == 400 || answer.status() == 401 || answer.status() == 404, answer.toString());
        assertFalse(answer.body().contains("reached"), answer.body());
    }

    @Test
    void dispatch_outOfTheEndpointsPath_targetIsGuarded() {
        assertEquals(401, get("/oauth/revoke-token", "dead", "/api/x").status());
        assertEquals(200, get("/oauth/revoke-token", "live", "/api/x").status());
        assertEquals(401, Http.get(host.port(), "/oauth/revoke-token?access_token=dead", "X-Target: /api/x").status());
        assertEquals(401, Http.get(host.port(), "/oauth/revoke-token", "X-Target: /api/x?access_token=dead").status());
        assertEquals("reached the endpoint", get("/api/forward", "live", "/oauth/revoke-token").body());
        assertEquals(401, get("/api/forward", "dead", "/oauth/revoke-token").status());
    }

    @Test
    void dispatch_outOfExcludedPath_targetIsGuarded() throws Exception {
        for (String way : new String[] {"/public/forward", "/public/async"}) {
            assertEquals(401, get(way, "dead", "/api/x").status(), way);
            assertEquals(200, get(way, "live", "/api/x").status(), way);
            assertEquals(200, get(way, "dead", "/public/x").status(), way);
            assertEquals(401, get(way, "dead", "/public/../api/x").status(), way);
        }
    }

    @Test
    void dispatch_toErrorPage_guardedUnlessExcluded() throws Exception {
        Http.Answer refused = get("/public/error", "dead", "");
        assertEquals(401, refused.status());
        assertFalse(refused.body().contains("reached"), refused.body());
        Http.Answer shown = get("/public/error", "live", "");
        assertEquals(500, shown.status());
        assertTrue(shown.body().contains("reached ERROR"), shown.body());
    }

    @Test
    void include_outOfExcludedPath_guardedPartIsMissing() {
        long before = host.count("filter.refused.revoked");
        assertEquals("before  after", get("/public/include", "dead", "/api/x").body());
        assertEquals(before + 1, host.count("filter.refused.revoked"));
        assertTrue(get("/public/include", "live", "/api/x").body().startsWith("before reached INCLUDE"));
        assertTrue(get("/public/include", "dead", "/public/x").body().startsWith("before reached INCLUDE"));
    }

    @Test
    void dispatch_afterCommit_nothingIsWrittenAndTargetNotReached() throws Exception {
        Http.Answer refused = get("/public/committed", "dead", "/api/x");
        assertEquals(200, refused.status());
        assertTrue(refused.body().contains("left "), refused.body());
        assertFalse(refused.body().contains("reached") || refused.body().contains("invalid_token"), refused.body());
        assertTrue(get("/public/committed", "live", "/api/x").body().contains("reached ASYNC"));
    }

    @Test
    void dispatch_sameCandidate_judgedOnce() {
        long before = host.count("verdicts.live");
        assertEquals(200, get("/api/forward", "live", "/api/x").status());
        assertEquals(before + 1, host.count("verdicts.live"));
    }

    @Test
    void dispatch_bringsAnotherCandidate_judgedToo() {
        assertEquals(401, Http.get(host.port(), "/api/forward", "X-Target: /api/x?access_token=dead").status());
        assertEquals(200, Http.get(host.port(), "/api/forward", "X-Target: /api/x?access_token=live").status());
        assertEquals(401, Http.get(host.port(), "/public/forward?access_token=dead", "X-Target: /api/x?y=1").status());
        assertEquals(401, Http.get(host.port(), "/public/async?access_token=dead", "X-Target: /api/x?y=1").status());
        assertFalse(Http.get(host.port(), "/public/include", "X-Target: /api/x?access_token=dead").body()
                .contains("reached"));
    }

    @Test
    void forward_intoOtherGuardedContext_judgedThereAsWell() throws Exception {
        for (String way : new String[] {"/public/cross", "/api/cross"}) {
            assertEquals(200, get(way, "both", "/api/x").status(), way);
            assertEquals(401, get(way, "live", "/api/x").status(), way);
        }
        assertEquals(200, get("/api/x", "live", "").status());
        assertEquals(401, Http.get(host.port(), "/other/api/x", "Authorization: Bearer live").status());
    }
}
