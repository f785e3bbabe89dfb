package org.tokenrevocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tokenrevocation.testing.Await;
import org.tokenrevocation.testing.RedisServer;
import org.tokenrevocation.testing.TcpProxy;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;

/** Redis comes back from a snapshot that is older than what was confirmed (sessions mode). */
class OlderDataIT {
    private static final int JUNK = 20_100;

    private final RedisServer redis = RedisServer.launch();
    private final TcpProxy proxy = TcpProxy.to(redis.port());
    private final RedisClient jedis = redis.client();
    private final TokenRevocation node = TokenRevocation.open("node", Settings.builder()
            .set("redis-url", proxy.url()).set("founding-window", "500ms").set("redis-timeout", "2s").build());

    @AfterEach
    void close() {
        node.close();
        jedis.close();
        proxy.close();
        redis.close();
    }

    /** A stranger needs no rights to send tokens that never existed, and no more than seconds to send that many. */
    @Test
    void verdict_answerLostThenRepeatedThenFloodOfJunk_staysRevokedOverARestart() {
        Await.untilUp(node);
        jedis.set("session:access:lost", "alice");
        jedis.set("session:access:deleted", "alice");
        jedis.set("session:access:live", "alice");
        jedis.executeCommand(new CommandObject<>(new CommandArguments(Protocol.Command.SAVE), BuilderFactory.STRING));
        proxy.cutBeforeReplyTo("session:access:lost");
        assertThrows(RevocationUnavailableException.class, () -> node.revoke("lost"));
        assertFalse(jedis.exists("session:access:lost"), "carried out, but not confirmed");
        Await.untilUp(node);
        node.revoke("lost");
        node.revoke("deleted");
        List<String> junk = IntStream.range(0, JUNK).mapToObj(i -> "junk-" + i).toList();
        node.revokeAll(junk).toCompletableFuture().join();
        redis.kill();
        redis.restart();
        Await.until("live again", () -> node.verdict("live") == Verdict.LIVE);
        assertEquals(Verdict.REVOKED, node.verdict("lost"));
        assertEquals(Verdict.REVOKED, node.verdict("deleted"));
        assertTrue(node.health().counters().get("repeat-log.dropped-absent") > 0, node.health()::toString);
        assertEquals(0, node.health().counters().get("repeat-log.dropped"));
        assertEquals(0, node.health().counters().get("repeat-log.dropped-unconfirmed"));
    }
}
