package org.tokenrevocation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tokenrevocation.testing.Await;
import org.tokenrevocation.testing.RedisServer;
import redis.clients.jedis.RedisClient;

/** In denylist mode a revocation is announced on a channel, and a node that hears of it refuses before it has asked. */
class AnnouncementIT {
    private static final byte[] CHANNEL = bytes("token-revocation:{denylist}:changes:0");
    private static final byte[] CHANNEL_OF_DATABASE_1 = bytes("token-revocation:{denylist}:changes:1");

    private final RedisServer redis = RedisServer.launch();
    private final RedisClient jedis = redis.client();
    private final List<TokenRevocation> nodes = new ArrayList<>();
    private TokenRevocation node;

    @BeforeEach
    void open() {
        node = open("token-revocation");
    }

    @AfterEach
    void close() {
        nodes.forEach(TokenRevocation::close);
        jedis.close();
        redis.close();
    }

    private TokenRevocation open(String namespace) {
        return open(namespace, "1000");
    }

    private TokenRevocation open(String namespace, String maxEntries) {
        TokenRevocation opened = TokenRevocation.open(namespace, Settings.builder()
                .set("max-entries", maxEntries)
                .set("founding-window", "500ms")
                .set("redis-url", redis.url())
                .set("mode", "denylist")
                .set("namespace", namespace)
                .set("accept-unverified", "anonymous")
                .build());
        nodes.add(opened);
        Await.untilUp(opened);
        return opened;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** What is published for a token, made from the record of a fleet of another namespace, where it was revoked. */
    private byte[] announcement(String token) {
        open("elsewhere-" + token).revoke(token);
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(bytes("0000000000000000 0 "));
        message.writeBytes(jedis.zrange(bytes("elsewhere-" + token + ":{denylist}:revoked"), 0, -1).get(0));
        message.writeBytes(bytes("inf "));
        return message.toByteArray();
    }

    /** Nothing but the message can tell the node: the set and the stream know no such record. */
    @Test
    void verdict_revocationAnnounced_refusedThoughNoBeatBroughtIt() {
        byte[] announcement = announcement("t1");
        assertEquals(Verdict.LIVE, node.verdict("t1"), "another namespace's revocation");
        jedis.publish(CHANNEL, announcement);
        Await.until("refused", () -> node.verdict("t1") == Verdict.REVOKED);
        assertEquals(0, jedis.zcard("token-revocation:{denylist}:revoked"));
    }

    /** A set that has lost its records has to be repaired; it has not lost what was never in it. */
    @Test
    void verdict_announcedThoughTheSetIsEmpty_notTakenForForgotten() {
        jedis.publish(CHANNEL, announcement("t1"));
        Await.until("refused", () -> node.verdict("t1") == Verdict.REVOKED);
        long beats = beats();
        Await.until("some beats have seen the empty set", () -> {
            assertEquals(Verdict.LIVE, node.verdict("t2"), "not withheld");
            return beats() >= beats + 20;
        });
        assertEquals(0, jedis.zcard("token-revocation:{denylist}:revoked"), "not written back");
    }

    /** Beats of all nodes, as Redis counts them. */
    private long beats() {
        return Long.parseLong(jedis.info("commandstats").replaceFirst("(?s).*cmdstat_zcard:calls=(\\d+).*", "$1"));
    }

    @Test
    void verdict_announcedInAnotherDatabase_notHeard() {
        byte[] foreign = announcement("t1");
        byte[] own = announcement("t2");
        jedis.publish(CHANNEL_OF_DATABASE_1, foreign);
        jedis.publish(CHANNEL, own);
        Await.until("refused", () -> node.verdict("t2") == Verdict.REVOKED);
        assertEquals(Verdict.LIVE, node.verdict("t1"));
    }

    @Test
    void verdict_anythingElsePublished_passedOver() {
        byte[] announcement = announcement("t1");
        long connections = connections();
        for (String message : List.of("", " ", "hello", "probe-0123456789abcdef", "0123456789abcdefnan ", "0123456789abcdef 1 0123456789abcdefnan ", "x".repeat(100_000))) {
            jedis.publish(CHANNEL, bytes(message));
        }
        jedis.publish(CHANNEL, announcement);
        Await.until("refused", () -> node.verdict("t1") == Verdict.REVOKED);
        assertEquals(1, node.health().entries());
        assertEquals(connections, connections(), "the feed's connection is the same");
    }

    /** What belongs into the set comes by the change stream in any case; what was only published has no right to grow. */
    @Test
    void verdict_announcedBeyondMaxEntries_passedOver() {
        byte[] first = announcement("t1");
        byte[] second = announcement("t2");
        TokenRevocation small = open("token-revocation", "1");
        jedis.publish(CHANNEL, first);
        Await.until("refused", () -> small.verdict("t1") == Verdict.REVOKED);
        jedis.publish(CHANNEL, second);
        node.revoke("t3");
        assertEquals(Verdict.REVOKED, small.verdict("t3"));
        assertEquals(Verdict.LIVE, small.verdict("t2"));
        assertEquals(Verdict.REVOKED, node.verdict("t2"), "with room for it");
    }

    private long connections() {
        return Long.parseLong(jedis.info("stats").replaceFirst("(?s).*total_connections_received:(\\d+).*", "$1"));
    }
}
