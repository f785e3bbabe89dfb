package org.tokenrevocation.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.tokenrevocation.testing.Await;
import org.tokenrevocation.testing.RedisServer;
import redis.clients.jedis.RedisClient;

/** The self-contained JAR, dropped into an existing application, on each server of the list. */
@ParameterizedClass(name = "{0}")
@MethodSource("servers")
class ContainerMatrix {
    private static final List<String> APPLICATIONS = List.of("open", "host", "rest", "restblocked", "other");
    private static List<String> applications;
    private static RedisServer redis;
    private static Container container;
    @TempDir
    static Path folder;

    @Parameter
    String server;

    static List<String> servers() {
        return Containers.names();
    }

    @BeforeParameterizedClassInvocation
    static void start(String server) throws IOException {
        redis = RedisServer.launch();
        container = Containers.of(server);
        List<Path> wars = new ArrayList<>();
        wars.add(new HostWar().withAllJar().withSocket().write(folder.resolve("open.war")));
        wars.add(new HostWar().withAllJar().withBlockingFilter().write(folder.resolve("host.war")));
        boolean withJersey = !container.hasRest();
        wars.add(new HostWar().withAllJar().withRest(withJersey).write(folder.resolve("rest.war")));
        wars.add(new HostWar().withAllJar().withRest(withJersey).withBlockingFilter()
                .write(folder.resolve("restblocked.war")));
        // Guards other sessions than the rest, so that it has to judge for itself what is forwarded to it.
        wars.add(new HostWar().withAllJar().withSocket().withCorsBeforeTheGuard()
                .withContextParam("revocation.session-key-access", "other:access:{token}")
                .withContextParam("revocation.session-key-refresh", "other:refresh:{token}")
                .write(folder.resolve("other.war")));
        applications = new ArrayList<>(APPLICATIONS);
        if (!Containers.withoutSpring().contains(server)) {
            applications.add("spring");
            wars.add(new HostWar().withAllJar().withSpringSecurity().write(folder.resolve("spring.war")));
        }
        container.start(settings(redis), wars);
        issue("first");
        issueOther("first");
        for (String application : applications) {
            container.awaitUp(application);
            Await.until(application + " judges", () -> get(application, "/api/x", "first").statusCode() == 200);
        }
    }

    static Map<String, String> settings(RedisServer redis) {
        return Map.of("REVOCATION_REDIS_URL", redis.url(), "REVOCATION_EXCLUDE", "/public",
                "REVOCATION_SERVE_ENDPOINT", "true");
    }

    @AfterParameterizedClassInvocation
    static void stop() throws IOException {
        container.close();
        redis.close();
    }

    private static void issue(String token) {
        try (RedisClient jedis = redis.client()) {
            jedis.set("session:access:" + token, "alice");
        }
    }

    private static void issueOther(String token) {
        try (RedisClient jedis = redis.client()) {
            jedis.set("other:access:" + token, "alice");
        }
    }

    private static HttpResponse<String> get(String application, String path, String token, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        if (token != null) {
            all.addAll(List.of("Authorization", "Bearer " + token));
        }
        return container.call("GET", "/" + application + path, null, all.toArray(String[]::new));
    }

    private static HttpResponse<String> revoke(String application, String door, String token) {
        return container.call("POST", "/" + application + door + "/oauth/revoke-token",
                "{\"token\":\"" + token + "\",\"token_type\":\"access\"}", "Content-Type", "application/json");
    }

    @Test
    void probe_anyApplication_401() {
        for (String application : applications) {
            assertEquals(401, get(application, "/api/x", "token-revocation-probe").statusCode(), application);
        }
    }

    @Test
    void filter_revokedToken_isFirstInTheChain() {
        issue("alive");
        String before = get("host", "/public/seen", null).body();
        assertEquals(401, get("host", "/api/x", "dead").statusCode());
        assertEquals(before, get("host", "/public/seen", null).body(), "a filter of the host saw the request");
        HttpResponse<String> passed = get("host", "/api/x", "alive");
        assertEquals(200, passed.statusCode());
        assertTrue(passed.body().contains("declared"), passed.body());
        assertTrue(passed.body().contains("annotated"), passed.body());
        assertFalse(before.equals(get("host", "/public/seen", null).body()));
    }

    @Test
    void filter_springSecurityInitializer_guardIsInFrontOfIt() {
        if (!applications.contains("spring")) {
            return;
        }
        issue("user");
        assertEquals("answered by Spring Security", get("spring", "/api/userinfo", "user").body());
        assertEquals(401, get("spring", "/api/userinfo", "dead").statusCode());
        assertEquals(401, get("spring", "/api/userinfo", "token-revocation-probe").statusCode());
    }

    @Test
    void filter_liveTokenWithBody_passesUnread() {
        issue("writer");
        HttpResponse<String> answer = container.call("POST", "/host/api/x", "a=b&access_token=other",
                "Content-Type", "application/x-www-form-urlencoded", "Authorization", "Bearer writer");
        assertEquals(200, answer.statusCode());
        assertTrue(answer.body().contains("body[a=b&access_token=other]"), answer.body());
    }

    @Test
    void dispatch_outOfExcludedPath_targetIsGuarded() {
        issue("mover");
        for (String way : new String[] {"forward", "async"}) {
            assertEquals(401, get("open", "/public/" + way, "dead", "X-Target", "/api/x").statusCode(), way);
            HttpResponse<String> passed = get("open", "/public/" + way, "mover", "X-Target", "/api/x");
            assertEquals(200, passed.statusCode(), way);
            assertTrue(passed.body().startsWith("reached " + way.toUpperCase(java.util.Locale.ROOT)), passed.body());
        }
    }

    @Test
    void include_outOfExcludedPath_guardedPartIsMissing() {
        issue("reader");
        assertEquals("before  after", get("open", "/public/include", "dead", "X-Target", "/api/x").body());
        assertTrue(get("open", "/public/include", "reader", "X-Target", "/api/x").body()
                .startsWith("before reached INCLUDE"));
    }

    @Test
    void errorPage_guardedPath_isGuarded() {
        issue("failing");
        HttpResponse<String> refused = get("open", "/public/error", "dead");
        assertFalse(refused.body().contains("reached"), refused.body());
        assertEquals(401, refused.statusCode());
        HttpResponse<String> shown = get("open", "/public/error", "failing");
        assertEquals(500, shown.statusCode());
        assertTrue(shown.body().startsWith("reached ERROR"), shown.body());
    }

    @Test
    void forward_intoOtherApplication_judgedThereAsWell() {
        issue("one-sided");
        issue("two-sided");
        issueOther("two-sided");
        HttpResponse<String> passed = cross("two-sided");
        assertTrue(passed.body().startsWith("reached FORWARD"), passed.body());
        HttpResponse<String> refused = cross("one-sided");
        assertEquals(401, refused.statusCode());
        assertFalse(refused.body().contains("reached"), refused.body());
    }

    private static HttpResponse<String> cross(String token) {
        return get("open", "/public/cross", token, "X-Context", "/other", "X-Target", "/api/x");
    }

    @Test
    void handshake_webSocket_onlyWithLiveToken() throws WebSocketHandshakeException {
        issue("talker");
        assertEquals("heard hello", container.converse("/open/socket", "talker", "hello"));
        assertEquals(200, revoke("open", "", "talker").statusCode());
        for (String token : new String[] {"talker", "never-issued", "token-revocation-probe"}) {
            WebSocketHandshakeException refused = assertThrows(WebSocketHandshakeException.class,
                    () -> container.converse("/open/socket", token, "hello"));
            assertEquals(401, refused.getResponse().statusCode(), token);
        }
    }

    @Test
    void handshake_guardDeclaredBehindAHostFilter_onlyWithLiveToken() throws WebSocketHandshakeException {
        issueOther("caller");
        assertEquals("heard hello", container.converse("/other/socket", "caller", "hello"));
        WebSocketHandshakeException refused = assertThrows(WebSocketHandshakeException.class,
                () -> container.converse("/other/socket", "never-issued", "hello"));
        assertEquals(401, refused.getResponse().statusCode());
    }

    @Test
    void cors_hostFilterBeforeTheGuard_browserMayReadTheRefusal() {
        issueOther("page");
        String[] origin = {"Origin", "https://page.example"};
        for (String token : new String[] {"page", "dead"}) {
            HttpResponse<String> answer = get("other", "/api/x", token, origin);
            assertEquals(token.equals("page") ? 200 : 401, answer.statusCode());
            assertEquals(List.of("https://page.example"), answer.headers().allValues("Access-Control-Allow-Origin"));
            assertEquals(List.of("WWW-Authenticate"), answer.headers().allValues("Access-Control-Expose-Headers"));
        }
        HttpResponse<String> preflight = container.call("OPTIONS", "/other/api/x", null, "Origin", origin[1],
                "Access-Control-Request-Method", "GET", "Access-Control-Request-Headers", "Authorization");
        assertEquals(204, preflight.statusCode());
        assertEquals(List.of("Authorization"), preflight.headers().allValues("Access-Control-Allow-Headers"));
    }

    @Test
    void revoke_byEachDoorBehindEachChain_refusedEverywhereAtOnce() {
        String[][] doors = {{"open", ""}, {"host", ""}, {"rest", "/rest"}, {"restblocked", "/rest"}};
        for (String[] door : doors) {
            String token = "to-revoke-by-" + door[0];
            issue(token);
            for (String[] node : doors) {
                assertEquals(200, get(node[0], "/api/x", token).statusCode(), door[0] + " before, at " + node[0]);
            }
            HttpResponse<String> answer = revoke(door[0], door[1], token);
            assertEquals(200, answer.statusCode(), door[0] + ": " + answer.body());
            assertEquals("{\"message\":\"Token revoked successfully\"}", answer.body(), door[0]);
            for (String[] node : doors) {
                assertEquals(401, get(node[0], "/api/x", token).statusCode(), door[0] + " after, at " + node[0]);
            }
        }
    }

    @Test
    void revoke_wrongBody_400OfTheContract() {
        for (String path : new String[] {"/host/oauth/revoke-token", "/rest/rest/oauth/revoke-token"}) {
            HttpResponse<String> answer =
                    container.call("POST", path, "{\"token\":7}", "Content-Type", "application/json");
            assertEquals(400, answer.statusCode(), path + answer.body());
            assertTrue(answer.body().startsWith("{\"error\":\"invalid_request\""), answer.body());
            assertEquals("no-store", answer.headers().firstValue("Cache-Control").orElse(""), path);
        }
    }

    @Test
    void log_afterStart_neitherMissingGuardNorSlf4jNorMissingClass() {
        String said = container.said();
        assertTrue(said.contains("started with"), "no start line in the server's log");
        for (String complaint : new String[] {"no filter [", "stand in front of the guard", "SLF4J", "NoClassDefFoundError", "ClassNotFoundException"}) {
            assertFalse(said.contains(complaint), complaint);
        }
    }
}
