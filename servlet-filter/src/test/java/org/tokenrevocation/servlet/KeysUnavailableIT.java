package org.tokenrevocation.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tokenrevocation.testing.Await;
import org.tokenrevocation.testing.RedisServer;
import redis.clients.jedis.RedisClient;

/** Conformance E23: while keys cannot be had, a revocation is not confirmed: 500 or 503, never 200. */
class KeysUnavailableIT {
    private static final String REVOKED = "token-revocation:{denylist}:revoked";
    private static final String API = "/api/nimbus";
    /** Asking for keys is held back for ten seconds at most. */
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final RedisServer redis = RedisServer.launch();
    private final RedisClient jedis = redis.client();
    private final Issuer issuer = new Issuer();
    private final int port = RedisServer.freePort();
    private final HostLibraries libraries = HostLibraries.of(issuer);
    private HttpServer jwks;
    private volatile String served = set(issuer.key.toPublicJWK());

    private static String set(JWK... keys) {
        return new JWKSet(List.of(keys)).toString();
    }

    private void publish() throws IOException {
        jwks = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        jwks.createContext("/", exchange -> {
            byte[] body = served.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        jwks.start();
    }

    private DenylistHost start() {
        return new DenylistHost(redis.url(), "jwks:http://127.0.0.1:" + port + "/jwks", libraries, Map.of()).awaitUp();
    }

    @AfterEach
    void stop() {
        if (jwks != null) {
            jwks.stop(0);
        }
        libraries.close();
        jedis.close();
        redis.close();
    }

    private void assertUnconfirmed(DenylistHost node, String token) {
        assertEquals(500, node.revoke(token).status());
        Http.Answer byForm = node.revokeByForm(token);
        assertEquals(503, byForm.status());
        assertNotNull(byForm.header("Retry-After"));
        assertEquals("no-store", byForm.header("Cache-Control"));
    }

    @Test
    void revoke_jwksDown_unconfirmedUntilItAnswers() throws IOException {
        try (DenylistHost node = start(); DenylistHost other = start()) {
            String token = issuer.token();
            assertUnconfirmed(node, token);
            assertUnconfirmed(node, issuer.forged());
            assertEquals(0, jedis.zcard(REVOKED));
            assertEquals(200, other.call(API, token), "what was not confirmed is not revoked");
            publish();
            Await.until("the keys are fetched", PATIENCE, () -> node.revoke(token).status() == 200);
            assertEquals(401, other.call(API, token));
        }
    }

    @Test
    void revoke_jwksDownAfterTheFirstFetch_knownKeysGoOn() throws IOException {
        publish();
        try (DenylistHost node = start()) {
            assertEquals(200, node.revoke(issuer.token()).status());
            jwks.stop(0);
            String token = issuer.token();
            assertEquals(200, node.revoke(token).status());
            assertEquals(401, node.call(API, token));
            assertEquals(200, node.revoke(issuer.forged()).status(), "the key is known, the signature is wrong");
            assertUnconfirmed(node, tokenOf(newKey()));
            assertEquals(2, jedis.zcard(REVOKED));
        }
    }

    /** A fresh set that lacks the key proves a stranger; once asking is held back, nothing proves anything. */
    @Test
    void revoke_unknownKeyWhileRefetchIsHeldBack_unconfirmedThenRevoked() throws IOException {
        publish();
        try (DenylistHost node = start()) {
            assertEquals(200, node.revoke(issuer.token()).status());
            ECKey rotated = newKey();
            Await.until("asking is held back", () -> node.revoke(tokenOf(newKey())).status() == 500);
            served = set(issuer.key.toPublicJWK(), rotated.toPublicJWK());
            String token = tokenOf(rotated);
            int first = node.revoke(token).status();
            assertTrue(first == 500 || jedis.zcard(REVOKED) == 2, "200 only if it is recorded");
            assertEquals(200, node.revoke(issuer.token()).status(), "known keys are not affected");
            Await.until("the new key is fetched", PATIENCE, () -> node.revoke(token).status() == 200);
            assertEquals(401, node.call(API, token));
            assertEquals(3, jedis.zcard(REVOKED), "no stranger's token among them");
        }
    }

    private static ECKey newKey() {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(UUID.randomUUID().toString()).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String tokenOf(ECKey key) {
        return Issuer.signed(key, new JWTClaimsSet.Builder().subject("bob").jwtID(UUID.randomUUID().toString())
                .expirationTime(Date.from(Instant.now().plusSeconds(600))).build());
    }
}
