package org.tokenrevocation.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.tokenrevocation.Mode;
import org.tokenrevocation.Settings;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.Verdict;
import org.tokenrevocation.testing.JettyHost.Chain;
import org.tokenrevocation.testing.RawHttp.Answer;
import redis.clients.jedis.Connection;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.SetParams;

/** What a door answers while a part fails, for every door and both modes to pass: real Redis, broken for real. */
public abstract class EndpointFaultSuite {
    private static final String ENDPOINT = "/oauth/revoke-token";
    private static final String UNCONFIRMED = "the revocation is not confirmed; repeat the call";
    private static final Answer JSON_500 = EndpointCases.error(500, "server_error", UNCONFIRMED);
    private static final Answer FORM_503 =
            EndpointCases.error(503, "temporarily_unavailable", UNCONFIRMED, "retry-after", "1");

    private RedisServer redis;
    private RedisClient jedis;
    private TokenRevocation revocation;
    private JettyHost host;
    private Mode mode = Mode.SESSIONS;

    /** Adds the door, serving the instance at {@code /oauth/revoke-token}, and leaves nothing else behind. */
    protected abstract void install(ServletContextHandler context, TokenRevocation instance);

    private void start(Chain chain, Map<String, String> settings, String... redisOptions) {
        redis = RedisServer.launch(redisOptions);
        serve(chain, redis.url(), settings);
    }

    private void serve(Chain chain, String url, Map<String, String> settings) {
        jedis = redis.client();
        Settings.Builder builder = Settings.builder().set("redis-url", url).set("effect-bound", "5ms")
                .set("mode", mode.name().toLowerCase(Locale.ROOT)).set("founding-window", "500ms");
        if (mode == Mode.DENYLIST) {
            builder.set("accept-unverified", "anonymous");
        }
        settings.forEach(builder::set);
        revocation = TokenRevocation.open("node", builder.build());
        host = new JettyHost(chain, context -> install(context, revocation));
        Await.until("Redis is reached", () -> revocation.health().isUp());
    }

    @AfterEach
    void stop() {
        host.close();
        revocation.close();
        jedis.close();
        redis.close();
    }

    private Answer post(String json, String headers) {
        return RawHttp.send(host.port(), "POST", ENDPOINT, "Content-Type: application/json\r\n" + headers,
                json.getBytes());
    }

    private Answer postForm(String token) {
        return RawHttp.send(host.port(), "POST", ENDPOINT, "Content-Type: application/x-www-form-urlencoded\r\n",
                ("token=" + token).getBytes());
    }

    /** Breaks, sees both forms say "not confirmed", mends, sees a repeat succeed and the token gone. */
    private void assertUnconfirmedThenRepeatable(Runnable breakIt, Runnable mendIt) {
        jedis.set("session:access:t1", "alice");
        breakIt.run();
        assertEquals(JSON_500, post(EndpointCases.json("t1", "access"), ""));
        assertEquals(FORM_503, postForm("t1"));
        mendIt.run();
        // A server that has changed its role founds a new fleet a moment later, so a repeat may have to be repeated.
        Await.until("repeats succeed", () -> postForm("t1").equals(EndpointCases.REVOKED)
                && post(EndpointCases.json("t1", "access"), "").equals(EndpointCases.REVOKED));
        assertTrue(isRevoked(), "it is revoked at last");
    }

    private boolean isRevoked() {
        return mode == Mode.SESSIONS ? command("EXISTS", "session:access:t1").equals(0L)
                : command("ZCARD", "token-revocation:{denylist}:revoked").equals(1L);
    }

    @ParameterizedTest
    @CsvSource({"ASYNC,SESSIONS", "BLOCKING,SESSIONS", "ASYNC,DENYLIST", "BLOCKING,DENYLIST"})
    void revoke_redisKilled_notConfirmedThenRepeatable(Chain chain, Mode tested) {
        mode = tested;
        start(chain, Map.of());
        assertUnconfirmedThenRepeatable(redis::kill, redis::restart);
    }

    @ParameterizedTest
    @CsvSource({"ASYNC,SESSIONS", "BLOCKING,SESSIONS", "ASYNC,DENYLIST", "BLOCKING,DENYLIST"})
    void revoke_redisHangs_notConfirmedThenRepeatable(Chain chain, Mode tested) {
        mode = tested;
        start(chain, Map.of("redis-timeout", "200ms"));
        assertUnconfirmedThenRepeatable(redis::pause, redis::resume);
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void revoke_readOnlyReplica_notConfirmedThenRepeatable(Mode tested) {
        mode = tested;
        start(Chain.ASYNC, Map.of());
        assertUnconfirmedThenRepeatable(
                () -> command("REPLICAOF", "127.0.0.1", "1"), () -> command("REPLICAOF", "NO", "ONE"));
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void revoke_noPermission_notConfirmedThenRepeatable(Mode tested) {
        mode = tested;
        start(Chain.ASYNC, Map.of());
        assertUnconfirmedThenRepeatable(
                () -> command("ACL", "SETUSER", "default", "-del", "-unlink", "-zadd"),
                () -> command("ACL", "SETUSER", "default", "+@all"));
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void revoke_repliesVanish_notConfirmedThoughExecuted(Mode tested) {
        mode = tested;
        redis = RedisServer.launch();
        try (TcpProxy proxy = TcpProxy.to(redis.port())) {
            serve(Chain.ASYNC, proxy.url(), Map.of("redis-timeout", "300ms"));
            assertUnconfirmedThenRepeatable(proxy::dropReplies, proxy::pass);
        }
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void revoke_cutAfterTheWrite_notConfirmedThoughExecuted(Mode tested) {
        mode = tested;
        redis = RedisServer.launch();
        try (TcpProxy proxy = TcpProxy.to(redis.port())) {
            serve(Chain.ASYNC, proxy.url(), Map.of());
            jedis.set("session:access:t1", "alice");
            proxy.cutBeforeReplyTo(mode == Mode.SESSIONS ? "DEL" : "ZADD");
            assertEquals(JSON_500, post(EndpointCases.json("t1", "access"), ""));
            assertEquals(1, proxy.cuts());
            assertTrue(isRevoked(), "it was executed");
            Await.until("a repeat succeeds", () -> postForm("t1").equals(EndpointCases.REVOKED));
        }
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void revoke_redisLoading_notConfirmedThenRepeatable(Mode tested) throws Exception {
        mode = tested;
        start(Chain.ASYNC, Map.of("redis-timeout", "2s"), "--enable-debug-command", "yes", "--key-load-delay", "500",
                "--loading-process-events-interval-bytes", "1024");
        jedis.set("session:access:t1", "alice");
        jedis.eval("for i = 1, 8000 do redis.call('SET', 'filler:' .. i, 'some value that takes some room') end");
        ExecutorService other = Executors.newSingleThreadExecutor();
        try (RedisClient observer = redis.client()) {
            Future<Object> reload = other.submit(() -> command("DEBUG", "RELOAD"));
            Await.until("Redis says that it is loading", () -> isLoading(observer));
            assertEquals(JSON_500, post(EndpointCases.json("t1", "access"), ""));
            assertEquals(FORM_503, postForm("t1"));
            assertFalse(reload.isDone(), "Redis was loading all the while");
        } finally {
            other.shutdownNow();
        }
        Await.until("a repeat succeeds", () -> postForm("t1").equals(EndpointCases.REVOKED));
    }

    /** An administrator's command on a connection of its own. */
    private Object command(String name, String... arguments) {
        try (Connection connection = new Connection("127.0.0.1", redis.port())) {
            connection.sendCommand(() -> name.getBytes(), arguments);
            connection.setTimeoutInfinite();
            return connection.getOne();
        }
    }

    private static boolean isLoading(RedisClient observer) {
        try {
            observer.get("x");
            return false;
        } catch (JedisDataException e) {
            return e.getMessage().startsWith("LOADING");
        }
    }

    @Test
    void revoke_memoryExhausted_deletesAllTheSame() {
        start(Chain.ASYNC, Map.of());
        jedis.set("session:access:t1", "alice");
        jedis.configSet("maxmemory-policy", "noeviction");
        jedis.configSet("maxmemory", "1");
        assertEquals(EndpointCases.REVOKED, post(EndpointCases.json("t1", "access"), ""));
        assertFalse(jedis.exists("session:access:t1"));
    }

    /** Where something must be written, no room means no confirmation: -OOM. */
    @Test
    void revoke_memoryExhaustedInDenylistMode_notConfirmedThenRepeatable() {
        mode = Mode.DENYLIST;
        start(Chain.ASYNC, Map.of(), "--maxmemory-policy", "noeviction");
        assertUnconfirmedThenRepeatable(() -> jedis.configSet("maxmemory", "1"), () -> jedis.configSet("maxmemory", "0"));
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void revoke_instanceClosed_notConfirmed(Mode tested) {
        mode = tested;
        start(Chain.ASYNC, Map.of());
        revocation.close();
        assertEquals(JSON_500, post(EndpointCases.json("t1", "access"), ""));
        assertEquals(FORM_503, postForm("t1"));
    }

    /** Forty calls on twelve container threads all get to Redis while none is answered; then closing answers them all. */
    @Test
    void revoke_manyDuringTheCommitWait_holdNoContainerThreadAndCloseAnswersThem() throws Exception {
        redis = RedisServer.launch();
        try (RedisClient client = redis.client()) {
            FoundedFleet.write(client, 10_000);
        }
        serve(Chain.ASYNC, redis.url(), Map.of("redis-timeout", "5s"));
        int calls = 40;
        ExecutorService callers = Executors.newFixedThreadPool(calls);
        List<Future<Answer>> answers = new ArrayList<>();
        try {
            for (int i = 0; i < calls; i++) {
                String token = "many" + i;
                jedis.set("session:access:" + token, "alice");
                answers.add(callers.submit(() -> post(EndpointCases.json(token, "access"), "")));
            }
            Await.until("all are deleted", () -> {
                answers.stream().filter(Future::isDone).findAny().ifPresent(EndpointFaultSuite::assertNone);
                return jedis.keys("session:*").isEmpty();
            });
            revocation.close();
            for (Future<Answer> answer : answers) {
                assertEquals(JSON_500, answer.get());
            }
        } finally {
            callers.shutdownNow();
        }
    }

    private static void assertNone(Future<Answer> early) {
        try {
            throw new AssertionError("answered before its wait is over: " + early.get());
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError("failed before its wait is over", e);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Chain.class, names = {"ASYNC", "BLOCKING"})
    void revoke_sameTokenFiftyTimesInParallel_successEachTime(Chain chain) throws Exception {
        start(chain, Map.of("redis-timeout", "5s"));
        jedis.set("session:access:t1", "alice");
        ExecutorService callers = Executors.newFixedThreadPool(50);
        try {
            Callable<Answer> call = () -> post(EndpointCases.json("t1", "access"), "");
            List<Future<Answer>> answers = callers.invokeAll(Collections.nCopies(50, call));
            for (Future<Answer> answer : answers) {
                assertEquals(EndpointCases.REVOKED, answer.get());
            }
        } finally {
            callers.shutdownNow();
        }
        assertFalse(jedis.exists("session:access:t1"));
    }

    @Test
    void revoke_answered200_refusedByAnotherNodeAtTheFirstTry() {
        start(Chain.ASYNC, Map.of());
        try (TokenRevocation other = TokenRevocation.open("other", Settings.builder().set("redis-url", redis.url())
                .set("effect-bound", "5ms").build())) {
            jedis.set("session:access:t1", "alice");
            jedis.set("session:refresh:r1", "alice");
            Await.until("the token lives", () -> other.verdict("t1") == Verdict.LIVE);
            assertEquals(EndpointCases.REVOKED, post(EndpointCases.json("t1", "access"), ""));
            assertEquals(Verdict.REVOKED, other.verdict("t1"));
            assertEquals(Verdict.REVOKED, revocation.verdict("t1"));
            assertTrue(jedis.exists("session:refresh:r1"), "R6: the refresh token lives");
            assertEquals(EndpointCases.REVOKED, post(EndpointCases.json("r1", "refresh"), ""), "R10");
            assertFalse(jedis.exists("session:refresh:r1"));
        }
    }

    @Test
    void revoke_expiredToken_success() {
        start(Chain.ASYNC, Map.of());
        jedis.set("session:access:t1", "alice", SetParams.setParams().px(1));
        Await.until("the session has expired", () -> !jedis.exists("session:access:t1"));
        assertEquals(EndpointCases.REVOKED, post(EndpointCases.json("t1", "access"), ""));
    }
}
