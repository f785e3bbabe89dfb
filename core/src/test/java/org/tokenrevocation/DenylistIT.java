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
        return TokenRevocation.open(name, Settings.builder()
                .set("redis-url", redis.url())
                .set("mode", "denylist")
                .set("jwt-keys", "hmac:" + Base64URL.encode(SECRET))
                .build());
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
