package org.tokenrevocation.internal.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tokenrevocation.Health;
import org.tokenrevocation.RevocationUnavailableException;
import org.tokenrevocation.Settings;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.Verdict;
import org.tokenrevocation.testing.Await;
import org.tokenrevocation.testing.RedisServer;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisException;

/** A Redis that answers, but with a refusal: never a success, never a wrong verdict, and it heals by itself. */
class RedisRefusalsIT {
    /** Of one node, without the tests' own. */
    private static final int CLIENTS = RedisConnections.SIZE + 1;

    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    private RedisServer redis(String... options) {
        RedisServer redis = RedisServer.launch(options);
        opened.add(redis);
        return redis;
    }

    private TokenRevocation node(String url) {
        TokenRevocation node =
                TokenRevocation.open("node", Settings.builder().set("redis-url", url).build());
        opened.add(node);
        return node;
    }

    private Connection admin(RedisServer redis, String password) {
        Connection admin = new Connection(new HostAndPort("127.0.0.1", redis.port()),
                DefaultJedisClientConfig.builder().password(password).socketTimeoutMillis(20_000).build());
        opened.add(admin);
        return admin;
    }

    private static Object send(Connection connection, String... words) {
        return connection.executeCommand(command(words));
    }

    private static CommandArguments command(String... words) {
        CommandArguments command =
                new CommandArguments(Protocol.Command.valueOf(words[0]));
        for (int i = 1; i < words.length; i++) {
            command.add(words[i]);
        }
        return command;
    }

    private static String url(RedisServer redis, String login) {
        return "redis://" + login + "@127.0.0.1:" + redis.port();
    }

    private static void awaitTrouble(TokenRevocation node, String word) {
        Await.until("health names " + word, () -> node.health().redis() == Health.RedisState.DOWN
                && node.health().trouble().orElse("").contains(word));
        assertFalse(node.health().isUp());
    }

    private static void awaitLive(TokenRevocation node, String token) {
        Await.until("live", () -> node.verdict(token) == Verdict.LIVE);
        Await.until("up", () -> node.health().isUp());
    }

    /** Neither holds what is looked for; what they would refuse reads as if a right were missing. */
    @Test
    void open_sentinelOrNodeOfACluster_namedWithTheRemedy() {
        awaitTrouble(node(redis("--cluster-enabled", "yes").url()), "a node of Redis Cluster listens there");
        awaitTrouble(node(redis("--sentinel").url()), "a Sentinel listens there");
    }

    @Test
    void open_wrongPassword_namedInHealthAndRecoversWhenSetRight() {
        RedisServer redis = redis("--requirepass", "right");
        Connection admin = admin(redis, "right");
        send(admin, "SET", "session:access:t1", "alice");
        TokenRevocation node = node(url(redis, ":wrong"));
        awaitTrouble(node, "WRONGPASS");
        assertEquals(Verdict.UNDECIDED, node.verdict("t1"));
        assertThrows(RevocationUnavailableException.class, () -> node.revoke("t1"));
        send(admin, "CONFIG", "SET", "requirepass", "wrong");
        awaitLive(node, "t1");
    }

    @Test
    void open_passwordMissing_namedInHealth() {
        RedisServer redis = redis("--requirepass", "right");
        TokenRevocation node = node(redis.url());
        awaitTrouble(node, "NOAUTH");
        assertEquals(Verdict.UNDECIDED, node.verdict("t1"));
    }

    @Test
    void verdict_passwordRotatedAndConnectionsKilled_undecidedThenRecovers() {
        RedisServer redis = redis("--requirepass", "first");
        Connection admin = admin(redis, "first");
        send(admin, "SET", "session:access:t1", "alice");
        TokenRevocation node = node(url(redis, ":first"));
        awaitLive(node, "t1");
        send(admin, "CONFIG", "SET", "requirepass", "second");
        send(admin, "CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
        send(admin, "CLIENT", "KILL", "TYPE", "pubsub");
        awaitTrouble(node, "WRONGPASS");
        Await.until("the last lease has ended", () -> node.verdict("t1") == Verdict.UNDECIDED);
        send(admin, "CONFIG", "SET", "requirepass", "first");
        awaitLive(node, "t1");
    }

    @Test
    void verdict_passwordRotatedButConnectionsLive_stillServed() {
        RedisServer redis = redis("--requirepass", "first");
        Connection admin = admin(redis, "first");
        send(admin, "SET", "session:access:t1", "alice");
        TokenRevocation node = node(url(redis, ":first"));
        awaitLive(node, "t1");
        Await.until("all are connected", () -> clients(admin) == CLIENTS + 1);
        send(admin, "CONFIG", "SET", "requirepass", "second");
        for (int i = 0; i < 1_000; i++) {
            assertEquals(Verdict.LIVE, node.verdict("t1"), () -> node.health().toString());
        }
        assertTrue(node.health().isUp(), "what is logged in stays so: " + node.health().trouble());
    }

    private static long clients(Connection admin) {
        return new String((byte[]) send(admin, "CLIENT", "LIST"), StandardCharsets.UTF_8)
                .lines().count();
    }

    @Test
    void call_refusedForItsRights_keepsItsConnections() {
        RedisServer redis = redis();
        Connection admin = admin(redis, null);
        send(admin, "ACL", "SETUSER", "guard", "on", ">x", "~*", "+@all");
        TokenRevocation node = node(url(redis, "guard:x"));
        Await.untilUp(node);
        Await.until("all are connected", () -> clients(admin) == CLIENTS + 1);
        send(admin, "ACL", "SETUSER", "guard", "-pttl", "-del");
        long before = connectionsReceived(admin);
        for (int i = 0; i < 100; i++) {
            assertEquals(Verdict.UNDECIDED, node.verdict("t1"));
            assertThrows(RevocationUnavailableException.class, () -> node.revoke("t1"));
        }
        assertEquals(before, connectionsReceived(admin), "a storm of reconnects helps nobody");
    }

    private static long connectionsReceived(Connection admin) {
        String stats = new String((byte[]) send(admin, "INFO", "stats"), StandardCharsets.UTF_8);
        return stats.lines().filter(line -> line.startsWith("total_connections_received:"))
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(':') + 1).strip())).sum();
    }

    @Test
    void revoke_readOnlyReplica_neverSucceeds() {
        RedisServer primary = redis();
        RedisServer redis = redis();
        Connection admin = admin(redis, null);
        send(admin, "SET", "session:access:t1", "alice");
        TokenRevocation node = node(redis.url());
        awaitLive(node, "t1");
        send(admin, "REPLICAOF", "127.0.0.1", String.valueOf(primary.port()));
        String message = assertThrows(RevocationUnavailableException.class, () -> node.revoke("t1")).getMessage();
        assertTrue(message.contains("READONLY") || message.contains("is a replica"), message);
        send(admin, "REPLICAOF", "NO", "ONE");
        Await.until("it can be revoked again", () -> isRevocable(node));
    }

    @Test
    void verdict_demotedInPlace_undecidedUntilPromotedAndFoundedAnew() {
        RedisServer redis = redis();
        Connection admin = admin(redis, null);
        send(admin, "SET", "session:access:t1", "alice");
        TokenRevocation node = TokenRevocation.open("node",
                Settings.builder().set("redis-url", redis.url()).set("cache-size", "0").build());
        opened.add(node);
        awaitLive(node, "t1");
        String fleet = fleet(admin);
        // Nobody is there to copy from: data, replication id and connections stay, only the role changes.
        send(admin, "REPLICAOF", "127.0.0.1", String.valueOf(RedisServer.freePort()));
        Await.until("undecided", () -> node.verdict("t1") == Verdict.UNDECIDED);
        awaitTrouble(node, "is a replica");
        for (int i = 0; i < 20; i++) {
            assertEquals(Verdict.UNDECIDED, node.verdict("t1"));
        }
        assertThrows(RevocationUnavailableException.class, () -> node.revoke("t1"));
        send(admin, "REPLICAOF", "NO", "ONE");
        awaitLive(node, "t1");
        assertFalse(fleet.equals(fleet(admin)), "another replication id is another incarnation");
        node.revoke("t1");
        assertEquals(Verdict.REVOKED, node.verdict("t1"));
    }

    private static String fleet(Connection admin) {
        return new String((byte[]) send(admin, "GET", "token-revocation:fleet:session:access:{token}"),
                StandardCharsets.UTF_8);
    }

    private static boolean isRevocable(TokenRevocation node) {
        try {
            node.revoke("t1");
            return true;
        } catch (RevocationUnavailableException e) {
            return false;
        }
    }

    @Test
    void verdict_busyScript_undecidedThenRecoversAndLeaksNoSocket() throws Exception {
        RedisServer redis = redis("--busy-reply-threshold", "50");
        Connection admin = admin(redis, null);
        send(admin, "SET", "session:access:t1", "alice");
        TokenRevocation node = node(redis.url());
        awaitLive(node, "t1");
        Await.until("all are connected", () -> clients(admin) == CLIENTS + 1);
        Connection busy = admin(redis, null);
        Thread script = new Thread(() -> assertThrows(JedisException.class,
                () -> send(busy, "EVAL", "while true do end", "0")));
        script.start();
        awaitTrouble(node, "BUSY");
        Await.until("the last lease has ended", () -> node.verdict("t1") == Verdict.UNDECIDED);
        assertThrows(RevocationUnavailableException.class, () -> node.revoke("t1"));
        // Many attempts to connect while every INFO gets an error: none may leave its socket open.
        long refused = 20;
        for (int i = 0; i < refused; i++) {
            assertEquals(Verdict.UNDECIDED, node.verdict("t1"));
        }
        send(admin, "SCRIPT", "KILL");
        script.join();
        awaitLive(node, "t1");
        Await.until("no socket leaked", () -> clients(admin) == CLIENTS + 2);
        node.revoke("t1");
    }

    @Test
    void open_infoRefused_leaksNoSocket() {
        RedisServer redis = redis();
        Connection admin = admin(redis, null);
        send(admin, "ACL", "SETUSER", "guard", "on", ">x", "~*", "-@all");
        TokenRevocation node = node(url(redis, "guard:x"));
        awaitTrouble(node, "NOPERM");
        long before = connectionsReceived(admin);
        Await.until("it has tried ten times", () -> connectionsReceived(admin) >= before + 10);
        Await.until("only ours, the keeper's and the feed's are open", () -> clients(admin) <= 3);
    }

    @Test
    void verdict_loading_undecidedThenLive() {
        // Each key is held up by 200 microseconds: slow enough to be met by a look-up.
        RedisServer redis = redis("--key-load-delay", "200", "--loading-process-events-interval-bytes", "1024");
        Connection admin = admin(redis, null);
        send(admin, "SET", "session:access:t1", "alice");
        send(admin, "EVAL", "for i = 1, 10000 do redis.call('SET', 'filler:' .. i, i) end", "0");
        TokenRevocation node = node(redis.url());
        awaitLive(node, "t1");
        send(admin, "SAVE");
        redis.kill();
        Thread start = new Thread(redis::restart);
        start.start();
        // INFO is answered while loading, so the connections are well; nothing else is.
        Await.until("health names LOADING", () -> node.health().trouble().orElse("").contains("LOADING"));
        assertFalse(node.health().isUp());
        assertEquals(Verdict.UNDECIDED, node.verdict("t1"));
        awaitLive(node, "t1");
        assertNull(node.health().trouble().orElse(null));
        Await.until("restarted", () -> !start.isAlive());
    }
}
