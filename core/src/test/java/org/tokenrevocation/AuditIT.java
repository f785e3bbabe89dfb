package org.tokenrevocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tokenrevocation.internal.identity.Sha256;
import org.tokenrevocation.spi.EndpointRequest;
import org.tokenrevocation.internal.audit.Audit;
import org.tokenrevocation.testing.Await;
import org.tokenrevocation.testing.FoundedFleet;
import org.tokenrevocation.testing.RedisServer;
import redis.clients.jedis.RedisClient;

/** What the audit tells, and what it keeps to itself. */
class AuditIT {
    private final RedisServer redis = RedisServer.launch();
    private final RedisClient jedis = redis.client();
    private final List<AuditEvent> events = Collections.synchronizedList(new ArrayList<>());
    private TokenRevocation node;

    private void open(AuditListener listener, String... settings) {
        Settings.Builder builder = Settings.builder().set("redis-url", redis.url()).set("effect-bound", "5ms");
        for (int i = 0; i < settings.length; i += 2) {
            builder.set(settings[i], settings[i + 1]);
        }
        Settings built = builder.build();
        node = TokenRevocation.builder("audited", built).auditListener(listener).open();
        Await.untilUp(node);
    }

    @AfterEach
    void close() {
        node.close();
        jedis.close();
        redis.close();
    }

    private void login(String token) {
        jedis.set("session:access:" + token, "alice");
    }

    @Test
    void revoke_liveToken_oneEventUnknownOrDeadNone() {
        open(events::add);
        login("living-token");
        node.revoke("unknown-token");
        node.revoke("living-token");
        node.revoke("living-token");
        node.close();
        assertEquals(1, events.size());
        AuditEvent event = events.get(0);
        assertEquals("audited", event.instance());
        assertEquals(Mode.SESSIONS, event.mode());
        assertEquals(1, event.tokensInCall());
        assertEquals(Optional.empty(), event.client());
        assertTrue(event.isConfirmed());
        assertTrue(event.duration().toNanos() > 0, "until it had taken effect: " + event.duration());
    }

    @Test
    void fingerprint_sameToken_sameEightDigitsThatAreNoPartOfItsDigest() {
        open(events::add);
        for (String token : List.of("first-token", "other-token", "first-token")) {
            login(token);
            node.revoke(token);
        }
        node.close();
        String print = events.get(0).fingerprint();
        assertTrue(print.matches("[0-9a-f]{8}"), print);
        assertNotEquals(print, events.get(1).fingerprint());
        assertEquals(print, events.get(2).fingerprint());
        String digest = HexFormat.of().formatHex(Sha256.digest("first-token".getBytes(StandardCharsets.UTF_8)));
        assertFalse(digest.contains(print));
    }

    @Test
    void revokeAll_someLive_oneEventForEachOfThem() {
        open(events::add);
        login("one");
        jedis.set("session:refresh:two", "alice");
        node.revokeAll(List.of("one", "two", "three")).toCompletableFuture().join();
        node.close();
        assertEquals(2, events.size());
        assertEquals(2, events.get(0).tokensInCall());
    }

    @Test
    void revoke_denylistMode_oneEventForWhatIsRecordedFirst() {
        open(events::add, "mode", "denylist", "accept-unverified", "anonymous",
                "jwt-keys", "hmac:c2VjcmV0LW9mLXRoZS1ob3N0LW9mLTMyLWJ5dGVzISE");
        node.revoke("opaque");
        node.revoke("opaque");
        node.revoke("eyJhbGciOiJIUzI1NiJ9.e30.AAAA");
        node.close();
        assertEquals(1, events.size());
        assertEquals(Mode.DENYLIST, events.get(0).mode());
    }

    @Test
    void revoke_redisDown_noEvent() {
        open(events::add);
        login("living-token");
        redis.kill();
        assertThrows(RevocationUnavailableException.class, () -> node.revoke("living-token"));
        node.close();
        assertTrue(events.isEmpty());
    }

    @Test
    void revoke_closedDuringTheWait_eventSaysUnconfirmed() {
        FoundedFleet.write(jedis, 10_000);
        open(events::add);
        login("living-token");
        var pending = node.revokeAll(List.of("living-token")).toCompletableFuture();
        node.close();
        assertThrows(RuntimeException.class, pending::join);
        assertEquals(1, events.size());
        assertFalse(events.get(0).isConfirmed());
    }

    @Test
    void revoke_listenerFails_theTokenDiesAndTheFailureIsCounted() {
        open(event -> {
            throw new IllegalStateException("full disk");
        });
        login("living-token");
        node.revoke("living-token");
        assertEquals(Verdict.REVOKED, node.verdict("living-token"));
        Await.until("the failure is counted",
                () -> node.health().counters().getOrDefault("audit.failed", 0L) == 1);
    }

    @Test
    void endpoint_authenticatedClient_isNamedAndRefusalsAreCounted() {
        open(events::add, "client-credentials", "batch:" + SecretHash.of("secret"));
        login("living-token");
        String right = "Basic " + Base64.getEncoder().encodeToString("batch:secret".getBytes(StandardCharsets.UTF_8));
        assertEquals(200, node.endpoint().answer(form("token=living-token", right)).status());
        Await.until("the event", () -> !events.isEmpty());
        assertEquals(Optional.of("batch"), events.get(0).client());
        assertEquals(401, node.endpoint().answer(form("token=living-token", "Basic x")).status());
        assertEquals(400, node.endpoint().answer(form("token=", right)).status());
        redis.kill();
        assertEquals(503, node.endpoint().answer(form("token=living-token", right)).status());
        Map<String, Long> counters = node.health().counters();
        assertEquals(1L, counters.get("endpoint.refused.401"));
        assertEquals(1L, counters.get("endpoint.refused.400"));
        assertEquals(1L, counters.get("endpoint.unconfirmed"));
        node.close();
        assertEquals(1, events.size());
    }

    @Test
    void revoke_listenerBlocks_noneWaitsAndAllIsToldInOrder() {
        CountDownLatch release = new CountDownLatch(1);
        open(event -> {
            await(release);
            events.add(event);
        });
        List<String> tokens = List.of("token-1", "token-2", "token-3", "token-4");
        for (String token : tokens) {
            login(token);
            node.revoke(token);
            assertEquals(Verdict.REVOKED, node.verdict(token));
        }
        assertTrue(events.isEmpty());
        release.countDown();
        node.close();
        assertEquals(tokens.stream().map(Audit::fingerprint).toList(), events.stream().map(AuditEvent::fingerprint).toList());
    }

    @Test
    void close_listenerNeverReturns_endsAllTheSameAndSaysWhatIsLost() {
        List<String> lines = Collections.synchronizedList(new ArrayList<>());
        Handler log = handler(lines);
        Logger logger = Logger.getLogger("org.tokenrevocation");
        logger.addHandler(log);
        try {
            open(event -> await(new CountDownLatch(1)));
            for (String token : List.of("token-1", "token-2", "token-3")) {
                login(token);
                node.revoke(token);
            }
            node.close();
        } finally {
            logger.removeHandler(log);
        }
        assertEquals(2L, node.health().counters().get("audit.dropped"));
        assertEquals(1L, node.health().counters().get("audit.failed"), "the one that was interrupted");
        assertTrue(lines.stream().anyMatch(line -> line.contains("had not taken [2] of them")), lines::toString);
        assertTrue(Thread.getAllStackTraces().keySet().stream().noneMatch(thread -> thread.getName().startsWith("audited ")));
    }

    private static void await(CountDownLatch release) {
        try {
            if (!release.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody released the listener");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while it blocks", e);
        }
    }

    /** A host with a listener of its own must not lose what its operator has set. */
    @Test
    void builder_ownListenerAndClientCredentials_anonymousIsRefused() {
        open(events::add, "client-credentials", "batch:" + SecretHash.of("secret", 1_000));
        login("living-token");
        assertEquals(401, node.endpoint().answer(form("token=living-token", "")).status());
        assertTrue(jedis.exists("session:access:living-token"));
    }

    @Test
    void builder_ownAuthenticator_standsInPlaceOfTheSettingsAndTheLogSaysSo() {
        List<String> lines = Collections.synchronizedList(new ArrayList<>());
        Handler log = handler(lines);
        Logger logger = Logger.getLogger("org.tokenrevocation");
        logger.addHandler(log);
        try {
            Settings settings = Settings.builder().set("redis-url", redis.url())
                    .set("client-credentials", "batch:" + SecretHash.of("secret", 1_000)).build();
            node = TokenRevocation.builder("audited", settings).auditListener(events::add)
                    .clientAuthenticator(new Named()).open();
        } finally {
            logger.removeHandler(log);
        }
        assertTrue(lines.stream().anyMatch(line -> line.contains("revocation.client-credentials is not used")), lines::toString);
        Await.untilUp(node);
        login("living-token");
        assertEquals(200, node.endpoint().answer(form("token=living-token", "Basic anything")).status());
        Await.until("the event", () -> !events.isEmpty());
        assertEquals(Optional.of("somebody"), events.get(0).client());
        assertThrows(NullPointerException.class, () -> TokenRevocation.builder("x", node.settings()).clientAuthenticator(null));
        assertThrows(NullPointerException.class, () -> TokenRevocation.builder("x", node.settings()).auditListener(null));
    }

    private static final class Named implements ClientAuthenticator {
        @Override
        public Optional<String> authenticate(Function<String, List<String>> headers) {
            return Optional.of("somebody");
        }

        @Override
        public String challenge() {
            return "Basic";
        }
    }

    @Test
    void log_byDefault_oneLineForAnEffectiveRevocationNoneForJunk() {
        List<String> lines = Collections.synchronizedList(new ArrayList<>());
        Handler listener = handler(lines);
        Logger logger = Logger.getLogger("org.tokenrevocation.audit");
        logger.addHandler(listener);
        try {
            open(AuditListener.logging());
            login("living-token");
            node.revoke("living-token");
            for (int i = 0; i < 20; i++) {
                node.revoke("junk" + i);
            }
            node.close();
        } finally {
            logger.removeHandler(listener);
        }
        assertEquals(1, lines.size(), lines::toString);
        assertTrue(lines.get(0).matches("audited: revoked mode=sessions fingerprint=[0-9a-f]{8} tokens-in-call=1"
                + " client=- confirmed=true millis=\\d+"), lines.get(0));
    }

    private static Handler handler(List<String> lines) {
        return new Handler() {
            @Override
            public void publish(LogRecord entry) {
                lines.add(new SimpleFormatter().formatMessage(entry));
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
    }

    private static EndpointRequest form(String body, String authorization) {
        Map<String, String> headers = Map.of(
                "Content-Type", "application/x-www-form-urlencoded", "Authorization", authorization);
        return new EndpointRequest() {
            @Override
            public String method() {
                return "POST";
            }

            @Override
            public List<String> headers(String name) {
                return headers.containsKey(name) ? List.of(headers.get(name)) : List.of();
            }

            @Override
            public InputStream body() {
                return new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8));
            }
        };
    }
}
