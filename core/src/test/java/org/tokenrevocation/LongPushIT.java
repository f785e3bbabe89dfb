package org.tokenrevocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tokenrevocation.testing.Await;
import org.tokenrevocation.testing.Output;
import org.tokenrevocation.testing.RedisServer;
import redis.clients.jedis.RedisClient;

/** What Redis pushes to a feed may be as long as whoever writes there likes. */
class LongPushIT {
    private final RedisServer redis = RedisServer.launch();
    private final RedisClient jedis = redis.client();
    private final Output log = new Output();

    @AfterEach
    void close() {
        log.close();
        jedis.close();
        redis.close();
    }

    private TokenRevocation open(String mode) {
        Settings.Builder settings = Settings.builder().set("redis-url", redis.url()).set("mode", mode)
                .set("redis-timeout", "5s")
                .set("founding-window", "500ms");
        if (mode.equals("denylist")) {
            settings.set("accept-unverified", "anonymous");
        }
        TokenRevocation node = TokenRevocation.open(mode, settings.build());
        Await.untilUp(node);
        return node;
    }

    private long connections() {
        return Long.parseLong(jedis.info("stats").replaceFirst("(?s).*total_connections_received:(\\d+).*", "$1"));
    }

    /** 640,000 records in the shape of ours, each with another digest. */
    private static byte[] records() {
        byte[] message = new byte[640_000 * 36];
        Arrays.fill(message, (byte) '1');
        for (int at = 0, i = 0; at < message.length; at += 36, i++) {
            message[at] = (byte) i;
            message[at + 1] = (byte) (i >> 8);
            message[at + 2] = (byte) (i >> 16);
            message[at + 35] = ' ';
        }
        return message;
    }

    @Test
    void message_longerThanOurs_passedOverUnread() {
        try (TokenRevocation node = open("denylist")) {
            node.revoke("t1");
            Await.until("all are connected", () -> connections() >= 10);
            long before = connections();
            byte[] channel = "token-revocation:{denylist}:changes:0".getBytes(StandardCharsets.UTF_8);
            jedis.publish(channel, records());
            jedis.publish(channel, new byte[2_000_000]);
            jedis.publish(channel, Arrays.copyOf(records(), 36_000));
            node.revoke("t2");
            assertEquals(Verdict.REVOKED, node.verdict("t2"));
            assertEquals(Verdict.LIVE, node.verdict("t3"));
            assertEquals(2, node.health().entries());
            assertEquals(before, connections(), "the feed's connection is the same");
            assertFalse(log.has("lease lost"));
        }
    }

    @Test
    void invalidation_ofKeysTooLongToRead_forgetsAllAndGoesOn() {
        try (TokenRevocation node = open("sessions")) {
            jedis.set("session:access:t1", "alice");
            Await.until("kept", () -> node.verdict("t1") == Verdict.LIVE && node.health().entries() == 1);
            Await.until("all are connected", () -> connections() >= 10);
            long before = connections();
            byte[] key = new byte[3_000_000];
            byte[] prefix = "session:access:".getBytes(StandardCharsets.UTF_8);
            System.arraycopy(prefix, 0, key, 0, prefix.length);
            jedis.set(key, prefix);
            Await.until("forgotten", () -> node.health().entries() == 0);
            jedis.del("session:access:t1");
            Await.until("refused", () -> node.verdict("t1") == Verdict.REVOKED);
            assertEquals(before, connections(), "the feed's connection is the same");
            assertFalse(log.has("lease lost"));
        }
    }
}
