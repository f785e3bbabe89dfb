package org.tokenrevocation.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tokenrevocation.Settings;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.Verdict;
import org.tokenrevocation.testing.Await;
import org.tokenrevocation.testing.RedisServer;
import redis.clients.jedis.RedisClient;

/** What clients of a guarded application see (conformance F and H), whatever the server; real Redis, real HTTP. */
abstract class FilterScenario extends HostsScenario {
    private static final String CHALLENGE = "Bearer realm=\"api\", error=\"invalid_token\","
            + " error_description=\"The access token is revoked, expired or unknown\"";

    static final String SUBPROTOCOLS = "bearer,auth.{token},base64url.bearer.authorization.k8s.io.{base64url}";

    /** The first request to a fresh Redis waits until the fleet is founded. */
    @Override
    HostSpec spec(RedisServer server) {
        return new HostSpec().set("redis-url", server.url()).set("redis-timeout", "5s").set("founding-window", "500ms");
    }

    /** Makes {@code live…} live, and {@code dead…} dead. */
    @Override
    void issueTokens(RedisServer server) {
        try (RedisClient jedis = server.client()) {
            for (String token : new String[] {"live", "live2", "live=live", "meanwhile", "padded=="}) {
                jedis.set("session:access:" + token, "alice");
            }
        }
    }

    @Test
    void call_liveToken_passesFirstInChainAndUntouched() throws Exception {
        share(spec());
        Http.Answer answer = Http.send(host.port(), "POST", "/api/x", "a=1&access_token=dead",
                "Authorization: Bearer live", "Content-Type: application/x-www-form-urlencoded");
        assertEquals(200, answer.status());
        assertEquals("reached REQUEST traced body[a=1&access_token=dead]", answer.body());
    }

    @Test
    void call_revokedToken_refusedBeforeHostFilters() throws Exception {
        share(spec());
        int before = HostServlets.Tracing.reached;
        long refused = host.count("filter.refused.revoked");
        Http.Answer answer = get("/api/x", "Authorization: Bearer dead");
        assertEquals(401, answer.status());
        assertEquals(CHALLENGE, answer.header("WWW-Authenticate"));
        assertEquals("no-store", answer.header("Cache-Control"));
        assertTrue(answer.header("Content-Type").startsWith("application/json"));
        assertEquals("{\"error\":\"invalid_token\",\"error_description\":"
                + "\"The access token is revoked, expired or unknown\"}", answer.body());
        assertEquals(before, HostServlets.Tracing.reached);
        assertEquals(refused + 1, host.count("filter.refused.revoked"));
    }

    @Test
    void call_tokenRevokedMeanwhile_refusedLikeAnUnknownOne() throws Exception {
        share(spec());
        assertEquals(200, get("/api/x", "Authorization: Bearer meanwhile").status());
        host.revocation().revoke("meanwhile");
        Http.Answer revoked = get("/api/x", "Authorization: Bearer meanwhile");
        Http.Answer unknown = get("/api/x", "Authorization: Bearer unknown");
        assertEquals(401, revoked.status());
        assertEquals(CHALLENGE, revoked.header("WWW-Authenticate"));
        assertEquals(CHALLENGE, unknown.header("WWW-Authenticate"));
        assertEquals(revoked.body(), unknown.body());
    }

    /** Tokens of hosts that put roles into them, behind raised limits of the server. */
    @Test
    void call_longToken_asLongAsTheSettingAllows() throws Exception {
        launch(spec().headers(100_000).set("max-token-length", "65536").set("token-cookies", "sid")
                .set("serve-endpoint", "true").set("endpoint", "/oauth/revoke"));
        String token = "t".repeat(65_536);
        try (RedisClient jedis = redis.client()) {
            jedis.set("session:access:" + token, "alice");
        }
        String[] requests = {"/api/x|Authorization: Bearer ", "/api/x|Cookie: sid=", "/api/x?access_token=|X: "};
        for (int status : new int[] {200, 401}) {
            for (String request : requests) {
                assertEquals(status, longCall(request, token).status(), request);
                assertEquals(401, longCall(request, token + "t").status(), request);
            }
            assertEquals(200, Http.send(host.port(), "POST", "/oauth/revoke", "token=" + token,
                    "Content-Type: application/x-www-form-urlencoded").status());
        }
    }

    private Http.Answer longCall(String request, String token) {
        String[] parts = request.split("\\|");
        return parts[0].endsWith("=") ? get(parts[0] + token) : get(parts[0], parts[1] + token);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "Authorization: Bearer live|200", "authorization: bearer live|200", "AUTHORIZATION: BEARER live|200",
        "Authorization: Bearer padded==|200", "Authorization: Bearer padded|401", "Authorization:Bearer live|200",
        "Authorization: Bearer dead|401", "Authorization: bEARER dead|401", "Authorization: DPoP dead|401",
        "Authorization: Bearer   dead|401", "Authorization: Basic x, Bearer dead|401", "X: y|200",
        "Authorization: Basic eDp5|200", "Authorization: Negotiate YII=|200", "Authorization: dead|200",
        "Authorization: Bearer|401", "Authorization: Bearer:live|401", "Authorization: Bearer \"live\"|401",
        "Authorization: Bearer live;x|401", "Authorization: Bearer an\"invalid\"token|401",
        "Authorization: Bearer live, Basic x|401", "Authorization: Bearer live dead|401", "Authorization: Bearer live,|401",
        "Authorization: Bearer live, Bearer live|200", "Authorization: Bearer live,bearer live|200",
        "Authorization: Bearer live, DPoP live|200", "Authorization: Basic x, Bearer live, Bearer live|200",
        "Authorization: Bearer dead, Bearer dead|401", "Authorization: Bearer live, Bearer live2|400",
        "Authorization: Bearer live, Bearer dead|400", "Authorization: Bearer live, Bearer|401",
        "X-Token: live, live|200", "X-Token: dead, dead|401", "X-Token: Bearer live, Bearer live|200", "X-Token: live, dead|401",
        "Cookie: sid=Bearer%20live|200", "Cookie: sid=Bearer%20dead|401", "Cookie: sid=Bearer+live|200",
        "Cookie: sid=Bearer+dead|401", "Cookie: sid=padded%3D%3D|200", "Cookie: sid=%64ead|401", "Cookie: sid=%20dead|401",
        "Cookie: sid=+dead|401", "Cookie: sid=dead+|401", "Cookie: sid=Bearer%2520live|401", "Cookie: sid=live%00|401",
        "Cookie: sid=live%|401", "Cookie: a=b%20c; sid=live|200",
        "Authorization: Bearer token-revocation-probe|401", "Cookie: sid=dead|401", "Cookie: a=b; sid=live|200",
        "X-Token: dead|401", "X-Token: Bearer dead|401", "X-Token: live|200", "X-Token: Bearer|401",
        "Cookie: sid=\"dead\"|401", "Cookie: a=b,sid=dead|401", "Cookie: a=\"b; sid=dead|401", "Cookie: a=\"b,sid=dead|401",
        "Cookie: $Version=1; sid=\"dead\"; $Path=/|401", "Cookie: sid=live; sid=dead|401", "Cookie: sid=dead; sid=live|401",
        "Cookie: a; sid = dead|401", "Cookie: sid=live\\r\\nCookie: sid=dead|401", "Cookie: a=sid; xsid=dead; sid=live|200"
    })
    void call_oneHeader_asConformanceSays(String line, int status) throws Exception {
        share(spec().set("token-headers", "X-Token").set("token-cookies", "sid"));
        assertEquals(status, get("/api/x", line.replace("\\r\\n", "\r\n")).status());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "Authorization:\tBearer\tdead", "Authorization: Bearer \u00a0dead", "Authorization: \u00a0Bearer dead",
        "Authorization: Bearer\u00a0dead", "Authorization: Bearer dead\u00a0", "Authorization: Bearer\r\n dead",
        "Authorization:\r\n Bearer dead", "Authorization: Basic x\r\nAuthorization: Bearer dead", "Authorization: Bearer dead,",
        "Authorization: Digest u=\"x, Bearer dead", "Authorization: Bearer\u0085dead", "Authorization: Bearer\u000bdead"
    })
    void call_revokedTokenBehindOddSpace_neverPasses(String lines) throws Exception {
        share(spec());
        int before = HostServlets.Tracing.reached;
        int status = get("/api/x", lines).status();
        assertTrue(status == 400 || status == 401, "status " + status);
        assertEquals(before, HostServlets.Tracing.reached);
    }

    @ParameterizedTest
    @CsvSource({
        "access_token=live,200", "access_token=dead,401", "access%5Ftoken=dead,401", "access%5ftoken=%64ead,401",
        "x=1&access_token=dead,401", "access_token=,401", "access_token=live&access_token=live,200",
        "access_token=live&access_token=live2,400", "access_token=+dead,401", "access_token=dead+,401",
        "access_token=%20dead,401", "x=1;access_token=dead,401", "access_token%5B%5D=dead,401", "access_token%5B%5D=live,200",
        "access_token%5b0%5d=dead,401", "access_token%5Ba%5D=dead,401", "access_token.x=dead,401", "access%5Ftoken%2ex=dead,401",
        "!access_token=dead,401", "%21access_token=dead,401", "!access_token%5B%5D=dead,401", "access_token=live&access_token%5B%5D=dead,400",
        "access_token_x=dead,200", "_access_token=on,200", "xaccess_token%5B%5D=dead,200"
    })
    void call_queryParameter_asConformanceSays(String query, int status) throws Exception {
        share(spec());
        assertEquals(status, get("/api/x?" + query).status());
    }

    @Test
    void call_headerAndQuery_differentRefusedSameChecked() throws Exception {
        share(spec());
        assertEquals(400, get("/api/x?access_token=live2", "Authorization: Bearer live").status());
        long before = host.count("verdicts.live");
        assertEquals(200, get("/api/x?access_token=live", "Authorization: Bearer live").status());
        assertEquals(before + 1, host.count("verdicts.live"));
    }

    @Test
    void call_twoAuthorizationHeaders_bothChecked() throws Exception {
        share(spec());
        assertEquals(400, get("/api/x", "Authorization: Bearer live", "Authorization: Bearer dead").status());
        assertEquals(401, get("/api/x", "Authorization: Basic eDp5", "Authorization: Bearer dead").status());
        assertEquals(200, get("/api/x", "Authorization: Bearer live", "Authorization: Bearer live").status());
    }

    @Test
    void call_malformed_challengeOfInvalidRequest() throws Exception {
        share(spec().set("realm", "my 'api'"));
        long before = host.count("filter.refused.ambiguous");
        Http.Answer answer = get("/api/x", "Authorization: DPoP live, DPoP live2");
        assertEquals(400, answer.status());
        assertEquals("DPoP realm=\"my 'api'\", error=\"invalid_request\", error_description=\"The request carries"
                + " more than one access token\"", answer.header("WWW-Authenticate"));
        assertEquals("no-store", answer.header("Cache-Control"));
        assertEquals(before + 1, host.count("filter.refused.ambiguous"));
    }

    /** RFC 6750 section 3.1 counts malformed tokens among the invalid ones, and clients get a new token on 401 alone. */
    @ParameterizedTest
    @ValueSource(strings = {"Authorization: Bearer", "Authorization: Bearer \"live\"", "Authorization: Bearer li:ve",
        "Cookie: sid=live%", "X-Token: Bearer"})
    void call_malformedToken_sameAnswerAsARevokedOne(String line) throws Exception {
        share(spec().set("token-headers", "X-Token").set("token-cookies", "sid"));
        Http.Answer revoked = get("/api/x", "Authorization: Bearer dead");
        long before = host.count("filter.refused.malformed");
        Http.Answer answer = get("/api/x", line);
        assertEquals(401, answer.status());
        assertEquals(revoked.header("WWW-Authenticate"), answer.header("WWW-Authenticate"));
        assertEquals(revoked.body(), answer.body());
        assertEquals(before + 1, host.count("filter.refused.malformed"));
    }

    @Test
    void call_equalsSignInToken_onlyWhereAllowed() throws Exception {
        share(spec().set("token-cookies", "sid"));
        assertEquals(401, get("/api/x", "Authorization: Bearer live=live").status());
        share(spec().set("token-cookies", "sid").set("token-characters", "="));
        for (String token : new String[] {"live=live", "dead=dead"}) {
            int status = token.startsWith("live") ? 200 : 401;
            assertEquals(status, get("/api/x", "Authorization: Bearer " + token).status());
            assertEquals(status, get("/api/x?access_token=" + token).status());
            assertEquals(status, get("/api/x", "Cookie: sid=" + token).status());
            assertEquals(status, get("/api/x", "Cookie: sid=" + token.replace("=", "%3D")).status());
        }
    }

    @ParameterizedTest
    @CsvSource({"token=live,200", "token=dead,401", "access_token=dead,401", "token=live&access_token=live,200",
        "token=live&access_token=live2,400", "token%5B%5D=dead,401"})
    void call_severalQueryParameters_eachIsSearched(String query, int status) throws Exception {
        share(spec().set("query-parameter", "access_token, token"));
        assertEquals(status, get("/api/x?" + query).status());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "bearer, live|200", "bearer, dead|401", "Bearer,dead|401", "v1.app, bearer, dead|401", "bearer|401", "graphql-ws, mqtt|200",
        "auth.live|200", "auth.dead|401", "base64url.bearer.authorization.k8s.io.bGl2ZQ, v4.channel.k8s.io|200",
        "base64url.bearer.authorization.k8s.io.ZGVhZA, v4.channel.k8s.io|401", "v4.channel.k8s.io|200"
    })
    void call_webSocketSubprotocol_namedOnesCarryTokens(String subprotocols, int status) throws Exception {
        share(spec().set("token-subprotocols", SUBPROTOCOLS));
        assertEquals(status, get("/api/x", "Sec-WebSocket-Protocol: " + subprotocols).status());
    }

    @Test
    void call_noTokenButRequired_challengeWithoutErrorCode() throws Exception {
        share(spec().set("require-token", "true").set("exclude", "/public"));
        Http.Answer answer = get("/api/x");
        assertEquals(401, answer.status());
        assertEquals("Bearer realm=\"api\"", answer.header("WWW-Authenticate"));
        assertFalse(answer.body().contains("\"error\""));
        assertEquals(200, get("/public/x").status());
        assertEquals(200, get("/public/error").status() == 500 ? 200 : 0, "the error page behind an excluded path");
        assertEquals(200, Http.send(host.port(), "OPTIONS", "/api/x", "", "Origin: https://example.org",
                "Access-Control-Request-Method: GET").status());
        assertEquals(401, Http.send(host.port(), "OPTIONS", "/api/x", "", "Origin: https://example.org").status());
    }

    /** A browser's preflight carries no token, so what carries one is not exempt: many a host serves OPTIONS like GET. */
    @Test
    void call_preflightWithToken_judgedLikeAnyOther() throws Exception {
        share(spec().set("token-cookies", "sid"));
        String[] marks = {"Origin: https://example.org", "Access-Control-Request-Method: GET"};
        assertEquals(200, Http.send(host.port(), "OPTIONS", "/api/x", "", marks).status());
        for (String token : new String[] {"Authorization: Bearer dead", "Cookie: sid=dead"}) {
            assertEquals(401, Http.send(host.port(), "OPTIONS", "/api/x", "", marks[0], marks[1], token).status());
        }
        assertEquals(401, Http.send(host.port(), "OPTIONS", "/api/x?access_token=dead", "", marks).status());
        assertEquals(200, Http.send(host.port(), "OPTIONS", "/api/x?access_token=live", "", marks).status());
    }

    @Test
    void call_otherIssuersToken_passesAndIsCounted() throws Exception {
        share(spec().set("token-pattern", "ours-.*"));
        assertEquals(200, get("/api/x", "Authorization: Bearer theirs").status());
        assertEquals(401, get("/api/x", "Authorization: Bearer ours-1").status());
        assertEquals(401, get("/api/x", "Authorization: Bearer token-revocation-probe").status());
        assertEquals(1, host.count("filter.passed.foreign"));
    }

    @Test
    void call_endpoint_neverGuarded() throws Exception {
        share(spec());
        assertEquals(200, get("/oauth/revoke-token", "Authorization: Bearer dead").status());
        assertEquals(200, get("/oauth/revoke-token", "Authorization: Bearer").status());
        assertEquals(401, get("/oauth/revoke-token/x", "Authorization: Bearer dead").status());
        assertEquals(401, get("/oauth/token", "Authorization: Bearer dead").status());
    }

    @Test
    void call_redisKilled_unavailableThenRecoversAndProbeIsRefusedThroughout() throws Exception {
        try (RedisServer own = RedisServer.launch()) {
            issueTokens(own);
            launch(spec(own).set("redis-timeout", "2s"));
            assertEquals(200, get("/api/x", "Authorization: Bearer live").status());
            own.kill();
            Await.until("503", () -> get("/api/x", "Authorization: Bearer live").status() == 503);
            Http.Answer answer = get("/api/x", "Authorization: Bearer live");
            assertEquals("1", answer.header("Retry-After"));
            assertEquals("no-store", answer.header("Cache-Control"));
            assertNull(answer.header("WWW-Authenticate"));
            assertEquals(401, get("/api/x", "Authorization: Bearer token-revocation-probe").status());
            assertEquals(401, get("/api/x", "Authorization: Bearer").status());
            assertEquals(200, get("/api/x").status());
            own.restart();
            Await.until("401", () -> get("/api/x", "Authorization: Bearer live").status() == 401);
            hosts.closeOwn();
        }
    }

    @Test
    void call_redisKilledAndFailPolicyOpen_passesAndIsCounted() throws Exception {
        try (RedisServer own = RedisServer.launch()) {
            issueTokens(own);
            LogLines log = new LogLines();
            launch(spec(own).set("redis-timeout", "2s").set("fail-policy", "open"));
            assertEquals(401, get("/api/x", "Authorization: Bearer dead").status());
            own.kill();
            Await.until("passed", () -> get("/api/x", "Authorization: Bearer dead").status() == 200);
            assertEquals(200, get("/api/x", "Authorization: Bearer dead").status());
            assertTrue(host.count("filter.passed.undecided") >= 2);
            assertEquals(401, get("/api/x", "Authorization: Bearer token-revocation-probe").status());
            own.restart();
            issueTokens(own);
            Await.until("judged again", () -> get("/api/x", "Authorization: Bearer dead").status() == 401);
            assertEquals(200, get("/api/x", "Authorization: Bearer live").status());
            assertEquals(1, log.lines("requests pass unjudged"));
            assertEquals(0, log.lines("requests are judged again"), "not before a quiet minute");
            hosts.closeOwn();
        }
    }

    @Test
    void call_shadowMode_passesAndCountsWhatItWouldRefuse() throws Exception {
        share(spec().set("enforce", "false").set("require-token", "true"));
        assertEquals(200, get("/api/x", "Authorization: Bearer dead").status());
        assertEquals(200, get("/api/forward", "Authorization: Bearer dead", "X-Target: /api/x").status());
        assertEquals(200, get("/api/x", "Authorization: Bearer").status());
        assertEquals(200, get("/api/x").status());
        assertEquals(2, host.count("filter.shadow.revoked"));
        assertEquals(1, host.count("filter.shadow.malformed"));
        assertEquals(1, host.count("filter.shadow.missing"));
        assertEquals(0, host.count("filter.refused.revoked"));
        assertEquals(401, get("/api/x", "Authorization: Bearer token-revocation-probe").status());
    }

    @Test
    void deploy_explicitFilterBehindCors_automaticOneStaysAwayAndBrowserCanRead() throws Exception {
        launch(spec().cors().explicit("realm", "mine"));
        assertEquals(1, host.context().getFilterRegistrations().values().stream()
                .filter(filter -> filter.getClassName().equals(TokenRevocationFilter.class.getName())).count());
        Http.Answer answer = get("/api/x", "Authorization: Bearer dead");
        assertEquals(401, answer.status());
        assertEquals("https://example.org", answer.header("Access-Control-Allow-Origin"));
        assertTrue(answer.header("WWW-Authenticate").startsWith("Bearer realm=\"mine\", "));
    }

    @ParameterizedTest
    @CsvSource({"redis-url,''", "mode,neither", "exclude,public", "exclude,/public/*", "schemes,\"'Bearer'\"", "require-token,perhaps", "excludes,/x"})
    void deploy_badSharedSetting_stopsTheDeployment(String name, String value) {
        assertThrows(Exception.class, () -> launch(spec().set(name, value)));
        assertNull(host);
    }

    @ParameterizedTest
    @CsvSource({"redis-url,redis://127.0.0.1", "enforce,false", "realm,\"", "unknown,x"})
    void deploy_badInitParam_stopsTheDeployment(String name, String value) {
        assertThrows(Exception.class, () -> launch(spec().explicit(name, value)));
        assertNull(host);
    }

    @Test
    void undeploy_ownInstance_closedButHandedInOneIsNot() throws Exception {
        launch(spec());
        TokenRevocation opened = host.revocation();
        assertEquals(Verdict.LIVE, opened.verdict("live"));
        host.undeploy();
        assertEquals(Verdict.UNDECIDED, opened.verdict("live2"));
        hosts.closeOwn();
        Settings settings = Settings.builder().set("redis-url", redis.url())
                .set("redis-timeout", "5s").set("founding-window", "500ms").build();
        try (TokenRevocation mine = TokenRevocation.open("mine", settings)) {
            launch(new HostSpec().hand(mine));
            assertNotNull(host.revocation());
            assertEquals(401, get("/api/x", "Authorization: Bearer dead").status());
            host.undeploy();
            assertEquals(Verdict.LIVE, mine.verdict("live2"));
        }
    }
}
