package org.tokenrevocation.internal.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tokenrevocation.RevocationUnavailableException;
import org.tokenrevocation.internal.Ticker;
import org.tokenrevocation.internal.lease.Fence;
import org.tokenrevocation.internal.sessions.KeyPattern;
import org.tokenrevocation.internal.sessions.KeyPatterns;
import org.tokenrevocation.internal.sessions.SessionStore;
import org.tokenrevocation.testing.Await;
import org.tokenrevocation.testing.RedisServer;
import org.tokenrevocation.testing.TcpProxy;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisDataException;

/** The line to Redis under every trouble that Redis and networks can make. */
class RedisConnectionsIT {
    /** Far beyond redis-timeout, far below for ever: nothing here is a measurement. */
    private static final Duration SOON = Duration.ofSeconds(8);
    private static final Duration TIMEOUT = Duration.ofMillis(300);

    private final RedisServer redis = RedisServer.launch();
    private final RedisClient jedis = redis.client();
    private final TcpProxy proxy = TcpProxy.to(redis.port());
    static final KeyPatterns PATTERNS = new KeyPatterns(
            new KeyPattern("session:access:", "", false), new KeyPattern("session:refresh:", "", false));
    private static final FeedKeys KEYS =
            FeedKeys.sessions("token-revocation", "session:access:{token}", "session:access:", 0);

    private final List<SessionStore> stores = new ArrayList<>();

    @AfterEach
    void close() {
        proxy.pass();
        redis.resume();
        stores.forEach(SessionStore::close);
        proxy.close();
        jedis.close();
        redis.close();
    }

    private SessionStore open(String url) {
        RedisAddress address = RedisAddress.parse(url, (value, remedy) -> new IllegalArgumentException(remedy));
        SessionStore store = new JedisSessionStore("node", address, TIMEOUT, KEYS, PATTERNS, Fence.NONE);
        stores.add(store);
        return store;
    }

    private SessionStore openedAndUp(String url) {
        SessionStore store = open(url);
        Await.until("settled", store::isSettled);
        assertNull(store.trouble());
        Await.until("every connection is open", () -> clients() >= RedisConnections.SIZE);
        return store;
    }

    private long clients() {
        return jedis.info("clients").lines().filter(line -> line.startsWith("connected_clients:"))
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(':') + 1).strip())).sum() - 1;
    }

    private static byte[] key(String key) {
        return key.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[][] pair(String key) {
        return new byte[][] {key(key), key("refresh:" + key)};
    }

    private static SessionStore.Sight look(SessionStore store, byte[] key) {
        return store.look(key, Ticker.SYSTEM.nanos() + TIMEOUT.toNanos());
    }

    private static String refusal(SessionStore store) {
        return assertTimeoutPreemptively(SOON, () ->
                assertThrows(RevocationUnavailableException.class, () -> look(store, key("a")).remainingMillis())).getMessage();
    }

    private static boolean answers(SessionStore store) {
        try {
            return look(store, key("missing")).remainingMillis() == SessionStore.ABSENT;
        } catch (RevocationUnavailableException e) {
            return false;
        }
    }

    @Test
    void look_deadlinePassed_refused() {
        SessionStore store = openedAndUp(redis.url());
        assertThrows(RevocationUnavailableException.class, () -> store.look(key("a"), Ticker.SYSTEM.nanos() - 1));
        assertEquals(SessionStore.ABSENT, look(store, key("missing")).remainingMillis());
    }

    @Test
    void call_redisStopped_endsWhileItStillIs() {
        SessionStore store = openedAndUp(redis.url());
        redis.pause();
        String message = refusal(store);
        assertTrue(message.contains("redis-timeout [300ms]") && message.contains("127.0.0.1:" + redis.port()), message);
        assertTimeoutPreemptively(SOON, () ->
                assertThrows(RevocationUnavailableException.class, () -> store.repeat(List.<byte[][]>of(pair("a")))));
        Await.until("trouble is known", () -> store.trouble() != null);
        redis.resume();
        Await.until("it answers again", () -> answers(store));
        Await.until("all is well", () -> store.trouble() == null);
    }

    @Test
    void delete_moreThanAnyBufferHoldsWhileStopped_ends() {
        // A socket's time-out bounds reads only: without a watch this write never ended.
        SessionStore store = openedAndUp(redis.url());
        List<byte[][]> keys = new ArrayList<>();
        for (int i = 0; i < 4_000; i++) {
            keys.add(pair("session:access:" + i + "x".repeat(16_000)));
        }
        redis.pause();
        assertTimeoutPreemptively(SOON, () ->
                assertThrows(RevocationUnavailableException.class, () -> store.repeat(keys)));
        redis.resume();
        Await.until("it answers again", () -> answers(store));
    }

    @Test
    void call_connectedThroughBlackHole_endsAndRecovers() {
        SessionStore store = openedAndUp(proxy.url());
        proxy.blackHole();
        for (int i = 0; i < 12; i++) {
            refusal(store);
        }
        proxy.pass();
        Await.until("it answers again", () -> answers(store));
    }

    @Test
    void call_whileDown_failsWithoutWaitingAndNamesTheCause() {
        SessionStore store = openedAndUp(redis.url());
        redis.kill();
        Await.until("trouble is known", () -> store.trouble() != null);
        // Each waiting its 300 ms in turn would take five minutes.
        assertTimeoutPreemptively(SOON, () -> {
            for (int i = 0; i < 1_000; i++) {
                assertThrows(RevocationUnavailableException.class, () -> look(store, key("a")).remainingMillis());
            }
        });
        assertTrue(refusal(store).contains("Connection refused"), refusal(store));
        redis.restart();
        Await.until("it answers again", () -> answers(store));
        Await.until("all is well", () -> store.trouble() == null);
    }

    @Test
    void call_redisDownAtStart_recoversByItself() {
        redis.kill();
        SessionStore store = open(redis.url());
        Await.until("settled", store::isSettled);
        assertNotNull(store.trouble());
        redis.restart();
        Await.until("it answers", () -> answers(store));
    }

    @Test
    void lookUp_connectionsKilled_repeatsUnseen() {
        SessionStore store = openedAndUp(redis.url());
        jedis.set("a", "1");
        for (int i = 0; i < 20; i++) {
            jedis.executeCommand(new CommandObject<>(
                    new CommandArguments(Protocol.Command.CLIENT).add("KILL").add("TYPE").add("normal"),
                    BuilderFactory.LONG));
            assertEquals(SessionStore.UNLIMITED, look(store, key("a")).remainingMillis());
        }
    }

    @Test
    void lookUp_cutBeforeItsReply_repeatedOnAnotherConnection() {
        SessionStore store = openedAndUp(proxy.url());
        jedis.set("a", "1");
        proxy.cutBeforeReplyTo("PTTL");
        assertEquals(SessionStore.UNLIMITED, look(store, key("a")).remainingMillis());
        assertEquals(1, proxy.cuts());
    }

    @Test
    void delete_cutAfterTheWriteWasSent_failsThoughRedisDidIt() {
        SessionStore store = openedAndUp(proxy.url());
        jedis.set("a", "1");
        proxy.cutBeforeReplyTo("DEL\r\n$1\r\na\r\n");
        assertThrows(RevocationUnavailableException.class, () -> store.repeat(List.<byte[][]>of(pair("a"))));
        assertEquals(1, proxy.cuts());
        assertFalse(jedis.exists("a"));
        Await.until("it answers again", () -> answers(store));
        store.repeat(List.<byte[][]>of(pair("a")));
    }

    @Test
    void call_replyLost_endsAndNextCallIsInStep() {
        SessionStore store = openedAndUp(proxy.url());
        jedis.set("a", "1");
        proxy.holdReplies();
        refusal(store);
        proxy.pass();
        Await.until("it answers again", () -> answers(store));
        for (int i = 0; i < 50; i++) {
            assertEquals(SessionStore.UNLIMITED, look(store, key("a")).remainingMillis());
            assertEquals(SessionStore.ABSENT, look(store, key("missing")).remainingMillis());
        }
    }

    @Test
    void call_oneReplyTooLate_otherConnectionsStay() {
        // Dropping all idle connections for one late reply turned an overload into a spiral.
        SessionStore store = openedAndUp(proxy.url());
        int before = proxy.accepted();
        jedis.set("a", "1");
        proxy.delayReplies(TIMEOUT.multipliedBy(2));
        refusal(store);
        proxy.pass();
        Await.until("the one is replaced", () -> proxy.accepted() == before + 1 && answers(store));
    }

    @Test
    void call_replyOfAnotherKind_unavailableNotClassCast() {
        SessionStore store = openedAndUp(proxy.url());
        try (RedisConnections connections = new RedisConnections("kinds",
                new ConnectionFactory(new RedisAddress("127.0.0.1", redis.port(), false, null, null, 0), TIMEOUT),
                TIMEOUT, new Rehearsal())) {
            assertThrows(RevocationUnavailableException.class, () -> connections.call("odd", true, connection -> {
                connection.sendCommand(Protocol.Command.ECHO, "text");
                return connection.getIntegerReply();
            }));
        }
        assertTrue(answers(store));
    }

    @Test
    void look_afterErrorReplies_neverAnswersFromAnotherTokensReply() {
        // Replies that were left unread behind an error reply answered the next look-up on that connection.
        acl("reset", "on", ">x", "~*", "+@all");
        SessionStore store = openedAndUp("redis://guard:x@127.0.0.1:" + redis.port());
        jedis.set("a", "1");
        for (int round = 0; round < 20; round++) {
            acl("-pttl", "-get");
            for (int i = 0; i < 2; i++) {
                assertTrue(refusal(store).contains("NOPERM"));
            }
            acl("+pttl", "+get");
            for (int i = 0; i < 10; i++) {
                assertEquals(SessionStore.UNLIMITED, look(store, key("a")).remainingMillis());
                assertEquals(SessionStore.ABSENT, look(store, key("missing")).remainingMillis());
            }
        }
    }

    @Test
    void call_passwordRotatedAndOneConnectionLost_theOthersStillServe() {
        acl("reset", "on", ">first", "~*", "+@all");
        try (RedisConnections connections = new RedisConnections("rotated",
                new ConnectionFactory(new RedisAddress("127.0.0.1", redis.port(), false, "guard", "first", 0), TIMEOUT),
                TIMEOUT, new Rehearsal())) {
            Await.until("every connection is open", () -> clients() == RedisConnections.SIZE);
            acl("resetpass", ">second");
            assertThrows(RevocationUnavailableException.class, () -> connections.call("lost", false, connection -> {
                throw new JedisDataException("NOAUTH the server wants another login");
            }));
            Await.until("one is gone", () -> clients() == RedisConnections.SIZE - 1);
            for (int i = 0; i < 1_000; i++) {
                connections.call("ping", false, connection -> {
                    assertTrue(connection.ping());
                    return true;
                });
            }
            assertNull(connections.log().trouble());
        }
    }

    private void replicaOf(String host, String port) {
        jedis.executeCommand(new CommandObject<>(
                new CommandArguments(Protocol.Command.REPLICAOF).add(host).add(port), BuilderFactory.STRING));
    }

    private void acl(String... rules) {
        CommandArguments acl = new CommandArguments(Protocol.Command.ACL).add("SETUSER").add("guard");
        for (String rule : rules) {
            acl.add(rule);
        }
        jedis.executeCommand(new CommandObject<>(acl, BuilderFactory.STRING));
    }

    @Test
    void look_demotedInPlaceAndNeverIdle_endsThough() throws Exception {
        // The new primary cannot be reached, so the replication id, the data and all connections stay as they were.
        SessionStore store = openedAndUp(redis.url());
        AtomicBoolean isOver = new AtomicBoolean();
        AtomicInteger served = new AtomicInteger();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < 3 * RedisConnections.SIZE; i++) {
            Thread caller = new Thread(() -> {
                while (!isOver.get()) {
                    if (answers(store)) {
                        served.incrementAndGet();
                    }
                }
            });
            callers.add(caller);
            caller.start();
        }
        Await.until("all are busy", () -> served.get() > 1_000);
        replicaOf("127.0.0.1", String.valueOf(RedisServer.freePort()));
        Await.until("trouble is known", () -> String.valueOf(store.trouble()).contains("is a replica"));
        Await.until("no connection is trusted", () -> !answers(store));
        replicaOf("NO", "ONE");
        Await.until("it answers again", () -> answers(store));
        isOver.set(true);
        for (Thread caller : callers) {
            caller.join();
        }
    }

    @Test
    void call_closedConnection_neverReconnectsByItself() {
        // Jedis would: without a login, in database 0, and the deletion of nothing would be confirmed.
        SessionStore store = openedAndUp(redis.url() + "/3");
        assertTrue(answers(store));
        try (RedisConnections connections = new RedisConnections("once",
                new ConnectionFactory(new RedisAddress("127.0.0.1", redis.port(), false, null, null, 3), TIMEOUT),
                TIMEOUT, new Rehearsal())) {
            assertThrows(RevocationUnavailableException.class, () -> connections.call("cut", false, connection -> {
                Quietly.disconnect(connection);
                connection.sendCommand(Protocol.Command.DEL, "a");
                return connection.getIntegerReply();
            }));
        }
    }

    @Test
    void call_database_selected() {
        SessionStore second = openedAndUp(redis.url() + "/2");
        jedis.set("a", "in database 0");
        assertEquals(SessionStore.ABSENT, look(second, key("a")).remainingMillis());
        second.repeat(List.<byte[][]>of(pair("a")));
        assertTrue(jedis.exists("a"));
        SessionStore tooHigh = open(redis.url() + "/99");
        Await.until("settled", tooHigh::isSettled);
        assertTrue(tooHigh.trouble().contains("DB index is out of range"), tooHigh.trouble());
    }

    @Test
    void call_interruptedThread_endsAndKeepsTheOthers() {
        SessionStore store = openedAndUp(redis.url());
        Thread.currentThread().interrupt();
        try {
            look(store, key("missing")).remainingMillis();
        } finally {
            assertTrue(Thread.interrupted(), "the interrupt is the caller's business");
        }
        assertTrue(answers(store));
    }
}
