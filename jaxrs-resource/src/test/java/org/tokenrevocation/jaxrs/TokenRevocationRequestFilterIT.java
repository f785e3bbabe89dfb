package org.tokenrevocation.jaxrs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.jersey.grizzly2.httpserver.GrizzlyHttpServerFactory;
import org.glassfish.jersey.server.ResourceConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tokenrevocation.Settings;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.testing.Await;
import org.tokenrevocation.testing.RedisServer;
import redis.clients.jedis.RedisClient;

/** The guard in Jersey on Grizzly: no servlet anywhere. */
class TokenRevocationRequestFilterIT {
    private static final String NOT_ACCEPTED =
            "{\"error\":\"invalid_token\",\"error_description\":\"The access token is revoked, expired or unknown\"}";

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final RedisServer redis = RedisServer.launch();
    private TokenRevocation revocation;
    private HttpServer server;

    @AfterEach
    void stop() {
        if (server != null) {
            server.shutdownNow();
        }
        if (revocation != null) {
            revocation.close();
        }
        redis.close();
    }

    /** A host, and a living token {@code alive}. */
    private void start(String... settings) {
        Settings.Builder builder = Settings.builder().set("redis-url", redis.url()).set("founding-window", "500ms");
        for (int i = 0; i < settings.length; i += 2) {
            builder.set(settings[i], settings[i + 1]);
        }
        try (RedisClient jedis = redis.client()) {
            jedis.set("session:access:alive", "alice");
        }
        revocation = TokenRevocation.open("jersey", builder.build());
        ResourceConfig application =
                new ResourceConfig(Orders.class).register(new TokenRevocationRequestFilter(revocation));
        server = GrizzlyHttpServerFactory.createHttpServer(
                URI.create("http://" + InetAddress.getLoopbackAddress().getHostAddress() + ":0/api/"), application);
        Await.untilUp(revocation);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.getListener("grizzly").getPort() + "/api" + path));
    }

    private HttpResponse<String> get(String path, String... headers) {
        HttpRequest.Builder request = request(path);
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private long count(String counter) {
        return revocation.health().counters().getOrDefault(counter, 0L);
    }

    @Test
    void call_liveRevokedAndNoToken_asTheServletFilterAnswers() {
        start();
        assertEquals("orders", get("/orders", "Authorization", "Bearer alive").body());
        assertEquals("orders", get("/orders").body());
        HttpResponse<String> refused = get("/orders", "Authorization", "Bearer dead");
        assertEquals(401, refused.statusCode());
        assertEquals(NOT_ACCEPTED, refused.body());
        assertEquals(Optional.of("Bearer realm=\"api\", error=\"invalid_token\","
                + " error_description=\"The access token is revoked, expired or unknown\""),
                refused.headers().firstValue("WWW-Authenticate"));
        assertEquals(Optional.of("no-store"), refused.headers().firstValue("Cache-Control"));
        assertEquals(Optional.of("application/json"), refused.headers().firstValue("Content-Type"));
        assertEquals(1, count("filter.refused.revoked"));
    }

    /** In front of matching: also where no resource is, and in each place and spelling. */
    @Test
    void call_deadTokenAnywhere_isRefused() {
        start("token-headers", "X-Token", "token-cookies", "sid");
        for (String path : new String[] {"/orders", "/nowhere", "/orders/", "/orders;a=b", "/%6frders"}) {
            assertEquals(401, get(path, "authorization", "bearer dead").statusCode(), path);
            assertEquals(401, get(path, "Authorization", "Bearer " + TokenRevocation.PROBE_TOKEN).statusCode(), path);
        }
        assertEquals(401, get("/orders?access_token=dead").statusCode());
        assertEquals(401, get("/orders?a=b&access%5Ftoken=dead").statusCode());
        assertEquals(401, get("/orders", "x-token", "dead").statusCode());
        assertEquals(401, get("/orders", "Cookie", "a=b; sid=dead").statusCode());
        assertEquals(401, get("/orders", "Authorization", "Basic a, Bearer dead").statusCode());
        assertEquals(401, get("/orders", "Authorization", "Bearer").statusCode());
        assertEquals(400, get("/orders?access_token=alive", "Authorization", "Bearer other").statusCode());
        assertEquals(200, get("/orders?access_token=alive", "Authorization", "Bearer alive").statusCode());
    }

    @Test
    void post_live_bodyReachesTheResourceWhole() {
        start();
        String body = "access_token=dead&".repeat(10_000);
        assertEquals(body, send(request("/orders").header("Authorization", "Bearer alive")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body))).body());
    }

    @Test
    void endpoint_served_revokesAndTheTokenIsRefused() {
        start("serve-endpoint", "true");
        assertEquals(200, get("/orders", "Authorization", "Bearer alive").statusCode());
        HttpResponse<String> revoked = send(request("/oauth/revoke-token").header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("token=alive")));
        assertEquals(200, revoked.statusCode(), revoked.body());
        assertEquals(401, get("/orders", "Authorization", "Bearer alive").statusCode());
        assertEquals(405, get("/oauth/revoke-token").statusCode());
        assertEquals(404, get("/oauth/revoke-token/more").statusCode());
    }

    @Test
    void call_excludedPath_passesOnlyInItsPlainSpelling() {
        start("exclude", "/public");
        assertEquals("public", get("/public", "Authorization", "Bearer dead").body());
        for (String path : new String[] {"/public;x=/orders", "/public/%2e%2e/orders", "/publicity", "/public/./orders"}) {
            assertEquals(401, get(path, "Authorization", "Bearer dead").statusCode(), path);
        }
        assertNotEquals(200, get("/public%2f..%2forders", "Authorization", "Bearer dead").statusCode(), "Grizzly has its own mind");
    }

    @Test
    void call_tokenRequired_missingIsRefusedAndPreflightPasses() {
        start("require-token", "true");
        HttpResponse<String> refused = get("/orders");
        assertEquals(401, refused.statusCode());
        assertEquals(Optional.of("Bearer realm=\"api\""), refused.headers().firstValue("WWW-Authenticate"));
        HttpResponse<String> options = send(request("/orders").method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
        assertEquals(401, options.statusCode());
    }

    @Test
    void call_redisStopped_503AndFailOpenPasses() {
        start("redis-timeout", "200ms");
        redis.kill();
        Await.until("it is noticed", () -> get("/orders", "Authorization", "Bearer never-seen").statusCode() == 503);
        HttpResponse<String> refused = get("/orders", "Authorization", "Bearer never-seen");
        assertEquals(Optional.of("1"), refused.headers().firstValue("Retry-After"));
        assertEquals("orders", get("/orders").body());
        assertEquals(401, get("/orders", "Authorization", "Bearer " + TokenRevocation.PROBE_TOKEN).statusCode());
    }

    @Test
    void call_shadowMode_passesAndIsCounted() {
        start("enforce", "false");
        assertEquals("orders", get("/orders", "Authorization", "Bearer dead").body());
        assertEquals(1, count("filter.shadow.revoked"));
        assertEquals(0, count("filter.refused.revoked"));
        assertEquals(401, get("/orders", "Authorization", "Bearer " + TokenRevocation.PROBE_TOKEN).statusCode());
        assertTrue(count("filter.refused.revoked") > 0);
    }

    /** The host's. */
    @Path("/")
    public static final class Orders {
        /** Guarded. */
        @GET
        @Path("orders")
        public String get() {
            return "orders";
        }

        /** Guarded, and needs its body. */
        @POST
        @Path("orders")
        public String post(String body) {
            return body;
        }

        /** Excluded. */
        @GET
        @Path("public")
        public String free() {
            return "public";
        }
    }
}
