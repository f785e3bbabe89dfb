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
        Await.untilUp(node);
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
    void verdict_cacheSizeZero_everyVerdictAsksRedis() {
        jedis.set("session:access:t1", "alice");
        try (TokenRevocation direct = TokenRevocation.open("direct",
                Settings.builder().set("redis-url", redis.url()).set("cache-size", "0").build())) {
            Await.untilUp(direct);
            long before = direct.health().counters().get("lookups");
            for (int i = 0; i < 500; i++) {
                assertEquals(Verdict.LIVE, direct.verdict("t1"));
                assertEquals(0, direct.health().entries());
                assertEquals(Health.Memory.DIRECT, direct.health().memory());
            }
            assertEquals(before + 500, direct.health().counters().get("lookups"));
            jedis.del("session:access:t1");
            assertEquals(Verdict.REVOKED, direct.verdict("t1"), "nothing was kept");
        }
    }

    @Test
    void verdict_deletedElsewhere_refused() {
        jedis.set("session:access:t1", "alice");
        Await.until("cached", () -> node.verdict("t1") == Verdict.LIVE && node.health().entries() == 1);
        jedis.del("session:access:t1");
        Await.until("refused", () -> node.verdict("t1") == Verdict.REVOKED);
    }
}
