package org.tokenrevocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
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
import org.tokenrevocation.testing.Await;
import org.tokenrevocation.testing.RedisServer;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;

/** The least rights that JedisSessionStore and JedisDenylistStore name: with them all works, without any one it shows. */
class AclIT {
    private static final String SESSIONS = "~session:access:* ~session:refresh:* ~token-revocation:fleet:*"
            + " ~token-revocation:feed:* &token-revocation:fleet:* +pttl +del +get +set +info +role +time +multi +exec +eval"
            + " +client|tracking +hget +hset +hdel +hgetall +pexpire +subscribe +publish";
    private static final String DENYLIST = "~token-revocation:{denylist}:* &token-revocation:{denylist}:changes:* +get +set"
            + " +info +role +time +multi +exec +eval +xrange +xrevrange +xadd +zadd +zscore +zcard +zrem +zrangebyscore"
            + " +zscan +hget +hset +hdel +hgetall +pexpire +subscribe +publish";
    private static final String REVOKED = "token-revocation:{denylist}:revoked";

    private final RedisServer redis = RedisServer.launch();
    private final RedisClient jedis = redis.client();
    private final List<TokenRevocation> nodes = new ArrayList<>();
    private final StringBuffer log = new StringBuffer();
    private final Logger logger = Logger.getLogger("org.tokenrevocation");
    private final Handler listener = new Handler() {
        @Override
        public void publish(LogRecord record) {
            if (record.getLevel().intValue() >= Level.WARNING.intValue()) {
                log.append(new SimpleFormatter().formatMessage(record)).append('\n');
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
    void close() {
        nodes.forEach(TokenRevocation::close);
        logger.removeHandler(listener);
        jedis.close();
        redis.close();
    }

    private void acl(String... words) {
        CommandArguments acl = new CommandArguments(Protocol.Command.ACL);
        Arrays.stream(words).forEach(acl::add);
        jedis.executeCommand(new CommandObject<>(acl, BuilderFactory.STRING));
    }

    private long refusals() {
        return jedis.executeCommand(new CommandObject<>(
                new CommandArguments(Protocol.Command.ACL).add("LOG"), BuilderFactory.RAW_OBJECT_LIST)).size();
    }

    /** Sets all rights but one. */
    private void grant(String rights, String taken) {
        List<String> words = new ArrayList<>(List.of("SETUSER", "guard", "reset", "on", ">x", "resetchannels", "-@all"));
        assertTrue(taken == null || Set.of(rights.split(" ")).contains(taken), "no such right: " + taken);
        Arrays.stream(rights.split(" ")).filter(right -> !right.equals(taken)).forEach(words::add);
        acl(words.toArray(new String[0]));
    }

    private TokenRevocation open(String mode, String user) {
        TokenRevocation node = TokenRevocation.open("node-" + nodes.size(), Settings.builder()
                .set("redis-url", "redis://" + user + "127.0.0.1:" + redis.port())
                .set("mode", mode)
                .set("accept-unverified", "anonymous")
                .set("founding-window", "500ms")
                .build());
        nodes.add(node);
        return node;
    }

    private static void awaitRefusal(TokenRevocation node) {
        Await.until("health names the refusal: " + node.health().trouble(),
                () -> node.health().trouble().orElse("").matches(".*(NOPERM|user executing the script can't).*"));
        assertEquals(Verdict.UNDECIDED, node.verdict("t1"));
        assertThrows(RevocationUnavailableException.class, () -> node.revoke("t1"));
    }

    private void assertSessionsWork(TokenRevocation node) {
        Await.untilUp(node);
        jedis.set("session:access:t1", "alice");
        Await.until("live", () -> node.verdict("t1") == Verdict.LIVE);
        node.revoke("t1");
        assertEquals(Verdict.REVOKED, node.verdict("t1"));
    }

    @Test
    void sessions_leastRights_everythingWorksAndNothingIsRefused() {
        grant(SESSIONS, null);
        TokenRevocation node = open("sessions", "guard:x@");
        assertSessionsWork(node);
        Await.until("answered under a lease", () -> {
            node.verdict("t1");
            return node.health().memory() == Health.Memory.LEASED;
        });
        assertTrue(isAcknowledged(node), "without a wait: " + node.health());
        TokenRevocation other = open("sessions", "guard:x@");
        Await.untilUp(other);
        other.close();
        assertEquals(0, refusals());
    }

    /** Whether revoking succeeds by acknowledgements, once the fleet is old enough. */
    private static boolean isAcknowledged(TokenRevocation node) {
        long before = node.health().counters().get("revocations.acknowledged");
        Await.until("a revocation is acknowledged, or one waits for a reason that stays: " + node.health().waiting(), () -> {
            node.revoke("t-unknown");
            String why = node.health().waiting().orElse("");
            return node.health().counters().get("revocations.acknowledged") > before || why.contains("refused");
        });
        return node.health().counters().get("revocations.acknowledged") > before;
    }

    @ParameterizedTest
    @ValueSource(strings = {"+publish", "+subscribe", "&token-revocation:fleet:*"})
    void sessions_channelRefused_revocationsWaitAndOneWarning(String right) {
        grant(SESSIONS, right);
        TokenRevocation node = open("sessions", "guard:x@");
        assertSessionsWork(node);
        Await.until("health says why revocations wait", () -> node.health().waiting().isPresent());
        assertTrue(node.health().counters().get("revocations.waited") > 0, node.health().toString());
        assertEquals(0, node.health().counters().get("revocations.acknowledged"));
        assertTrue(node.health().isUp(), "to be slower is no trouble: " + node.health());
        String refused = "refuses SUBSCRIBE or PUBLISH";
        assertEquals(1, log.toString().split(refused, -1).length - 1, "one WARN in: " + log);
    }

    @ParameterizedTest
    @ValueSource(strings = {"+hget", "+hset", "+pexpire"})
    void sessions_registrationRefused_directLookUpsAndOneWarning(String right) {
        grant(SESSIONS, right);
        TokenRevocation node = open("sessions", "guard:x@");
        assertSessionsWork(node);
        jedis.set("session:access:t2", "alice");
        long before = node.health().counters().get("lookups");
        for (int i = 0; i < 100; i++) {
            assertEquals(Verdict.LIVE, node.verdict("t2"));
        }
        assertEquals(before + 100, node.health().counters().get("lookups"));
        assertEquals(Health.Memory.DIRECT, node.health().memory());
        assertEquals(1, log.toString().split("refuses to register", -1).length - 1, "one WARN in: " + log);
        grant(SESSIONS, null);
        Await.until("answered under a lease", () -> {
            node.verdict("t2");
            return node.health().memory() == Health.Memory.LEASED;
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"~token-revocation:fleet:*", "+get", "+set", "+info", "+role", "+time", "+multi", "+exec",
            "+eval"})
    void sessions_rightTakenThatTheLeaseNeeds_undecidedUntilGranted(String right) {
        grant(SESSIONS, right);
        TokenRevocation node = open("sessions", "guard:x@");
        awaitRefusal(node);
        grant(SESSIONS, null);
        assertSessionsWork(node);
    }

    @ParameterizedTest
    @ValueSource(strings = {"~session:access:*", "+pttl"})
    void sessions_rightTakenToLookUp_undecided(String right) {
        grant(SESSIONS, right);
        TokenRevocation node = open("sessions", "guard:x@");
        Await.until("health names the refusal", () -> node.health().trouble().orElse("").contains("Redis refuses PTTL"));
        assertEquals(Verdict.UNDECIDED, node.verdict("t1"));
        assertFalse(node.health().isUp());
        grant(SESSIONS, null);
        assertSessionsWork(node);
    }

    @ParameterizedTest
    @ValueSource(strings = {"~session:access:*", "~session:refresh:*", "+del", "+hgetall"})
    void sessions_rightTakenToDelete_revocationFails(String right) {
        grant(SESSIONS, right);
        TokenRevocation node = open("sessions", "guard:x@");
        // Without the access keys no token can be judged either.
        boolean isJudging = !right.contains("access");
        Await.until("health names the refusal", () -> node.health().trouble().orElse("").matches("(?s).*(DEL|HGETALL): NOPERM.*")
                && node.health().memory() != Health.Memory.WITHHELD && node.health().isUp() == isJudging);
        assertThrows(RevocationUnavailableException.class, () -> node.revoke("t1"));
        grant(SESSIONS, null);
        assertSessionsWork(node);
    }

    @ParameterizedTest
    @ValueSource(strings = {"+client|tracking", "~token-revocation:feed:*"})
    void sessions_trackingRefused_directLookUpsOneWarningAndHealthSaysSo(String right) {
        grant(SESSIONS, right);
        TokenRevocation node = open("sessions", "guard:x@");
        assertSessionsWork(node);
        jedis.set("session:access:t2", "alice");
        long before = node.health().counters().get("lookups");
        for (int i = 0; i < 100; i++) {
            assertEquals(Verdict.LIVE, node.verdict("t2"));
        }
        assertEquals(before + 100, node.health().counters().get("lookups"));
        jedis.del("session:access:t2");
        assertEquals(Verdict.REVOKED, node.verdict("t2"), "no answer was kept");
        assertEquals(Health.Memory.DIRECT, node.health().memory());
        assertEquals(0, node.health().entries());
        assertTrue(node.health().isUp(), "to be slower is no trouble: " + node.health());
        String refused = "refuses CLIENT TRACKING";
        assertEquals(1, log.toString().split(refused, -1).length - 1, "one WARN in: " + log);

        // Another connection, the same refusal: nothing new to tell.
        jedis.executeCommand(new CommandObject<>(
                new CommandArguments(Protocol.Command.CLIENT).add("KILL").add("USER").add("guard"), BuilderFactory.LONG));
        Await.until("lost", () -> log.indexOf("lease lost") >= 0);
        Await.untilUp(node);
        assertEquals(1, log.toString().split(refused, -1).length - 1, "one WARN in: " + log);
    }

    private void assertDenylistWorks(TokenRevocation node) {
        Await.untilUp(node);
        TokenRevocation other = open("denylist", "");
        Await.untilUp(other);
        node.revoke("t1");
        assertEquals(Verdict.REVOKED, node.verdict("t1"));
        assertEquals(Verdict.REVOKED, other.verdict("t1"), "other nodes hear of it");
        assertEquals(Verdict.LIVE, node.verdict("t2"));
        other.revoke("t2");
        assertEquals(Verdict.REVOKED, node.verdict("t2"), "this node hears of others");
    }

    /** What expired long ago, so that the script has something to remove. */
    private void rememberExpired() {
        jedis.zadd(REVOKED, 1, "0123456789abcdef");
    }

    @Test
    void denylist_leastRights_everythingWorksAndNothingIsRefused() {
        rememberExpired();
        grant(DENYLIST, null);
        assertDenylistWorks(open("denylist", "guard:x@"));
        assertEquals(2, jedis.zcard(REVOKED));
        assertTrue(isAcknowledged(nodes.get(0)), "without a wait: " + nodes.get(0).health());
        assertEquals(0, refusals());
    }

    @ParameterizedTest
    @ValueSource(strings = {"+hget", "+hset", "+pexpire"})
    void denylist_registrationRefused_aBeatForEachVerdict(String right) {
        grant(DENYLIST, right);
        TokenRevocation node = open("denylist", "guard:x@");
        assertDenylistWorks(node);
        assertEquals(Health.Memory.DIRECT, node.health().memory());
        assertTrue(log.indexOf("refuses to register") >= 0, log.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"~token-revocation:{denylist}:*", "+get", "+set", "+info", "+role", "+time", "+multi",
            "+exec", "+eval", "+xrange", "+xrevrange", "+zscan", "+zcard"})
    void denylist_rightTakenThatTheLeaseNeeds_undecidedUntilGranted(String right) {
        grant(DENYLIST, right);
        TokenRevocation node = open("denylist", "guard:x@");
        awaitRefusal(node);
        grant(DENYLIST, null);
        assertDenylistWorks(node);
    }

    @ParameterizedTest
    @CsvSource({"+xadd, 0", "+zadd, 1", "+zscore, 0", "+zrem, 0", "+zrangebyscore, 0"})
    void denylist_rightTakenToRecord_revocationFailsAndARepeatReachesAll(String right, int toldOthers) {
        // A stream that exists, or the node could not even begin to follow it.
        Await.untilUp(open("denylist", ""));
        long told = jedis.xlen("token-revocation:{denylist}:changes");
        rememberExpired();
        grant(DENYLIST, right);
        TokenRevocation node = open("denylist", "guard:x@");
        Await.untilUp(node);
        assertThrows(RevocationUnavailableException.class, () -> node.revoke("t1"));
        assertEquals(told + toldOthers, jedis.xlen("token-revocation:{denylist}:changes"));
        assertEquals(0, jedis.zcount(REVOKED, "2", "inf"), "nothing stands in the set alone");
        grant(DENYLIST, null);
        assertDenylistWorks(node);
    }

    @ParameterizedTest
    @ValueSource(strings = {"+subscribe", "+publish", "&token-revocation:{denylist}:changes:*"})
    void denylist_channelRefused_pollsAndSaysSo(String right) {
        grant(DENYLIST, right);
        assertDenylistWorks(open("denylist", "guard:x@"));
        assertTrue(log.indexOf("refuses SUBSCRIBE or PUBLISH") >= 0, log.toString());
    }
}
