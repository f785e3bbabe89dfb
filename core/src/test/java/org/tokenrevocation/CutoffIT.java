package org.tokenrevocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.util.Base64URL;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tokenrevocation.internal.audit.Audit;
import org.tokenrevocation.testing.Await;
import org.tokenrevocation.testing.RedisServer;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;

/** Cut-offs over real Redis: every node refuses what was issued until then. */
class CutoffIT {
    private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes();
    private static final String ISSUER = "https://issuer.example";
    private static final String REVOKED = "token-revocation:{denylist}:revoked";
    private static final long NOW = Instant.now().getEpochSecond();

    private final RedisServer redis = RedisServer.launch();
    private final RedisClient jedis = redis.client();
    private final List<AuditEvent> events = new CopyOnWriteArrayList<>();
    private final TokenRevocation one = TokenRevocation.builder("one", settings().build()).auditListener(events::add).open();
    private final TokenRevocation other = open("other");

    @BeforeEach
    void up() {
        Await.until("both nodes are up", () -> one.health().isUp() && other.health().isUp());
    }

    @AfterEach
    void close() {
        one.close();
        other.close();
        jedis.close();
        redis.close();
    }

    private TokenRevocation open(String name) {
        return TokenRevocation.open(name, settings().build());
    }

    private Settings.Builder settings() {
        return Settings.builder()
                .set("redis-url", redis.url())
                .set("mode", "denylist")
                .set("jwt-keys", "hmac:" + Base64URL.encode(SECRET));
    }

    private static String signed(String claims) {
        JWSObject jws = new JWSObject(new JWSHeader(JWSAlgorithm.HS256), new Payload(claims));
        try {
            jws.sign(new MACSigner(SECRET));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return jws.serialize();
    }

    private static String token(String subject, long issuedAt) {
        return signed("{\"iss\":\"" + ISSUER + "\",\"sub\":\"" + subject + "\",\"sid\":\"s-" + subject + "\",\"client_id\":\"app\","
                + "\"iat\":" + issuedAt + ",\"exp\":" + (NOW + 600) + "}");
    }

    private static Cutoff subject(String subject, long second) {
        return Cutoff.subject(ISSUER, subject).withIssuedUntil(Instant.ofEpochSecond(second));
    }

    private void end(Cutoff cutoff) {
        one.revokeAll(cutoff).toCompletableFuture().join();
    }

    private long cutoffsOf(TokenRevocation node) {
        return node.health().counters().get("cutoffs");
    }

    @Test
    void revokeAll_subject_itsEarlierTokensRefusedEverywhereAndNoOthers() {
        String alice = token("alice", NOW);
        String later = token("alice", NOW + 1);
        String bob = token("bob", NOW);
        String elsewhere = signed("{\"iss\":\"https://other.example\",\"sub\":\"alice\",\"iat\":" + NOW + "}");
        // Seen before, so that what is remembered of them has to be forgotten.
        for (String each : List.of(alice, later, bob, elsewhere)) {
            assertEquals(Verdict.LIVE, other.verdict(each));
        }
        end(subject("alice", NOW));
        assertEquals(Verdict.REVOKED, other.verdict(alice));
        assertEquals(Verdict.REVOKED, one.verdict(alice));
        assertEquals(Verdict.REVOKED, other.verdict(token("alice", NOW - 100)), "never seen before");
        assertEquals(Verdict.REVOKED, other.verdict(alice + "="), "another spelling");
        for (String each : List.of(later, bob, elsewhere)) {
            assertEquals(Verdict.LIVE, other.verdict(each));
            assertEquals(Verdict.LIVE, other.verdict(each), "remembered");
        }
        assertEquals(1, cutoffsOf(other));
        assertEquals(1, jedis.zcard(REVOKED));
    }

    @Test
    void revokeAll_sessionAndClient_theirTokensAlone() {
        end(Cutoff.session(ISSUER, "s-alice"));
        assertEquals(Verdict.REVOKED, other.verdict(token("alice", NOW - 1)));
        assertEquals(Verdict.LIVE, other.verdict(token("bob", NOW - 1)));
        end(Cutoff.client(ISSUER, "app"));
        assertEquals(Verdict.REVOKED, other.verdict(token("bob", NOW - 1)));
        String azp = signed("{\"iss\":\"" + ISSUER + "\",\"azp\":\"app\",\"iat\":" + (NOW - 1) + "}");
        assertEquals(Verdict.REVOKED, other.verdict(azp));
        assertEquals(Verdict.LIVE, other.verdict("opaque-token-without-claims"));
    }

    @Test
    void revokeAll_earlierThanOneThatIsThere_neverLowersIt() {
        end(subject("alice", NOW));
        end(subject("alice", NOW - 100));
        assertEquals(Verdict.REVOKED, other.verdict(token("alice", NOW)));
        try (TokenRevocation newcomer = open("newcomer")) {
            Await.untilUp(newcomer);
            assertEquals(Verdict.REVOKED, newcomer.verdict(token("alice", NOW)));
        }
        end(subject("alice", NOW + 10));
        assertEquals(Verdict.REVOKED, other.verdict(token("alice", NOW + 10)));
        assertEquals(1, jedis.zcard(REVOKED), "one record for all three");
        assertEquals(1, cutoffsOf(one));
    }

    @Test
    void revokeAll_forgedClaim_refusesAtMostWhatTheHostRefuses() {
        end(subject("alice", NOW));
        String bob = token("bob", NOW);
        String forged = bob.substring(0, bob.indexOf('.') + 1)
                + Base64URL.encode("{\"iss\":\"" + ISSUER + "\",\"sub\":\"alice\",\"iat\":" + NOW + "}")
                + bob.substring(bob.lastIndexOf('.'));
        assertEquals(Verdict.REVOKED, other.verdict(forged));
        assertEquals(Verdict.LIVE, other.verdict(bob));
    }

    @Test
    void revokeAll_andASingleRevocationInEitherOrder_bothStand() {
        String alice = token("alice", NOW);
        String later = token("alice", NOW + 5);
        one.revoke(alice);
        end(subject("alice", NOW));
        one.revoke(later);
        for (TokenRevocation node : List.of(one, other)) {
            assertEquals(Verdict.REVOKED, node.verdict(alice));
            assertEquals(Verdict.REVOKED, node.verdict(later));
            assertEquals(Verdict.LIVE, node.verdict(token("alice", NOW + 6)));
        }
    }

    @Test
    void revokeAll_redisRestartedEmpty_writtenBackWithItsMoment() {
        end(subject("alice", NOW));
        redis.kill();
        Await.until("no lease, no answer", () -> other.verdict(token("bob", NOW)) == Verdict.UNDECIDED);
        redis.restart();
        try (TokenRevocation newcomer = open("newcomer")) {
            Await.until("the newcomer answers", () -> newcomer.verdict(token("alice", NOW + 1)) == Verdict.LIVE);
            assertEquals(Verdict.REVOKED, newcomer.verdict(token("alice", NOW)));
        }
        try (RedisClient fresh = redis.client()) {
            assertEquals(1, fresh.zcard(REVOKED), "all nodes wrote the same record");
        }
    }

    /** Redis forgets a raised moment and remembers the one before. */
    @Test
    void revokeAll_redisBackFromAnOlderSnapshot_theLatestIsWrittenBack() {
        end(subject("alice", NOW - 100));
        jedis.executeCommand(new CommandObject<>(new CommandArguments(Protocol.Command.SAVE), BuilderFactory.STRING));
        end(subject("alice", NOW));
        redis.kill();
        redis.restart();
        try (TokenRevocation newcomer = open("newcomer")) {
            Await.until("the newcomer answers", () -> newcomer.verdict(token("alice", NOW)) != Verdict.UNDECIDED);
            assertEquals(Verdict.REVOKED, newcomer.verdict(token("alice", NOW)));
        }
        Await.until("the other one too", () -> other.verdict(token("alice", NOW)) == Verdict.REVOKED);
    }

    @Test
    void revokeAll_streamLost_theSetTells() {
        end(subject("alice", NOW));
        jedis.del("token-revocation:{denylist}:changes");
        end(subject("bob", NOW));
        assertEquals(Verdict.REVOKED, other.verdict(token("bob", NOW)));
        assertEquals(Verdict.REVOKED, other.verdict(token("alice", NOW)));
    }

    @Test
    void revokeAll_expired_leavesNothingBehindAndRefusesNothing() {
        long old = NOW - 2 * 24 * 3600;
        end(subject("alice", old));
        assertEquals(0, jedis.zcard(REVOKED));
        assertEquals(Verdict.LIVE, other.verdict(token("alice", old - 1)), "the host has refused it as expired for long");
    }

    @Test
    void revokeAll_moreThanMaxEntries_refusedAndNothingDropped() {
        try (TokenRevocation small = TokenRevocation.open("small", settings().set("max-entries", "2").build())) {
            Await.untilUp(small);
            small.revokeAll(subject("alice", NOW)).toCompletableFuture().join();
            small.revoke(token("carol", NOW));
            RevocationUnavailableException full =
                    assertThrows(RevocationUnavailableException.class, () -> small.revokeAll(subject("bob", NOW)));
            assertTrue(full.getMessage().contains("max-entries [2]"), full::getMessage);
            small.revokeAll(subject("alice", NOW + 1)).toCompletableFuture().join();
            assertEquals(Verdict.REVOKED, small.verdict(token("alice", NOW + 1)), "moving one needs no room");
            assertEquals(Verdict.REVOKED, other.verdict(token("alice", NOW + 1)));
        }
    }

    @Test
    void revokeAll_momentInTheFuture_refusedInWords() {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class,
                () -> one.revokeAll(subject("alice", NOW + 3600)));
        assertTrue(refused.getMessage().contains("clock-leeway [300000ms]"), refused::getMessage);
        assertFalse(refused.getMessage().contains("alice"), refused::getMessage);
    }

    @Test
    void revokeAll_audited_claimAndFingerprintButNoValue() {
        end(subject("alice", NOW));
        Await.until("told", () -> !events.isEmpty());
        AuditEvent event = events.get(0);
        assertEquals(Cutoff.Claim.SUBJECT, event.claim().orElseThrow());
        assertEquals(Audit.fingerprint("alice"), event.fingerprint());
        assertEquals(0, event.tokensInCall());
        assertTrue(event.isConfirmed());
        assertFalse(event.toString().contains("alice"), event::toString);
        assertEquals(1, events.size());
    }

    @Test
    void revokeAll_manyAtOnce_everyOneRefusedOnANewcomerToo() {
        List<CompletableFuture<Void>> all = IntStream.range(0, 500)
                .mapToObj(i -> one.revokeAll(subject("user-" + i, NOW)).toCompletableFuture())
                .toList();
        all.forEach(CompletableFuture::join);
        try (TokenRevocation newcomer = open("newcomer")) {
            Await.untilUp(newcomer);
            for (int i = 0; i < 500; i++) {
                assertEquals(Verdict.REVOKED, newcomer.verdict(token("user-" + i, NOW)));
                assertEquals(Verdict.REVOKED, other.verdict(token("user-" + i, NOW)));
            }
            assertEquals(Verdict.LIVE, newcomer.verdict(token("user-500", NOW)));
            assertEquals(500, cutoffsOf(newcomer));
        }
    }

    @Test
    void revokeAll_inSessionsMode_unsupportedInWords() {
        try (TokenRevocation sessions = TokenRevocation.open("sessions", Settings.builder()
                .set("redis-url", redis.url()).set("session-key-access", "s:{sha256}").set("session-key-refresh", "r:{sha256}")
                .build())) {
            Await.untilUp(sessions);
            assertThrows(UnsupportedOperationException.class, () -> sessions.revokeAll(subject("alice", NOW)));
        }
    }
}
