package org.tokenrevocation.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenrevocation.SecretHash;
import org.tokenrevocation.testing.RedisServer;
import redis.clients.jedis.RedisClient;

/** The endpoint in denylist mode (conformance E12, R1 to R4, R11, R13), real HTTP, three nodes on one real Redis. */
class DenylistEndpointIT {
    private static final String REVOKED = "token-revocation:{denylist}:revoked";
    private static final String API = "/api/nimbus";

    @TempDir
    private Path folder;

    private final RedisServer redis = RedisServer.launch();
    private final RedisClient jedis = redis.client();
    private final Issuer issuer = new Issuer();
    private final HostLibraries libraries = HostLibraries.of(issuer);
    private List<DenylistHost> nodes;
    private DenylistHost node;

    private String jwtKeys() {
        try {
            return "jwks:" + Files.writeString(folder.resolve("keys.json"),
                    new JWKSet(issuer.key.toPublicJWK()).toString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private DenylistHost start(Map<String, String> settings) {
        return new DenylistHost(redis.url(), jwtKeys(), libraries, settings);
    }

    @BeforeEach
    void start() {
        nodes = IntStream.range(0, 3).mapToObj(i -> start(Map.of())).toList();
        nodes.forEach(DenylistHost::awaitUp);
        node = nodes.get(0);
    }

    @AfterEach
    void stop() {
        nodes.forEach(DenylistHost::close);
        libraries.close();
        jedis.close();
        redis.close();
    }

    private long recorded() {
        return jedis.zcard(REVOKED);
    }

    /** E12, R4: 200, and refused from then on, at the first try on every node. */
    @Test
    void revoke_accessToken_refusedOnEveryNodeAtTheFirstTry() {
        for (int i = 0; i < 20; i++) {
            String token = issuer.token();
            nodes.forEach(each -> assertEquals(200, each.call(API, token)));
            Http.Answer answer = i % 2 == 0 ? nodes.get(i % 3).revoke(token) : nodes.get(i % 3).revokeByForm(token);
            assertEquals(200, answer.status());
            assertEquals("{\"message\":\"Token revoked successfully\"}", answer.body());
            assertEquals("no-store", answer.header("Cache-Control"));
            nodes.forEach(each -> assertEquals(401, each.call(API, token)));
        }
        assertEquals(20, recorded());
    }

    /** R1: what is not ours answers like what is, and leaves not one key more. */
    @Test
    void revoke_unknownToken_successAndNotOneKeyMore() {
        Set<String> before = new TreeSet<>(jedis.keys("*"));
        for (String token : List.of("unknown", issuer.forged(), "v4.local.AAAA", issuer.token().replaceAll("[.][^.]*$", "")
                + ".AAAA")) {
            assertEquals(200, node.revoke(token).status(), token);
            assertEquals(200, node.revokeByForm(token).status(), token);
        }
        assertEquals(before, new TreeSet<>(jedis.keys("*")));
        assertEquals(0, recorded());
        nodes.forEach(each -> assertEquals(0, each.revocation().health().entries()));
    }

    /** R2: twice, and fifty times at once on all nodes. */
    @Test
    void revoke_sameTokenInParallel_successEachTimeAndOneRecord() {
        String token = issuer.token();
        ExecutorService threads = Executors.newFixedThreadPool(50);
        try {
            List<CompletableFuture<Integer>> calls = IntStream.range(0, 50)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> nodes.get(i % 3).revoke(token).status(), threads))
                    .toList();
            calls.forEach(call -> assertEquals(200, call.join()));
        } finally {
            threads.shutdown();
        }
        assertEquals(200, node.revoke(token).status());
        assertEquals(1, recorded());
        nodes.forEach(each -> assertEquals(401, each.call(API, token)));
    }

    /** R3: long expired needs no record; expired a moment ago, a host may still take it within its leeway. */
    @Test
    void revoke_expiredToken_successAndRecordedOnlyWithinTheLeeway() {
        assertEquals(200, node.revoke(issuer.tokenUntil(Instant.now().minusSeconds(3_600))).status());
        assertEquals(0, recorded());
        String justExpired = issuer.tokenUntil(Instant.now().minusSeconds(30));
        assertEquals(200, node.revoke(justExpired).status());
        assertEquals(1, recorded());
        nodes.forEach(each -> assertEquals(401, each.call(API, justExpired)));
    }

    /** R11: a dead, unknown or malformed token in the header does not keep the named one alive. */
    @Test
    void revoke_deadTokenInHeader_namedTokenDies() {
        String dead = issuer.token();
        assertEquals(200, node.revoke(dead).status());
        for (String bearer : List.of(dead, issuer.forged(), "a b\"c", "")) {
            String token = issuer.token();
            assertEquals(200, node.revoke(token, "Authorization: Bearer " + bearer).status());
            assertEquals(401, nodes.get(2).call(API, token));
        }
    }

    /** A full denylist says so, and forgets nothing to make room. */
    @Test
    void revoke_beyondMaxEntries_unavailableAndNothingDropped() {
        try (DenylistHost small = start(Map.of("max-entries", "3")).awaitUp()) {
            List<String> recorded = IntStream.range(0, 3).mapToObj(i -> issuer.token()).toList();
            recorded.forEach(token -> assertEquals(200, small.revoke(token).status()));
            String onTop = issuer.token();
            assertEquals(500, small.revoke(onTop).status());
            Http.Answer byForm = small.revokeByForm(onTop);
            assertEquals(503, byForm.status());
            assertNotNull(byForm.header("Retry-After"));
            assertEquals(3, recorded());
            recorded.forEach(token -> assertEquals(401, node.call(API, token)));
            recorded.forEach(token -> assertEquals(401, small.call(API, token)));
            assertEquals(200, small.call(API, onTop), "what was not confirmed is not revoked");
            assertEquals(200, small.revoke(recorded.get(0)).status(), "what is recorded needs no room");
            assertEquals(200, small.revoke(issuer.forged()).status(), "nor does what is not ours");
        }
    }

    @Test
    void start_unverifiedAcceptedWithoutClientAuthentication_stopsTheDeployment() {
        Throwable failure = assertThrows(IllegalStateException.class, () -> start(Map.of("accept-unverified", "true")));
        StringBuilder messages = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            messages.append(cause.getMessage()).append('\n');
        }
        assertTrue(messages.toString().contains("revocation.accept-unverified"), messages::toString);
        assertTrue(messages.toString().contains("revocation.client-credentials"), messages::toString);
    }

    /** R13 beside it: with client authentication unverified opaque tokens are recorded, for authenticated clients. */
    @Test
    void revoke_unverifiedWithClientAuthentication_onlyForClients() {
        Map<String, String> settings = Map.of("accept-unverified", "true",
                "client-credentials", "app:" + SecretHash.of("a-secret-of-the-client"));
        try (DenylistHost strict = start(settings).awaitUp()) {
            Http.Answer anonymous = strict.revoke("opaque-1");
            assertEquals(401, anonymous.status());
            assertTrue(anonymous.header("WWW-Authenticate").startsWith("Basic "));
            assertEquals(0, recorded());
            assertEquals(200, strict.call("/api/opaque", "opaque-1"));
            String basic = "Authorization: Basic YXBwOmEtc2VjcmV0LW9mLXRoZS1jbGllbnQ=";
            assertEquals(200, strict.revoke("opaque-1", basic).status());
            assertEquals(1, recorded());
            nodes.forEach(each -> assertEquals(401, each.call("/api/opaque", "opaque-1")));
            assertEquals(200, strict.revoke(issuer.forged(), basic).status());
            assertEquals(1, recorded(), "a token with a JOSE header must verify all the same");
        }
    }

    @Test
    void revoke_unverifiedAnonymous_opaqueIsRecordedAndForgedIsNot() {
        try (DenylistHost open = start(Map.of("accept-unverified", "anonymous")).awaitUp()) {
            assertEquals(200, open.revoke("opaque-2").status());
            assertEquals(200, open.revoke(issuer.forged()).status());
            assertEquals(1, recorded());
            nodes.forEach(each -> assertEquals(401, each.call("/api/opaque", "opaque-2")));
        }
        assertEquals(200, node.revoke("opaque-3").status());
        assertEquals(1, recorded(), "without the setting nothing opaque is recorded");
    }
}
