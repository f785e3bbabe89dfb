package org.tokenrevocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tokenrevocation.testing.Await;
import org.tokenrevocation.testing.RedisServer;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.params.SetParams;

/** Sessions mode over real Redis. */
class SessionsIT {
    private final RedisServer redis = RedisServer.launch();
    private final RedisClient jedis = redis.client();
    private TokenRevocation node;

    @BeforeEach
    void open() {
        node = TokenRevocation.open("node", Settings.builder().set("redis-url", redis.url()).build());
        Await.until("the node is up", () -> node.health().isUp());
    }

    @AfterEach
    void close() {
        node.close();
        jedis.close();
        redis.close();
    }

    @Test
    void verdict_entryExists_live() {
        jedis.set("session:access:t1", "alice", SetParams.setParams().ex(60));
        assertEquals(Verdict.LIVE, node.verdict("t1"));
    }

    /** In this mode every token is opaque, also one that carries base64's padding before its dots. */
    @Test
    void verdict_paddedToken_isTheTokenAsSpelled() {
        String padded = "eyJhbGciOiJFUzI1NiIgfQ==.eyJzdWIiOiJhIn0=.c2ln";
        jedis.set("session:access:" + padded, "alice", SetParams.setParams().ex(60));
        assertEquals(Verdict.LIVE, node.verdict(padded));
        assertEquals(Verdict.REVOKED, node.verdict(padded.replace("=", "")));
        node.revoke(padded);
        assertFalse(jedis.exists("session:access:" + padded));
        assertEquals(Verdict.REVOKED, node.verdict(padded));
    }

    @Test
    void verdict_noEntry_revoked() {
        assertEquals(Verdict.REVOKED, node.verdict("t1"));
    }

    @Test
    void verdict_refreshTokenAsBearer_revoked() {
        jedis.set("session:refresh:r1", "alice", SetParams.setParams().ex(60));
        assertEquals(Verdict.REVOKED, node.verdict("r1"));
        assertEquals(Verdict.MALFORMED, node.verdict("refresh:r1"));
    }

    @Test
    void revoke_liveToken_entryGoneAndRefused() {
        jedis.set("session:access:t1", "alice", SetParams.setParams().ex(60));
        jedis.set("session:refresh:t2", "alice", SetParams.setParams().ex(60));
        node.revoke("t1");
        assertFalse(jedis.exists("session:access:t1"));
        assertTrue(jedis.exists("session:refresh:t2"));
        assertEquals(Verdict.REVOKED, node.verdict("t1"));
    }

    @Test
    void revoke_unknownToken_writesNothing() {
        long keys = jedis.dbSize();
        node.revoke("unknown");
        assertEquals(keys, jedis.dbSize());
    }

    @Test
    void verdict_redisKilledAndRestarted_undecidedThenRecovers() {
        jedis.set("session:access:t1", "alice");
        Await.until("live", () -> node.verdict("t1") == Verdict.LIVE);
        redis.kill();
        Await.until("undecided", () -> node.verdict("t1") == Verdict.UNDECIDED);
        assertThrows(RevocationUnavailableException.class, () -> node.revoke("t1"));
        redis.restart();
        Await.until("recovered", () -> node.verdict("t1") == Verdict.REVOKED);
        node.revoke("t1");
    }
}
