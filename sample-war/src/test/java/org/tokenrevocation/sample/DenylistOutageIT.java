package org.tokenrevocation.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.tokenrevocation.testing.Await;
import org.tokenrevocation.testing.RedisServer;

/** Denylist mode without Redis: tokens can be issued, but not judged; what is known to be dead stays dead. */
class DenylistOutageIT {
    private final Caller caller = new Caller();

    @Test
    void calls_redisKilledAndRestartedEmpty_unavailableThenWrittenBack() {
        try (RedisServer redis = RedisServer.launch();
                Sample sample = Sample.launch(2, "--mode", "denylist", "--redis-url", redis.url())) {
            URI node = sample.nodes().get(0);
            URI other = sample.nodes().get(1);
            Caller.Pair dead = caller.logIn(node, "alice");
            Caller.Pair pair = caller.logIn(node, "alice");
            StoryContract.assertRevoked(caller.revoke(node, dead.access(), "access"));
            StoryContract.assertRefused(caller.whoami(other, dead.access()));
            redis.kill();
            Await.until("no lease is left", () -> caller.whoami(node, pair.access()).statusCode() == 503);
            assertUnavailable(caller.whoami(other, pair.access()));
            assertUnavailable(caller.refresh(node, pair.refresh()));
            assertEquals(500, caller.revoke(node, pair.access(), "access").statusCode());
            StoryContract.assertRefused(caller.whoami(node, dead.access()));
            Caller.Pair issuedMeanwhile = caller.logIn(node, "bob");
            redis.restart();
            Await.until("both nodes judge again", () -> caller.whoami(node, pair.access()).statusCode() == 200
                    && caller.whoami(other, issuedMeanwhile.access()).statusCode() == 200);
            StoryContract.assertRefused(caller.whoami(other, dead.access()));
            StoryContract.assertRevoked(caller.revoke(node, pair.access(), "access"));
            StoryContract.assertRefused(caller.whoami(other, pair.access()));
        }
    }

    private static void assertUnavailable(HttpResponse<String> answer) {
        assertEquals(503, answer.statusCode(), answer::body);
        assertTrue(answer.headers().firstValue("Retry-After").isPresent());
    }
}
