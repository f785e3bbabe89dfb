package org.tokenrevocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tokenrevocation.testing.Await;
import org.tokenrevocation.testing.RedisServer;
import redis.clients.jedis.RedisClient;

/** Very many tokens in one call: written in pieces, so that nobody else waits for Redis, and one success at the end. */
class BulkRevocationIT {
    private static final int TOKENS = 50_000;
    private static final int MOST_PER_PIECE = 500;

    private final RedisServer redis = RedisServer.launch();
    private final RedisClient jedis = redis.client();

    @AfterEach
    void close() {
        jedis.close();
        redis.close();
    }

    private TokenRevocation open(String name, String mode) {
        Settings.Builder settings = Settings.builder().set("redis-url", redis.url()).set("mode", mode)
                .set("founding-window", "500ms");
        if (mode.equals("denylist")) {
            settings.set("accept-unverified", "anonymous");
        }
        return TokenRevocation.open(name, settings.build());
    }

    private long calls(String command) {
        String stats = jedis.info("commandstats").replaceFirst("(?s).*cmdstat_" + command + ":calls=(\\d+).*", "$1");
        return stats.matches("\\d+") ? Long.parseLong(stats) : 0;
    }

    /** The command with which each piece ends or which it is; the beats of both nodes use the first one, too. */
    @ParameterizedTest
    @CsvSource({"sessions, get", "denylist, eval"})
    void revokeAll_fiftyThousand_inPiecesAndNobodyIsLeftUndecided(String mode, String perPiece) {
        jedis.eval("for i = 0, 49999 do redis.call('SET', 'session:access:t' .. i, '') end"
                + " redis.call('SET', 'session:access:bystander', '')");
        List<String> tokens = IntStream.range(0, TOKENS).mapToObj(i -> "t" + i).toList();
        try (TokenRevocation node = open("node", mode); TokenRevocation other = open("other", mode)) {
            Await.untilUp(node);
            Await.untilUp(other);
            long before = calls(perPiece);
            CompletableFuture<Void> all = CompletableFuture.supplyAsync(() -> node.revokeAll(tokens))
                    .thenCompose(effective -> effective);
            AtomicInteger asked = new AtomicInteger();
            Await.until("all are revoked", () -> {
                assertEquals(Verdict.LIVE, other.verdict("bystander"), () -> "undecided after " + asked);
                asked.incrementAndGet();
                return all.isDone();
            });
            all.join();
            assertTrue(calls(perPiece) - before >= TOKENS / MOST_PER_PIECE, "pieces: " + (calls(perPiece) - before));
            for (TokenRevocation each : List.of(node, other)) {
                for (int i = 0; i < TOKENS; i += 97) {
                    assertEquals(Verdict.REVOKED, each.verdict("t" + i), each.health()::toString);
                }
                assertEquals(Verdict.REVOKED, each.verdict("t" + (TOKENS - 1)));
            }
            assertEquals(TOKENS, node.health().counters().get("revocations"));
        }
    }

    @Test
    void revokeAll_moreThanTheBound_refusedInWordsAndNothingRevoked() {
        jedis.set("session:access:t", "");
        try (TokenRevocation node = open("node", "sessions")) {
            Await.untilUp(node);
            String message = assertThrows(IllegalArgumentException.class,
                    () -> node.revokeAll(Collections.nCopies(200_001, "t"))).getMessage();
            assertTrue(message.contains("200000") && message.contains("[200001]"), message);
            assertEquals(Verdict.LIVE, node.verdict("t"));
        }
    }
}
