package org.tokenrevocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tokenrevocation.testing.Await;
import org.tokenrevocation.testing.RedisServer;
import redis.clients.jedis.RedisClient;

/** E22: what an anonymous caller writes as a token never reaches another key than its own. */
class KeyInjectionIT {
    @Test
    void revoke_tokenThatSpellsAnotherKey_refusedAndNothingTouched() {
        try (RedisServer redis = RedisServer.launch();
                RedisClient jedis = redis.client();
                TokenRevocation node = TokenRevocation.open("keys", Settings.builder()
                        .set("redis-url", redis.url())
                        .set("session-key-access", "session:{token}")
                        .set("session-key-refresh", "refresh:{token}")
                        .build())) {
            Await.untilUp(node);
            // The fleet record and the registry are ours and stay.
            Await.until("the feed's probe is gone", () -> jedis.dbSize() == 2);
            jedis.set("session:user:42", "the host's own");
            jedis.set("session:t1", "alice");
            jedis.hset("refresh:t1", "a", "b");
            Await.until("live", () -> node.verdict("t1") == Verdict.LIVE);
            for (String token : List.of("user:42", "", "*", "t1 ", "t1\n", "t1\r\nDEL session:t1", "t1\u0000", "\u00e9")) {
                assertEquals(Verdict.MALFORMED, node.verdict(token), token);
                assertThrows(IllegalArgumentException.class, () -> node.revoke(token), token);
                assertThrows(IllegalArgumentException.class, () -> node.revokeAll(List.of("t1", token)), token);
            }
            assertEquals(5, jedis.dbSize());
            node.revoke("t1");
            assertTrue(jedis.exists("session:user:42"));
            assertEquals(3, jedis.dbSize());
        }
    }

    @Test
    void verdict_patternThatOverflowsTheStack_malformedNotAnError() {
        try (RedisServer redis = RedisServer.launch();
                TokenRevocation node = TokenRevocation.open("regex", Settings.builder()
                        .set("redis-url", redis.url())
                        .set("token-pattern", "(?:a|b|[c-z])+")
                        .build())) {
            assertEquals(Verdict.MALFORMED, node.verdict("z".repeat(16 * 1024)));
            assertEquals(Verdict.FOREIGN, node.verdict("UPPER"));
        }
    }
}
