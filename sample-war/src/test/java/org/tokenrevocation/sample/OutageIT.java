package org.tokenrevocation.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.testing.Await;
import org.tokenrevocation.testing.RedisServer;
import redis.clients.jedis.RedisClient;

/** Without Redis there is no answer, and no answer is 503: never 401, never 200. */
class OutageIT {
    private final Caller caller = new Caller();

    @Test
    void calls_redisKilledAndRestarted_unavailableThenRecovers() {
        try (RedisServer redis = RedisServer.launch();
                Sample sample = Sample.launch(1, "--redis-url", redis.url())) {
            URI node = sample.nodes().get(0);
            Caller.Pair pair = caller.logIn(node, "alice");
            redis.kill();
            assertUnavailable(caller.whoami(node, pair.access()));
            assertUnavailable(caller.token(node, "grant_type=password&username=alice&password=alice"));
            assertUnavailable(caller.refresh(node, pair.refresh()));
            assertEquals(500, caller.revoke(node, pair.access(), "access").statusCode());
            StoryContract.assertRefused(caller.whoami(node, TokenRevocation.PROBE_TOKEN));
            Await.until("health names the outage", () -> caller.get(node, "health").statusCode() == 503);
            redis.restart();
            assertRecovers(node);
            StoryContract.assertRevoked(caller.revoke(node, pair.access(), "access"));
        }
    }

    /** By a host name such as Compose gives, and with the login that a template with empty variables leaves. */
    @Test
    void start_redisDown_startsNamesTheCauseAndRecovers(@TempDir Path folder) throws IOException {
        Path hosts = Files.writeString(folder.resolve("hosts"), "127.0.0.1 redis_1\n");
        try (RedisServer redis = RedisServer.launch()) {
            redis.kill();
            try (Sample sample = Sample.launchOn(0, List.of("-Djdk.net.hosts.file=" + hosts),
                    "--redis-url", "redis://@redis_1:" + redis.port())) {
                URI node = sample.nodes().get(0);
                assertUnavailable(caller.whoami(node, "any"));
                assertNamed(sample, node, "redis_1:" + redis.port(), "Connection refused");
                redis.restart();
                assertRecovers(node);
            }
        }
    }

    @Test
    void start_wrongPassword_startsNamesTheCauseAndRecovers() {
        try (RedisServer redis = RedisServer.launch("--requirepass", "right-password");
                Sample sample = Sample.launch(
                        1, "--redis-url", "redis://:other-password@127.0.0.1:" + redis.port())) {
            URI node = sample.nodes().get(0);
            assertUnavailable(caller.whoami(node, "any"));
            assertNamed(sample, node, "127.0.0.1:" + redis.port(), "WRONGPASS");
            assertTrue(sample.log().stream().noneMatch(line -> line.contains("other-password")));
            try (RedisClient admin = RedisClient.create("127.0.0.1", redis.port(), null, "right-password")) {
                admin.configSet("requirepass", "other-password");
            }
            assertRecovers(node);
        }
    }

    private void assertNamed(Sample sample, URI node, String place, String cause) {
        HttpResponse<String> health = caller.get(node, "health");
        assertEquals(503, health.statusCode());
        assertTrue(Caller.json(health).path("trouble").textValue().contains(cause), health::body);
        Await.until("the log names [" + cause + "]",
                () -> sample.log().stream().anyMatch(line -> line.contains(place) && line.contains(cause)));
    }

    private void assertRecovers(URI node) {
        Await.until("logging in works", () -> caller.token(
                node, "grant_type=password&username=bob&password=bob").statusCode() == 200);
        Await.until("a call works", () -> caller.whoami(
                node, caller.logIn(node, "bob").access()).statusCode() == 200);
        assertEquals(200, caller.get(node, "health").statusCode());
    }

    private static void assertUnavailable(HttpResponse<String> answer) {
        assertEquals(503, answer.statusCode(), answer::body);
        assertTrue(answer.headers().firstValue("Retry-After").isPresent());
    }
}
