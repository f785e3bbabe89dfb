package org.tokenrevocation.applications;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.tokenrevocation.Settings;
import org.tokenrevocation.SettingsSource;
import org.tokenrevocation.testing.Await;
import org.tokenrevocation.testing.RedisServer;
import redis.clients.jedis.RedisClient;

/** What clients see of an application that registers the guard in code, whatever the stack; real Redis, real HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ApplicationScenario {
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10)).build();

    private final RedisServer redis = RedisServer.launch();
    private Application application;

    /** Starts the application with its Redis at this URL. */
    abstract Application start(String redisUrl) throws Exception;

    /** The endpoint's path. */
    abstract String endpoint();

    /** What a host writes. */
    static Settings.Builder settings(String redisUrl) {
        return Settings.builder().set("redis-url", redisUrl)
                .load(SettingsSource.systemProperties(), SettingsSource.environment());
    }

    @BeforeAll
    void startApplication() throws Exception {
        issue("first");
        application = start(redis.url());
        Await.until("the guard judges", () -> get("/api/x", "first").statusCode() == 200);
    }

    @AfterAll
    void stopApplication() throws Exception {
        application.stop();
        redis.close();
    }

    void issue(String token) {
        try (RedisClient jedis = redis.client()) {
            jedis.set("session:access:" + token, "alice");
        }
    }

    HttpResponse<String> get(String path, String token, String... headers) {
        return call(application, "GET", path, token, "", headers);
    }

    private static HttpResponse<String> call(
            Application application, String method, String path, String token, String body, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        if (token != null) {
            all.addAll(List.of("Authorization", "Bearer " + token));
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + application.port() + path))
                .timeout(Duration.ofSeconds(60))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (!all.isEmpty()) {
            request.headers(all.toArray(String[]::new));
        }
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private HttpResponse<String> revoke(String token, String sentToken) {
        return call(application, "POST", endpoint(), sentToken,
                "{\"token\":\"" + token + "\",\"token_type\":\"access\"}", "Content-Type", "application/json");
    }

    @Test
    void probe_anyGuardedPath_401() {
        assertEquals(401, get("/api/x", "token-revocation-probe").statusCode());
        assertEquals(401, get("/api/", "token-revocation-probe").statusCode());
    }

    @Test
    void filter_revokedToken_isFirstInTheChain() {
        issue("alive");
        String before = get("/public/seen", null).body();
        HttpResponse<String> refused = get("/api/x", "dead");
        assertEquals(401, refused.statusCode());
        assertTrue(refused.headers().firstValue("WWW-Authenticate").orElse("").contains("invalid_token"));
        assertEquals(before, get("/public/seen", null).body(), "a filter of the host saw the request");
        HttpResponse<String> passed = get("/api/x", "alive");
        assertEquals(200, passed.statusCode());
        assertTrue(passed.body().contains("declared"), passed.body());
        assertNotEquals(before, get("/public/seen", null).body(), "the host's filter counts");
    }

    @Test
    void filter_liveTokenWithForm_passesUnread() {
        issue("writer");
        HttpResponse<String> answer = call(application, "POST", "/api/x", "writer", "a=b&access_token=other",
                "Content-Type", "application/x-www-form-urlencoded");
        assertEquals(200, answer.statusCode());
        assertTrue(answer.body().contains("body[a=b&access_token=other]"), answer.body());
    }

    @Test
    void dispatch_outOfExcludedPath_targetIsGuarded() {
        issue("mover");
        for (String way : new String[] {"forward", "async"}) {
            HttpResponse<String> refused = get("/public/" + way, "dead", "X-Target", "/api/x");
            assertEquals(401, refused.statusCode(), way);
            assertFalse(refused.body().contains("reached"), refused.body());
            HttpResponse<String> passed = get("/public/" + way, "mover", "X-Target", "/api/x");
            assertEquals(200, passed.statusCode(), way);
            assertTrue(passed.body().startsWith("reached " + way.toUpperCase(Locale.ROOT)), passed.body());
        }
    }

    @Test
    void include_outOfExcludedPath_guardedPartIsMissing() {
        issue("reader");
        assertEquals("before  after", get("/public/include", "dead", "X-Target", "/api/x").body());
        assertTrue(get("/public/include", "reader", "X-Target", "/api/x").body().startsWith("before reached INCLUDE"));
    }

    @Test
    void errorPage_guardedPath_isGuarded() {
        issue("failing");
        HttpResponse<String> refused = get("/public/error", "dead");
        assertEquals(401, refused.statusCode());
        assertFalse(refused.body().contains("reached"), refused.body());
        HttpResponse<String> shown = get("/public/error", "failing");
        assertEquals(500, shown.statusCode());
        assertTrue(shown.body().startsWith("reached ERROR"), shown.body());
    }

    @Test
    void revoke_byTheEndpoint_refusedAtTheNextRequest() {
        issue("ending");
        assertEquals(200, get("/api/x", "ending").statusCode());
        HttpResponse<String> answer = revoke("ending", "ending");
        assertEquals(200, answer.statusCode(), answer.body());
        assertEquals("{\"message\":\"Token revoked successfully\"}", answer.body());
        assertEquals(401, get("/api/x", "ending").statusCode());
        assertEquals(200, revoke("ending", "ending").statusCode(), "the endpoint is never guarded");
    }

    @Test
    void revoke_wrongBody_400OfTheContract() {
        HttpResponse<String> answer =
                call(application, "POST", endpoint(), null, "{\"token\":7}", "Content-Type", "application/json");
        assertEquals(400, answer.statusCode(), answer.body());
        assertTrue(answer.body().startsWith("{\"error\":\"invalid_request\""), answer.body());
        assertEquals("no-store", answer.headers().firstValue("Cache-Control").orElse(""));
    }

    /** A second application beside the one that runs; then both are stopped, and the first is started again. */
    @Test
    void stop_afterWork_leavesNoThreadAndNoConnectionAtRedis() throws Exception {
        try (RedisServer own = RedisServer.launch()) {
            Application second = start(own.url());
            Await.until("the guard judges", () -> call(second, "GET", "/api/x", "dead", "").statusCode() == 401);
            Set<Thread> guards = threadsOfGuards();
            assertTrue(guards.size() > 1, "the guards have threads: " + guards);
            assertTrue(connections(own) > 1, "the guard is connected");
            second.stop();
            Await.until("no connection is left", () -> connections(own) == 1);
            application.stop();
            Await.until("no thread is left", () -> threadsOfGuards().isEmpty());
            application = start(redis.url());
            Await.until("the guard judges again", () -> get("/api/x", "dead").statusCode() == 401);
        }
    }

    private static Set<Thread> threadsOfGuards() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(Application.NAME + " "))
                .collect(Collectors.toSet());
    }

    /** Connections at Redis, the asking one among them. */
    private static long connections(RedisServer server) {
        try (RedisClient jedis = server.client()) {
            return jedis.info("clients").lines().filter(line -> line.startsWith("connected_clients:"))
                    .mapToLong(line -> Long.parseLong(line.substring("connected_clients:".length()).strip())).sum();
        }
    }
}
