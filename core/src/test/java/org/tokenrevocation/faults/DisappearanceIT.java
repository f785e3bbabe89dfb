package org.tokenrevocation.faults;

import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tokenrevocation.Health;
import org.tokenrevocation.Mode;
import org.tokenrevocation.Settings;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.Verdict;
import org.tokenrevocation.testing.Await;
import org.tokenrevocation.testing.RedisServer;

/**
 * Every way in which a session entry can disappear takes effect on every node that holds it in memory: when the writer's
 * command was answered and 1.2 times the effect bound has passed, no request is accepted.
 */
class DisappearanceIT {
    private static final int NODES = 3;
    private static final Duration BOUND = Duration.ofMillis(50);
    private static final long BOUND_PASSED_NANOS = BOUND.toNanos() * 12 / 10;
    private static final int TRIES = 20;
    private static final String LONG = "600000";
    private static final long SHORT_MILLIS = 700;

    private static RedisServer redis;
    private static Console console;
    private static final List<TokenRevocation> NODE_LIST = new ArrayList<>();
    private static int count;

    private final String token = "t" + ++count;
    private final String key = Issuer.ACCESS + token;

    /** What the writer does to the entry; the command that takes it away is the last. */
    private interface Writer {
        void write(String key);
    }

    /** How the entry is written and how it goes. */
    enum Way {
        ENDPOINT(key -> NODE_LIST.get(0).revoke(key.substring(Issuer.ACCESS.length()))),
        DEL(key -> console.send("DEL", key)),
        UNLINK(key -> console.send("UNLINK", key)),
        GETDEL(key -> console.send("GETDEL", key)),
        GETEX_PX(key -> console.send("GETEX", key, "PX", 1)),
        EXPIRE_0(key -> console.send("EXPIRE", key, 0)),
        PEXPIRE_1(key -> console.send("PEXPIRE", key, 1)),
        PEXPIREAT_PAST(key -> console.send("PEXPIREAT", key, 1)),
        SET_PX_SHORTER(key -> console.send("SET", key, "alice", "PX", 1)),
        RENAME(key -> console.send("RENAME", key, "elsewhere")),
        MOVE(key -> console.send("MOVE", key, 1)),
        RESTORE_WITH_SHORT_LIFE(key -> console.send("RESTORE", key, 1, console.send("DUMP", key), "REPLACE")),
        STORE_OF_NOTHING(key -> console.send("SINTERSTORE", key, "nothing")),
        SCRIPT(key -> console.send("EVAL", "return redis.call('DEL', KEYS[1])", 1, key)),
        TRANSACTION(key -> {
            console.send("MULTI");
            console.send("DEL", key);
            console.send("EXEC");
        }),
        /** Redis' own housekeeping is off and nobody reads the key, so nothing is pushed. */
        NATURAL_EXPIRY_UNNOTICED(key -> {
            console.send("DEBUG", "SET-ACTIVE-EXPIRE", 0);
            awaitPassed(System.nanoTime(), SHORT_MILLIS * 1_000_000);
        }),
        NATURAL_EXPIRY(key -> awaitPassed(System.nanoTime(), SHORT_MILLIS * 1_000_000)),
        EVICTION(key -> {
            console.send("CONFIG", "SET", "maxmemory-policy", "volatile-lru");
            console.send("CONFIG", "SET", "maxmemory", 1);
            Await.until("evicted", () -> console.send("EXISTS", key).equals(0L));
            console.send("CONFIG", "SET", "maxmemory", 0);
        }),
        FLUSHDB(key -> console.send("FLUSHDB")),
        FLUSHALL_ASYNC(key -> console.send("FLUSHALL", "ASYNC")),
        SWAPDB(key -> console.send("SWAPDB", 0, 1)),
        HDEL_LAST(key -> console.send("HDEL", key, "user"), "HSET", "user", "alice"),
        SPOP_LAST(key -> console.send("SPOP", key), "SADD", "alice"),
        LPOP_LAST(key -> console.send("LPOP", key), "RPUSH", "alice"),
        ZREM_LAST(key -> console.send("ZREM", key, "alice"), "ZADD", "1", "alice"),
        XADD_THEN_DEL(key -> console.send("DEL", key), "XADD", "*", "user", "alice");

        private final Writer writer;
        private final List<String> creation;

        Way(Writer writer, String... creation) {
            this.writer = writer;
            this.creation = List.of(creation);
        }

        void create(String key) {
            if (creation.isEmpty()) {
                console.send("SET", key, "alice", "PX", name().startsWith("NATURAL") ? SHORT_MILLIS : LONG);
                return;
            }
            List<Object> words = new ArrayList<>(creation);
            words.add(1, key);
            console.send(words.toArray());
        }
    }

    @BeforeAll
    static void launch() {
        redis = RedisServer.launch("--enable-debug-command", "local");
        console = new Console(redis);
        for (int i = 0; i < NODES; i++) {
            Settings settings = new Issuer(Mode.SESSIONS).settings(redis.url())
                    .set("effect-bound", BOUND.toMillis() + "ms").set("founding-window", "500ms").build();
            NODE_LIST.add(TokenRevocation.open("node-" + i, settings));
        }
    }

    @AfterAll
    static void close() {
        NODE_LIST.forEach(TokenRevocation::close);
        NODE_LIST.clear();
        console.close();
        redis.close();
    }

    @BeforeEach
    void up() {
        console.send("DEBUG", "SET-ACTIVE-EXPIRE", 1);
        NODE_LIST.forEach(Await::untilUp);
    }

    private static void awaitPassed(long fromNanos, long nanos) {
        Await.until("the time is over", () -> System.nanoTime() - fromNanos >= nanos);
    }

    /** Until this node has just accepted the token without asking Redis. */
    private void awaitInMemory(TokenRevocation node) {
        Await.until("in memory", () -> {
            long before = node.health().counters().get("lookups");
            return node.verdict(token) == Verdict.LIVE && node.health().counters().get("lookups") == before
                    && node.health().memory() == Health.Memory.LEASED;
        });
    }

    private void assertNowhereAccepted() {
        for (int i = 0; i < TRIES; i++) {
            for (TokenRevocation node : NODE_LIST) {
                assertNotEquals(Verdict.LIVE, node.verdict(token), node.name());
            }
        }
        for (TokenRevocation node : NODE_LIST) {
            Await.until("refused", () -> node.verdict(token) == Verdict.REVOKED);
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void verdict_entryDisappeared_acceptedNowhere(Way way) {
        way.create(key);
        NODE_LIST.forEach(this::awaitInMemory);
        way.writer.write(key);
        long answered = System.nanoTime();
        awaitPassed(answered, BOUND_PASSED_NANOS);
        assertNowhereAccepted();
    }

    @Test
    void verdict_lifeProlonged_acceptedBeyondTheOldEnd() {
        console.send("SET", key, "alice", "PX", SHORT_MILLIS);
        NODE_LIST.forEach(this::awaitInMemory);
        long before = System.nanoTime();
        console.send("SET", key, "alice", "PX", LONG);
        Await.until("the old end is past", () -> {
            for (TokenRevocation node : NODE_LIST) {
                assertNotEquals(Verdict.REVOKED, node.verdict(token), node.name());
            }
            return System.nanoTime() - before > 2 * SHORT_MILLIS * 1_000_000;
        });
        NODE_LIST.forEach(this::awaitInMemory);
    }

    @Test
    void verdict_entryGoneAndBack_acceptedAgain() {
        console.send("SET", key, "alice");
        NODE_LIST.forEach(this::awaitInMemory);
        console.send("DEL", key);
        awaitPassed(System.nanoTime(), BOUND_PASSED_NANOS);
        assertNowhereAccepted();
        console.send("SET", key, "alice");
        NODE_LIST.forEach(this::awaitInMemory);
    }
}
