package org.tokenrevocation.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tokenrevocation.TokenRevocation;
import redis.clients.jedis.RedisClient;

/** The whole way of a token, the same in either mode, wherever the WAR runs: revoked on the first node, refused on the last. */
abstract class StoryContract {
    private static final int PARALLEL = 8;

    final Caller caller = new Caller();

    abstract List<URI> nodes();

    abstract RedisClient redis();

    final URI first() {
        return nodes().get(0);
    }

    final URI last() {
        return nodes().get(nodes().size() - 1);
    }

    @Test
    void whoami_liveToken_saysWho() {
        HttpResponse<String> answer = caller.whoami(last(), caller.logIn(first(), "bob").access());
        assertEquals(200, answer.statusCode());
        assertEquals("bob", Caller.json(answer).path("sub").textValue());
        assertTrue(Caller.json(answer).path("session").textValue().matches("[0-9a-f]{32}"));
        assertBetween(1, 600, Caller.json(answer).path("expires_in").intValue());
    }

    @Test
    void whoami_noToken_challengeWithoutErrorCode() {
        HttpResponse<String> answer = caller.get(first(), "api/whoami");
        assertEquals(401, answer.statusCode());
        assertEquals("Bearer realm=\"api\"", answer.headers().firstValue("WWW-Authenticate").orElseThrow());
    }

    @Test
    void whoami_probeToken_refused() {
        nodes().forEach(node -> assertRefused(caller.whoami(node, TokenRevocation.PROBE_TOKEN)));
    }

    @Test
    void revoke_accessToken_refusedOnEveryNodeAtOnceAndRefreshLives() {
        Caller.Pair pair = caller.logIn(first(), "alice");
        nodes().forEach(node -> assertEquals(200, caller.whoami(node, pair.access()).statusCode()));
        assertRevoked(caller.revoke(first(), pair.access(), "access"));
        nodes().forEach(node -> assertRefused(caller.whoami(node, pair.access())));
        Caller.Pair next = Caller.Pair.of(caller.refresh(last(), pair.refresh()));
        assertEquals(200, caller.whoami(first(), next.access()).statusCode());
    }

    @Test
    void revoke_refreshToken_refreshingFailsAndLoggingInAgainWorks() {
        Caller.Pair pair = caller.logIn(first(), "alice");
        assertRevoked(caller.revoke(first(), pair.refresh(), "refresh"));
        assertInvalidGrant(caller.refresh(last(), pair.refresh()));
        assertEquals(200, caller.whoami(last(), pair.access()).statusCode());
        assertEquals(200, caller.whoami(last(), caller.logIn(last(), "alice").access()).statusCode());
    }

    /** R11: clients attach their dead token to every call; the named token must die all the same. */
    @ParameterizedTest
    @ValueSource(strings = {"Bearer unknown", "Bearer", "Bearer \"mal;formed", "revoked"})
    void revoke_deadTokenInHeader_namedTokenDies(String authorization) {
        Caller.Pair dead = caller.logIn(first(), "alice");
        assertRevoked(caller.revoke(first(), dead.access(), "access"));
        String header = authorization.equals("revoked") ? "Bearer " + dead.access() : authorization;
        Caller.Pair pair = caller.logIn(first(), "bob");
        assertRevoked(caller.revoke(first(), pair.access(), "access", "Authorization", header));
        assertRefused(caller.whoami(last(), pair.access()));
    }

    /** R12: log-out with the access token that has just died. */
    @Test
    void revoke_accessThenRefreshWithDeadToken_refreshingFails() {
        Caller.Pair pair = caller.logIn(first(), "alice");
        String dead = "Bearer " + pair.access();
        assertRevoked(caller.revoke(first(), pair.access(), "access", "Authorization", dead));
        assertRevoked(caller.revoke(last(), pair.refresh(), "refresh", "Authorization", dead));
        assertInvalidGrant(caller.send(Caller.request(first(), "oauth/token")
                .headers("Content-Type", "application/x-www-form-urlencoded", "Authorization", dead)
                .POST(Caller.body("grant_type=refresh_token&refresh_token=" + pair.refresh()))));
    }

    @Test
    void refresh_rotation_oldPairDies() {
        Caller.Pair old = caller.logIn(first(), "alice");
        String session = Caller.json(caller.whoami(first(), old.access())).path("session").textValue();
        Caller.Pair next = Caller.Pair.of(caller.refresh(first(), old.refresh()));
        assertNotEquals(old, next);
        assertRefused(caller.whoami(last(), old.access()));
        assertInvalidGrant(caller.refresh(last(), old.refresh()));
        assertEquals(session, Caller.json(caller.whoami(last(), next.access())).path("session").textValue());
    }

    @RepeatedTest(20)
    void refresh_sameTokenInParallel_oneWins() {
        Caller.Pair pair = caller.logIn(first(), "alice");
        CyclicBarrier start = new CyclicBarrier(PARALLEL);
        ExecutorService threads = Executors.newFixedThreadPool(PARALLEL);
        try {
            List<CompletableFuture<Integer>> calls = IntStream.range(0, PARALLEL)
                    .mapToObj(i -> nodes().get(i % nodes().size()))
                    .map(node -> CompletableFuture.supplyAsync(() -> refreshTogether(start, node, pair), threads))
                    .toList();
            List<Integer> statuses = calls.stream().map(CompletableFuture::join).sorted().toList();
            assertEquals(List.of(200, 400, 400, 400, 400, 400, 400, 400), statuses);
        } finally {
            threads.shutdown();
        }
    }

    private int refreshTogether(CyclicBarrier start, URI node, Caller.Pair pair) {
        try {
            start.await();
            return caller.refresh(node, pair.refresh()).statusCode();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ' ', value = {
        "username=alice invalid_request",
        "grant_type= invalid_request",
        "grant_type=password invalid_request",
        "grant_type=password&username=alice invalid_request",
        "grant_type=password&username=alice&password= invalid_request",
        "grant_type=password&username=alice&username=bob&password=bob invalid_request",
        "grant_type=password&username=%zz&password=bob invalid_request",
        "grant_type=refresh_token invalid_request",
        "grant_type=client_credentials unsupported_grant_type",
        "grant_type=password&username=alice&password=bob invalid_grant",
        "grant_type=password&username=eve&password=eve invalid_grant",
        "grant_type=refresh_token&refresh_token=unknown invalid_grant"
    })
    void token_badRequest_errorOfRfc6749(String form, String error) {
        HttpResponse<String> answer = caller.token(first(), form);
        assertEquals(400, answer.statusCode());
        assertEquals(error, Caller.json(answer).path("error").textValue());
        assertEquals("no-store", answer.headers().firstValue("Cache-Control").orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "org/tokenrevocation/sample/launcher/Launcher.class",
        "META-INF/MANIFEST.MF",
        "WEB-INF/web.xml",
        "WEB-INF/launcher/classes/org/tokenrevocation/sample/fleet/Fleet.class"
    })
    void get_fileOfTheWar_notFound(String path) {
        assertEquals(404, caller.get(first(), path).statusCode());
    }

    @Test
    void health_redisAnswers_up() {
        nodes().forEach(node -> {
            HttpResponse<String> answer = caller.get(node, "health");
            assertEquals(200, answer.statusCode());
            assertEquals("application/json", answer.headers().firstValue("Content-Type").orElseThrow());
            assertEquals("UP", Caller.json(answer).path("redis").textValue());
            assertTrue(Caller.json(answer).path("entries").isIntegralNumber());
            assertTrue(Caller.json(answer).path("settings").path("redis-url").textValue().startsWith("redis://"));
        });
    }

    @Test
    void redis_afterAllThis_holdsNoToken() {
        Caller.Pair pair = caller.logIn(first(), "alice");
        Set<String> keys = redis().keys("*");
        assertTrue(keys.stream().noneMatch(key -> key.contains(pair.access()) || key.contains(pair.refresh())));
    }

    static void assertRevoked(HttpResponse<String> answer) {
        assertEquals("{\"message\":\"Token revoked successfully\"}", answer.body());
        assertEquals(200, answer.statusCode());
    }

    static void assertRefused(HttpResponse<String> answer) {
        assertEquals(401, answer.statusCode(), answer::body);
        String challenge = answer.headers().firstValue("WWW-Authenticate").orElseThrow();
        assertTrue(challenge.startsWith("Bearer realm=\"api\", error=\"invalid_token\", error_description=\""),
                challenge);
        assertEquals("no-store", answer.headers().firstValue("Cache-Control").orElseThrow());
    }

    static void assertInvalidGrant(HttpResponse<String> answer) {
        assertEquals(400, answer.statusCode());
        assertEquals("invalid_grant", Caller.json(answer).path("error").textValue());
    }

    static void assertBetween(long least, long most, long value) {
        assertTrue(value >= least && value <= most, () -> value + " is not in " + least + " to " + most);
    }
}
