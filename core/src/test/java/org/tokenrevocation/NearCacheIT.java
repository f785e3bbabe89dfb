package org.tokenrevocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tokenrevocation.testing.Await;
import org.tokenrevocation.testing.RedisServer;
import redis.clients.jedis.RedisClient;

/** Sessions mode answers from memory under a lease, and only then. */
class NearCacheIT {
    private final RedisServer redis = RedisServer.launch();
    private final RedisClient jedis = redis.client();
    private TokenRevocation node;

    @BeforeEach
    void open() {
        node = TokenRevocation.open("node", Settings.builder().set("redis-url", redis.url()).build());
        Await.until("node is up", () -> node.health().isUp());
    }

    @AfterEach
    void close() {
        node.close();
        jedis.close();
        redis.close();
    }

    @Test
    void verdict_sameTokenOften_oneLookUp() {
        jedis.set("session:access:t1", "alice");
        Await.until("answered under a lease", () -> {
            node.verdict("t1");
            return node.health().memory() == Health.Memory.LEASED;
        });
        node.verdict("t1");
        long before = node.health().counters().get("lookups");
        for (int i = 0; i < 1_000; i++) {
            assertEquals(Verdict.LIVE, node.verdict("t1"));
        }
        long asked = node.health().counters().get("lookups") - before;
        assertTrue(asked < 500, "1000 verdicts asked Redis [" + asked + "] times");
    }

    @Test
    void verdict_deletedElsewhere_refused() {
        jedis.set("session:access:t1", "alice");
        Await.until("cached", () -> node.verdict("t1") == Verdict.LIVE && node.health().entries() == 1);
        jedis.del("session:access:t1");
        Await.until("refused", () -> node.verdict("t1") == Verdict.REVOKED);
    }
}
