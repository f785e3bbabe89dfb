package org.tokenrevocation.internal.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tokenrevocation.Health;
import org.tokenrevocation.RevocationUnavailableException;
import org.tokenrevocation.Settings;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.Verdict;
import org.tokenrevocation.testing.Await;
import org.tokenrevocation.testing.RedisServer;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;

/** A Redis that answers but refuses commands: told once, in its own words, in the log and in health, and when it is over. */
class RefusedCommandsIT {
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<String> infos = new ArrayList<>();
    private final Logger logger = Logger.getLogger("org.tokenrevocation");
    private final Handler listener = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            List<String> lines = entry.getLevel() == Level.WARNING ? warnings : infos;
            synchronized (warnings) {
                lines.add(new SimpleFormatter().formatMessage(entry));
            }
        }

        @Override
        public void flush() {
            // Nothing is buffered.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    };

    @BeforeEach
    void listen() {
        logger.addHandler(listener);
    }

    @AfterEach
    void close() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
        logger.removeHandler(listener);
    }

    private RedisServer redis(String... options) {
        RedisServer redis = RedisServer.launch(options);
        opened.add(redis);
        return redis;
    }

    private RedisClient client(RedisServer redis) {
        RedisClient client = redis.client();
        opened.add(client);
        return client;
    }

    private TokenRevocation node(RedisServer redis, String mode) {
        Settings.Builder settings = Settings.builder().set("redis-url", redis.url()).set("mode", mode)
                .set("founding-window", "500ms").set("redis-timeout", "250ms");
        if (mode.equals("denylist")) {
            settings.set("accept-unverified", "anonymous");
        }
        TokenRevocation node = TokenRevocation.open("node", settings.build());
        opened.add(node);
        return node;
    }

    private static void send(RedisClient jedis, String... words) {
        CommandArguments command = new CommandArguments(Protocol.Command.valueOf(words[0]));
        for (int i = 1; i < words.length; i++) {
            command.add(words[i]);
        }
        jedis.executeCommand(new CommandObject<>(command, BuilderFactory.RAW_OBJECT));
    }

    private long told(List<String> lines, String text) {
        synchronized (warnings) {
            return lines.stream().filter(line -> line.contains(text)).count();
        }
    }

    private static void awaitTrouble(TokenRevocation node, String text) {
        Await.until("health names " + text, () -> node.health().trouble().orElse("").contains(text));
    }

    /** Whatever is renamed or switched off, the operator reads its name in a warning and in health before a user notices. */
    @ParameterizedTest
    @CsvSource({
        "sessions, INFO", "sessions, ROLE", "sessions, MULTI", "sessions, EXEC", "sessions, TIME", "sessions, GET",
        "sessions, SET", "sessions, EVAL", "sessions, PTTL", "sessions, DEL",
        "denylist, EVAL", "denylist, XADD", "denylist, XRANGE", "denylist, XREVRANGE", "denylist, ZADD", "denylist, ZREM",
        "denylist, ZSCORE", "denylist, ZCARD", "denylist, ZRANGEBYSCORE", "denylist, ZSCAN",
    })
    void start_commandSwitchedOff_warningAndHealthNameIt(String mode, String command) {
        TokenRevocation node = node(redis("--rename-command", command, ""), mode);
        awaitTrouble(node, command);
        Await.until("a warning names " + command, () -> told(warnings, command) > 0);
        assertThrows(RevocationUnavailableException.class, () -> node.revoke("t"));
        assertTrue(told(warnings, command) <= 2, () -> "no flood: " + warnings);
    }

    @Test
    void call_commandSwitchedOff_keepsItsConnections() {
        RedisServer redis = redis("--rename-command", "PTTL", "");
        RedisClient jedis = client(redis);
        TokenRevocation node = node(redis, "sessions");
        awaitTrouble(node, "PTTL");
        Await.until("judging by what can be had", () -> node.health().memory() != Health.Memory.WITHHELD);
        Await.until("all are connected", () -> connections(jedis) >= RedisConnections.SIZE + 2);
        long before = connections(jedis);
        for (int i = 0; i < 100; i++) {
            assertEquals(Verdict.UNDECIDED, node.verdict("t" + i));
        }
        assertEquals(before, connections(jedis), "a storm of reconnects helps nobody");
        assertFalse(node.health().isUp());
    }

    private static long connections(RedisClient jedis) {
        return Long.parseLong(jedis.info("stats").replaceFirst("(?s).*total_connections_received:(\\d+).*", "$1"));
    }

    /** Tokens are judged all the while; every revocation fails, and its reason is told once for all of them. */
    private void assertToldOncePerOutage(TokenRevocation node, String reason, Runnable begin, Runnable end) {
        Await.untilUp(node);
        node.revoke("t0");
        begin.run();
        for (int i = 0; i < 5; i++) {
            String token = "t-" + i;
            assertThrows(RevocationUnavailableException.class, () -> node.revoke(token));
        }
        awaitTrouble(node, reason);
        assertEquals(Health.RedisState.READ_ONLY, node.health().redis());
        assertTrue(node.health().isUp(), "tokens are judged");
        assertEquals(Verdict.REVOKED, node.verdict("t0"));
        assertThrows(RevocationUnavailableException.class, () -> node.revoke("t-6"));
        assertEquals(1, told(warnings, reason), warnings::toString);
        end.run();
        Await.until("over", () -> node.health().redis() == Health.RedisState.UP && node.health().trouble().isEmpty());
        node.revoke("t-1");
        assertEquals(1, told(infos, "takes all commands again"), infos::toString);
        assertEquals(1, told(warnings, reason), warnings::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sessions", "denylist"})
    void revoke_tooFewReplicas_toldOncePerOutage(String mode) {
        RedisServer redis = redis();
        RedisClient jedis = client(redis);
        assertToldOncePerOutage(node(redis, mode), "NOREPLICAS",
                () -> send(jedis, "CONFIG", "SET", "min-replicas-to-write", "1"),
                () -> send(jedis, "CONFIG", "SET", "min-replicas-to-write", "0"));
    }

    /** The snapshot that fails is what a full disk looks like. */
    @ParameterizedTest
    @ValueSource(strings = {"sessions", "denylist"})
    void revoke_snapshotsFail_toldOncePerOutage(String mode) {
        RedisServer redis = redis("--dbfilename", "missing");
        RedisClient jedis = client(redis);
        assertToldOncePerOutage(node(redis, mode), "MISCONF",
                () -> {
                    send(jedis, "CONFIG", "SET", "save", "3600 1000000");
                    assertTrue(redis.folder().resolve("missing").toFile().mkdir());
                    send(jedis, "BGSAVE");
                    Await.until("failed", () -> jedis.info("persistence").contains("rdb_last_bgsave_status:err"));
                },
                () -> send(jedis, "CONFIG", "SET", "save", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sessions", "denylist"})
    void revoke_writesPaused_toldOncePerOutage(String mode) {
        RedisServer redis = redis();
        RedisClient jedis = client(redis);
        assertToldOncePerOutage(node(redis, mode), "no write",
                () -> send(jedis, "CLIENT", "PAUSE", "60000", "WRITE"),
                () -> send(jedis, "CLIENT", "UNPAUSE"));
    }

    /** Then Redis takes no transaction either, and without beats there is no verdict: more than read-only. */
    @Test
    void revoke_denylistAndMemoryFull_toldOncePerOutage() {
        RedisServer redis = redis();
        RedisClient jedis = client(redis);
        TokenRevocation node = node(redis, "denylist");
        Await.untilUp(node);
        send(jedis, "CONFIG", "SET", "maxmemory", "1");
        for (int i = 0; i < 5; i++) {
            String token = "t-" + i;
            assertThrows(RevocationUnavailableException.class, () -> node.revoke(token));
        }
        Await.until("told", () -> told(warnings, "Redis refuses") > 0);
        assertTrue(node.health().trouble().orElse("").contains("OOM"), node.health()::toString);
        assertTrue(node.health().trouble().orElse("").contains("raise its maxmemory"), node.health()::toString);
        assertFalse(node.health().isUp());
        assertEquals(Verdict.UNDECIDED, node.verdict("t-7"));
        send(jedis, "CONFIG", "SET", "maxmemory", "0");
        Await.untilUp(node);
        node.revoke("t-1");
        assertEquals(1, told(warnings, "Redis refuses"), warnings::toString);
    }

    /** Look-ups and deletions are no transactions: a node whose beats are refused asks Redis for each request. */
    @Test
    void verdict_sessionsAndMemoryFull_judgedByAskingRedisAndTold() {
        RedisServer redis = redis();
        RedisClient jedis = client(redis);
        jedis.set("session:access:live", "alice");
        TokenRevocation node = node(redis, "sessions");
        Await.untilUp(node);
        send(jedis, "CONFIG", "SET", "maxmemory", "1");
        awaitTrouble(node, "OOM");
        assertEquals(Verdict.LIVE, node.verdict("live"));
        assertEquals(Verdict.REVOKED, node.verdict("dead"));
        node.revoke("live");
        assertEquals(Verdict.REVOKED, node.verdict("live"));
        send(jedis, "CONFIG", "SET", "maxmemory", "0");
        Await.untilUp(node);
    }
}
