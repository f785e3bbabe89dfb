package org.tokenrevocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tokenrevocation.testing.Await;
import org.tokenrevocation.testing.RedisServer;
import redis.clients.jedis.RedisClient;

/** Denylist mode over real Redis: every node knows every revocation. */
class DenylistIT {
    private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes();
    private static final String REVOKED = "token-revocation:{denylist}:revoked";

    private final RedisServer redis = RedisServer.launch();
    private final RedisClient jedis = redis.client();
    private final TokenRevocation one = open("one");
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

    private static String token(Instant expiresAt) {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .subject("alice").jwtID(UUID.randomUUID().toString()).expirationTime(Date.from(expiresAt)).build();
        SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
        try {
            jwt.sign(new MACSigner(SECRET));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return jwt.serialize();
    }

    @Test
    void revoke_onOneNode_refusedOnTheOtherAtOnce() {
        String token = token(Instant.now().plusSeconds(600));
        String neighbour = token(Instant.now().plusSeconds(600));
        assertEquals(Verdict.LIVE, other.verdict(token));
        one.revoke(token);
        assertEquals(Verdict.REVOKED, other.verdict(token));
        assertEquals(Verdict.REVOKED, other.verdict(token + "="));
        assertEquals(Verdict.LIVE, other.verdict(neighbour));
        assertEquals(1, jedis.zcard(REVOKED));
    }

    @Test
    void revoke_foreignOrExpiredToken_successAndNothingStored() {
        String token = token(Instant.now().plusSeconds(600));
        one.revoke(token.substring(0, token.lastIndexOf('.')) + ".AAAA");
        one.revoke(token(Instant.now().minusSeconds(600)));
        one.revoke("opaque-token");
        assertEquals(0, jedis.zcard(REVOKED));
        assertEquals(Verdict.LIVE, other.verdict(token));
    }

    @Test
    void revoke_redisRestartedEmpty_writtenBackBeforeAnybodyAnswers() {
        String token = token(Instant.now().plusSeconds(600));
        one.revoke(token);
        redis.kill();
        Await.until("no lease, no answer", () -> other.verdict(token(Instant.now())) == Verdict.UNDECIDED);
        assertThrows(RevocationUnavailableException.class, () -> one.revokeAll(List.of(token)));
        redis.restart();
        try (TokenRevocation newcomer = open("newcomer")) {
            Await.until("the newcomer answers", () -> newcomer.verdict(token) != Verdict.UNDECIDED);
            assertEquals(Verdict.REVOKED, newcomer.verdict(token));
        }
        assertEquals(Verdict.REVOKED, other.verdict(token));
        // The old client may hold a connection of before the restart.
        try (RedisClient fresh = redis.client()) {
            assertEquals(1, fresh.zcard(REVOKED));
        }
    }

    /** Fleet record and stream are as they were, so only the set itself can tell. */
    @Test
    void verdict_setAloneDeleted_writtenBackSoThatANewcomerKnows() {
        String token = token(Instant.now().plusSeconds(600));
        one.revoke(token);
        jedis.del(REVOKED);
        Await.until("written back", () -> jedis.zcard(REVOKED) == 1);
        try (TokenRevocation newcomer = open("newcomer")) {
            Await.until("the newcomer answers", () -> newcomer.verdict(token) != Verdict.UNDECIDED);
            assertEquals(Verdict.REVOKED, newcomer.verdict(token));
        }
        Await.until("settled again", () -> one.health().isUp() && other.health().isUp());
    }

    /** Requests that wait in turn for a Redis that is known to be away would use up the host's threads. */
    @Test
    void verdict_redisAway_undecidedWithoutWaiting() {
        try (TokenRevocation patient = TokenRevocation.open("patient", settings().set("redis-timeout", "60s").build())) {
            Await.untilUp(patient);
            redis.kill();
            Await.until("Redis is away", () -> patient.health().redis() == Health.RedisState.DOWN
                    && patient.health().memory() != Health.Memory.LEASED);
            CompletableFuture<Verdict> verdict =
                    CompletableFuture.supplyAsync(() -> patient.verdict(token(Instant.now().plusSeconds(600))));
            Await.until("answered long before redis-timeout", verdict::isDone);
            assertEquals(Verdict.UNDECIDED, verdict.join());
        }
    }

    @Test
    void verdict_streamTrimmedPastTheCursor_readsTheSetAgain() {
        String token = token(Instant.now().plusSeconds(600));
        one.revoke(token);
        jedis.del("token-revocation:{denylist}:changes");
        String next = token(Instant.now().plusSeconds(600));
        one.revoke(next);
        assertEquals(Verdict.REVOKED, other.verdict(next));
        assertEquals(Verdict.REVOKED, other.verdict(token));
    }
}
