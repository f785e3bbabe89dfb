package org.tokenrevocation.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.tokenrevocation.testing.Await;

/** What the story is besides in sessions mode: opaque tokens, and an entry in Redis that is the truth. */
abstract class SessionsStory extends StoryContract {
    private static final long EFFECT_BOUND_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    @Test
    void logIn_rightPassword_opaquePairUnderHashedKeysWithLifetime() {
        HttpResponse<String> answer = caller.token(first(), "grant_type=password&username=alice&password=alice");
        Caller.Pair pair = Caller.Pair.of(answer);
        assertEquals("no-store", answer.headers().firstValue("Cache-Control").orElseThrow());
        assertEquals(600, Caller.json(answer).path("expires_in").intValue());
        assertEquals(32, Base64.getUrlDecoder().decode(pair.access()).length);
        assertEquals(32, Base64.getUrlDecoder().decode(pair.refresh()).length);
        assertBetween(1, 600, redis().ttl(accessKey(pair)));
        assertBetween(601, 86_400, redis().ttl(refreshKey(pair)));
        assertEquals("hash", redis().type(accessKey(pair)));
        assertFalse(redis().hgetAll(refreshKey(pair)).toString().contains(pair.access()));
    }

    @Test
    void revoke_accessToken_entryIsGone() {
        Caller.Pair pair = caller.logIn(first(), "alice");
        StoryContract.assertRevoked(caller.revoke(last(), pair.access(), "access"));
        assertFalse(redis().exists(accessKey(pair)));
    }

    /** Another writer that knows nothing of us. */
    @Test
    void whoami_entryDeletedInRedis_refusedOnEveryNodeAfterEffectBound() {
        Caller.Pair pair = caller.logIn(first(), "alice");
        nodes().forEach(node -> assertEquals(200, caller.whoami(node, pair.access()).statusCode()));
        assertEquals(1, redis().del(accessKey(pair)));
        long deleted = System.nanoTime();
        Await.until("effect-bound has passed", () -> System.nanoTime() - deleted > EFFECT_BOUND_NANOS);
        nodes().forEach(node -> assertRefused(caller.whoami(node, pair.access())));
    }

    private static String accessKey(Caller.Pair pair) {
        return "session:access:" + sha256(pair.access());
    }

    private static String refreshKey(Caller.Pair pair) {
        return "session:refresh:" + sha256(pair.refresh());
    }

    private static String sha256(String token) {
        return HexFormat.of().formatHex(Tokens.sha256(token.getBytes(StandardCharsets.US_ASCII)));
    }
}
