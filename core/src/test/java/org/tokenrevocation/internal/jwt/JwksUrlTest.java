package org.tokenrevocation.internal.jwt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tokenrevocation.internal.jwt.Verification.NotOurs;
import org.tokenrevocation.internal.jwt.Verification.Unavailable;
import org.tokenrevocation.internal.jwt.Verification.Verified;
import org.tokenrevocation.internal.jwt.keys.JwksFetch;
import org.tokenrevocation.internal.jwt.keys.KeyRing;
import org.tokenrevocation.internal.jwt.keys.UrlKeySource;
import org.tokenrevocation.testing.Await;

class JwksUrlTest {
    private static final Duration LIFETIME = Duration.ofHours(2);
    private static final Verified UNTIL_EXP = new Verified(Optional.of(Instant.ofEpochSecond(Tokens.EXP)));
    private static final RSAKey OLD = Tokens.rsa("old");
    private static final ECKey NEW = Tokens.ec(Curve.P_256, "new");
    private static final String BY_OLD = Tokens.signed(OLD, JWSAlgorithm.RS256);
    private static final String BY_NEW = Tokens.signed(NEW, JWSAlgorithm.ES256);

    private final ManualTicker ticker = new ManualTicker();
    private final JwksServer server = new JwksServer(Tokens.jwks(OLD));
    private JwtVerifier keys = dormant("jwks:" + server.url(), Duration.ofSeconds(20));

    @AfterEach
    void stop() {
        keys.close();
        server.close();
    }

    @Test
    void verify_knownKey_fetchesOnce() {
        for (int i = 0; i < 5; i++) {
            assertEquals(UNTIL_EXP, keys.verify(BY_OLD));
            assertEquals(new NotOurs(), keys.verify(Tokens.forged(BY_OLD)));
        }
        assertEquals(1, server.requests());
    }

    @Test
    void verify_keyAddedSince_isFetched() {
        assertEquals(UNTIL_EXP, keys.verify(BY_OLD));
        server.serve(Tokens.jwks(OLD, NEW));
        assertEquals(UNTIL_EXP, keys.verify(BY_NEW));
        assertEquals(2, server.requests());
    }

    @Test
    void verify_keyThatLeft_isKeptForTheLongestLife() {
        assertEquals(UNTIL_EXP, keys.verify(BY_OLD));
        server.serve(Tokens.jwks(NEW));
        assertEquals(UNTIL_EXP, keys.verify(BY_NEW));
        ticker.pass(LIFETIME.minusSeconds(1));
        assertEquals(UNTIL_EXP, keys.verify(BY_NEW));
        assertEquals(UNTIL_EXP, keys.verify(BY_OLD));
        ticker.pass(Duration.ofSeconds(1));
        assertEquals(new NotOurs(), keys.verify(BY_OLD));
    }

    @Test
    void verify_keyThatReturns_isCurrentAgain() {
        keys.verify(BY_OLD);
        server.serve(Tokens.jwks(NEW));
        keys.verify(BY_NEW);
        ticker.pass(UrlKeySource.CURRENT);
        server.serve(Tokens.jwks(OLD, NEW));
        assertEquals(new NotOurs(), keys.verify(Tokens.forged(BY_NEW)));
        ticker.pass(LIFETIME);
        assertEquals(UNTIL_EXP, keys.verify(BY_OLD));
    }

    @Test
    void verify_freshSetLacksKey_isNotOurs() {
        assertEquals(new NotOurs(), keys.verify(BY_NEW));
        assertEquals(1, server.requests());
    }

    @Test
    void verify_sameKidOtherKey_isFoundOnceTheSetIsOld() {
        RSAKey other = Tokens.rsa("old");
        String token = Tokens.signed(other, JWSAlgorithm.RS256);
        assertEquals(new NotOurs(), keys.verify(token));
        server.serve(Tokens.jwks(other));
        ticker.pass(UrlKeySource.CURRENT);
        assertEquals(UNTIL_EXP, keys.verify(token));
        assertEquals(UNTIL_EXP, keys.verify(BY_OLD));
    }

    @Test
    void verify_floodOfUnknownKeys_isHeldBackAndUnavailable() {
        keys.verify(BY_OLD);
        keys.verify(unknown(0));
        for (int i = 1; i < 200; i++) {
            assertInstanceOf(Unavailable.class, keys.verify(unknown(i)));
        }
        assertEquals(UNTIL_EXP, keys.verify(BY_OLD));
        assertEquals(UrlKeySource.BUDGET, server.requests());
        ticker.pass(UrlKeySource.WINDOW);
        assertEquals(new NotOurs(), keys.verify(unknown(1)));
    }

    @Test
    void verify_withoutKid_triesAllKeysThenAFreshSet() {
        String token = Tokens.signed(NEW, new JWSHeader(JWSAlgorithm.ES256), Tokens.CLAIMS);
        keys.verify(BY_OLD);
        server.serve(Tokens.jwks(OLD, NEW));
        assertEquals(UNTIL_EXP, keys.verify(token));
        assertInstanceOf(Unavailable.class, keys.verify(Tokens.forged(token)));
        ticker.pass(UrlKeySource.WINDOW);
        assertEquals(new NotOurs(), keys.verify(Tokens.forged(token)));
    }

    @Test
    void verify_unreachable_isUnavailableUnlessTheKeyIsAtHand() {
        keys.verify(BY_OLD);
        server.close();
        ticker.pass(UrlKeySource.CURRENT);
        assertEquals(UNTIL_EXP, keys.verify(BY_OLD));
        assertInstanceOf(Unavailable.class, keys.verify(Tokens.forged(BY_OLD)));
        assertInstanceOf(Unavailable.class, keys.verify(BY_NEW));
    }

    @Test
    void verify_recovered_verifiesAgain() {
        server.serve(exchange -> JwksServer.answer(exchange, 503, ""));
        assertInstanceOf(Unavailable.class, keys.verify(BY_OLD));
        assertInstanceOf(Unavailable.class, keys.verify(BY_OLD));
        server.serve(Tokens.jwks(OLD));
        assertInstanceOf(Unavailable.class, keys.verify(BY_OLD));
        ticker.pass(UrlKeySource.WINDOW);
        assertEquals(UNTIL_EXP, keys.verify(BY_OLD));
    }

    @Test
    void verify_redirect_isNotFollowed() {
        for (int status : new int[] {301, 302, 303, 307, 308}) {
            server.serve(exchange -> {
                if (exchange.getRequestURI().getPath().equals("/jwks")) {
                    exchange.getResponseHeaders().set("Location", "/elsewhere");
                    JwksServer.answer(exchange, status, "");
                } else {
                    JwksServer.answer(exchange, 200, Tokens.jwks(OLD));
                }
            });
            ticker.pass(UrlKeySource.WINDOW);
            assertInstanceOf(Unavailable.class, keys.verify(BY_OLD));
        }
        assertEquals(0, server.requests("/elsewhere"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "<html>", "[]", "{}", "{\"keys\":7}", "{\"keys\":[7]}"})
    void verify_bodyThatIsNoSet_isUnavailable(String body) {
        server.serve(body);
        assertInstanceOf(Unavailable.class, keys.verify(BY_OLD));
    }

    @Test
    void verify_bodyOverTheCap_isUnavailable() {
        String padding = " ".repeat(JwksFetch.MAX_BYTES);
        server.serve(Tokens.jwks(OLD) + padding);
        assertInstanceOf(Unavailable.class, keys.verify(BY_OLD));
        server.serve(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(
                    (padding + Tokens.jwks(OLD)).getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        assertInstanceOf(Unavailable.class, keys.verify(BY_OLD));
    }

    @Test
    void verify_tooManyKeys_isUnavailable() {
        server.serve(Tokens.jwks(Stream.generate(() -> OLD).limit(KeyRing.MAX_KEYS + 1).toArray(RSAKey[]::new)));
        assertInstanceOf(Unavailable.class, keys.verify(BY_OLD));
    }

    @Test
    void verify_secretInFetchedSet_isIgnored() {
        OctetSequenceKey secret = Tokens.secret(32);
        server.serve("{\"keys\":[" + secret.toJSONString() + "]}");
        assertEquals(new NotOurs(), keys.verify(Tokens.signed(secret, JWSAlgorithm.HS256)));
        assertEquals(0, server.requests());
    }

    @Test
    void verify_otherIssuer_fetchesNothing() {
        keys.close();
        keys = dormant("jwks:" + server.url() + ";issuer=https://other.example", Duration.ofSeconds(20));
        assertEquals(new NotOurs(), keys.verify(BY_OLD));
        assertEquals(0, server.requests());
    }

    @Test
    void verify_oneEntryDown_anotherDecidesOnlyIfItVerifies() {
        keys.close();
        keys = dormant("jwks:http://127.0.0.1:1/jwks,jwks:" + server.url(), Duration.ofSeconds(20));
        assertEquals(UNTIL_EXP, keys.verify(BY_OLD));
        assertInstanceOf(Unavailable.class, keys.verify(BY_NEW));
    }

    @Test
    void verify_fetchBegunBeforeTheCall_provesNothing() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch arrived = new CountDownLatch(1);
        server.serve(exchange -> {
            arrived.countDown();
            await(release);
            JwksServer.answer(exchange, 200, Tokens.jwks(OLD));
        });
        CompletableFuture<Verification> first = CompletableFuture.supplyAsync(() -> keys.verify(BY_OLD));
        assertTrue(arrived.await(20, TimeUnit.SECONDS));
        server.serve(Tokens.jwks(OLD, NEW));
        CompletableFuture<Verification> second = new CompletableFuture<>();
        Thread waiting = new Thread(() -> second.complete(keys.verify(BY_NEW)));
        waiting.start();
        Await.until("the second call waits for the first's fetch",
                () -> waiting.getState() == Thread.State.TIMED_WAITING);
        release.countDown();
        assertEquals(UNTIL_EXP, first.get(20, TimeUnit.SECONDS));
        assertEquals(UNTIL_EXP, second.get(20, TimeUnit.SECONDS));
        assertEquals(2, server.requests());
    }

    @Test
    void verify_manyAtOnce_shareFetches() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(16);
        try {
            List<CompletableFuture<Verification>> said = IntStream.range(0, 64)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> keys.verify(BY_OLD), callers)).toList();
            for (CompletableFuture<Verification> one : said) {
                assertEquals(UNTIL_EXP, one.get(20, TimeUnit.SECONDS));
            }
        } finally {
            callers.shutdownNow();
        }
        assertEquals(1, server.requests());
    }

    @Test
    void verify_headersThatTrickle_endsInTimeAndFreesTheThread() throws Exception {
        trickle("HTTP/1.1 200 OK\r\nX: ");
    }

    @Test
    void verify_bodyThatTrickles_endsInTimeAndFreesTheThread() throws Exception {
        trickle("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 400000\r\n\r\n");
    }

    @Test
    void verify_chunksThatTrickle_endsInTimeAndFreesTheThread() throws Exception {
        trickle("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n40000\r\n");
    }

    @Test
    void verify_silentServer_endsInTimeAndFreesTheThread() throws Exception {
        trickle("");
    }

    @Test
    void verify_serverSlowerThanACallWaits_theNextCallHasIt() {
        CountDownLatch release = new CountDownLatch(1);
        server.serve(exchange -> {
            await(release);
            JwksServer.answer(exchange, 200, Tokens.jwks(OLD));
        });
        keys.close();
        keys = dormant("jwks:" + server.url(), Duration.ofMillis(500));
        assertInstanceOf(Unavailable.class, keys.verify(BY_OLD));
        release.countDown();
        Await.until("a later call has what the first began", () -> keys.verify(BY_OLD).equals(UNTIL_EXP));
        assertEquals(1, server.requests());
    }

    @Test
    void close_whileFetching_leavesNoThreadAndNoWaiter() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        server.serve((HttpHandler) exchange -> {
            arrived.countDown();
            await(never);
        });
        CompletableFuture<Verification> said = CompletableFuture.supplyAsync(() -> keys.verify(BY_OLD));
        assertTrue(arrived.await(20, TimeUnit.SECONDS));
        keys.close();
        assertInstanceOf(Unavailable.class, said.get(10, TimeUnit.SECONDS));
        assertInstanceOf(Unavailable.class, keys.verify(BY_OLD));
        Await.until("no thread is left", () -> threads().isEmpty());
        never.countDown();
    }

    @Test
    void open_withUrl_seesKeysBeforeAnyToken() {
        try (JwtVerifier opened = JwtVerifier.open("ahead", "jwks:" + server.url(), LIFETIME, Duration.ofSeconds(20), ticker)) {
            Await.until("the set was fetched", () -> server.requests() == 1);
            assertEquals(UNTIL_EXP, opened.verify(BY_OLD));
        }
        assertEquals(1, server.requests());
    }

    /** A server that sends the head, then a byte now and then until its peer hangs up. */
    private void trickle(String head) throws Exception {
        keys.close();
        try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> hungUp = CompletableFuture.runAsync(() -> trickleUntilHungUp(listener, head));
            keys = dormant("jwks:http://127.0.0.1:" + listener.getLocalPort() + "/jwks", Duration.ofMillis(300));
            assertInstanceOf(Unavailable.class, keys.verify(BY_OLD));
            Await.until("the peer hung up", hungUp::isDone);
        }
    }

    private static void trickleUntilHungUp(ServerSocket listener, String head) {
        try (Socket peer = listener.accept()) {
            OutputStream out = peer.getOutputStream();
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            peer.setSoTimeout(50);
            byte[] request = new byte[4096];
            while (true) {
                try {
                    if (peer.getInputStream().read(request) < 0) {
                        return;
                    }
                } catch (SocketTimeoutException e) {
                    out.write(head.isEmpty() ? new byte[0] : new byte[] {' '});
                }
            }
        } catch (SocketException e) {
            // A reset is a hang-up too.
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JwtVerifier dormant(String setting, Duration timeout) {
        return JwtVerifier.dormant("door", setting, LIFETIME, timeout, ticker);
    }

    private static String unknown(int number) {
        return Tokens.base64("{\"alg\":\"RS256\",\"kid\":\"k" + number + "\"}") + ".e30.AAAA";
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName)
                .filter(name -> name.startsWith("door")).toList();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(30, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
