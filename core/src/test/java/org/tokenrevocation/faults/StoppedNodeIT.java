package org.tokenrevocation.faults;

import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tokenrevocation.Mode;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.testing.Await;
import org.tokenrevocation.testing.RedisServer;
import redis.clients.jedis.RedisClient;

/** A node that is stopped (SIGSTOP) while a token is revoked elsewhere, and continued: its first answer is no LIVE. */
class StoppedNodeIT {
    private static final int ROUNDS = 5;

    @ParameterizedTest
    @EnumSource(Mode.class)
    void verdict_nodeStoppedAcrossRevocation_firstAnswerIsNotLive(Mode mode) {
        Issuer issuer = new Issuer(mode);
        try (RedisServer redis = RedisServer.launch();
                RedisClient host = redis.client();
                NodeProcess stopped = new NodeProcess(mode, redis.url());
                TokenRevocation other = TokenRevocation.open("other", issuer.settings(redis.url()).build())) {
            for (int round = 0; round < ROUNDS; round++) {
                String token = issuer.issue(host);
                Await.until("accepted from memory", () -> answer(stopped, token).equals("LIVE LEASED"));
                Await.untilUp(other);
                stopped.signal("STOP");
                other.revoke(token);
                stopped.ask(token);
                stopped.signal("CONT");
                assertFalse(stopped.answer().startsWith("LIVE"), "round " + round);
                Await.until("refused", () -> answer(stopped, token).startsWith("REVOKED"));
            }
        }
    }

    private static String answer(NodeProcess node, String token) {
        node.ask(token);
        return node.answer();
    }
}
