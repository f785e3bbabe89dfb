package org.tokenrevocation.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tokenrevocation.AuditEvent;
import org.tokenrevocation.SecretHash;
import org.tokenrevocation.Settings;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.Verdict;
import org.tokenrevocation.testing.JettyHost.Chain;
import org.tokenrevocation.testing.RawHttp.Answer;
import redis.clients.jedis.RedisClient;

/** Bodies that are too large or too slow, and callers that must prove who they are, for every door to pass. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class EndpointBodySuite {
    private static final String HEAD =
            "POST /oauth/revoke-token HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
    private static final String BODY = EndpointCases.json("t1", "access");
    private static final Answer TOO_LARGE =
            EndpointCases.error(413, "invalid_request", "the body is larger than 65536 bytes");
    private static final Answer OVERDUE =
            EndpointCases.error(408, "invalid_request", "the body did not arrive in time");
    private static final Answer UNAUTHENTICATED = EndpointCases.error(401, "invalid_client",
            "client authentication failed", "www-authenticate", "Basic realm=\"api\", charset=\"UTF-8\"");

    private final AtomicInteger told = new AtomicInteger();
    private volatile CountDownLatch listening = new CountDownLatch(0);
    private RedisServer redis;
    private RedisClient jedis;
    private TokenRevocation open;
    private TokenRevocation guarded;
    private TokenRevocation guardedDenylist;
    private JettyHost async;
    private JettyHost blocking;
    private JettyHost authenticating;
    private JettyHost authenticatingDenylist;

    /** Adds the door, serving the instance at {@code /oauth/revoke-token}, and leaves nothing else behind. */
    protected abstract void install(ServletContextHandler context, TokenRevocation instance);

    @BeforeAll
    void start() {
        redis = RedisServer.launch();
        jedis = redis.client();
        open = TokenRevocation.builder("open", settings().set("body-timeout", "300ms").build())
                .auditListener(this::hear).open();
        String clients = "web:" + SecretHash.of("s3cret:%+\u00e4") + ", batch:" + SecretHash.of("other");
        guarded = TokenRevocation.open("guarded", settings().set("client-credentials", clients)
                .set("max-token-length", "65536").build());
        guardedDenylist = TokenRevocation.open("guarded-denylist", settings().set("client-credentials", clients)
                .set("mode", "denylist").set("accept-unverified", "true").build());
        async = new JettyHost(Chain.ASYNC, context -> install(context, open));
        blocking = new JettyHost(Chain.BLOCKING, context -> install(context, open));
        authenticating = new JettyHost(Chain.ASYNC, context -> install(context, guarded));
        authenticatingDenylist = new JettyHost(Chain.ASYNC, context -> install(context, guardedDenylist));
        Await.untilUp(guardedDenylist);
    }

    private Settings.Builder settings() {
        return Settings.builder().set("redis-url", redis.url()).set("effect-bound", "5ms").set("redis-timeout", "5s");
    }

    @AfterAll
    void stop() {
        List.of(async, blocking, authenticating, authenticatingDenylist).forEach(JettyHost::close);
        open.close();
        guarded.close();
        guardedDenylist.close();
        jedis.close();
        redis.close();
    }

    @BeforeEach
    void login() {
        jedis.set("session:access:t1", "alice");
    }

    private JettyHost host(Chain chain) {
        return chain == Chain.BLOCKING ? blocking : async;
    }

    private void assertTokenLives() {
        assertTrue(jedis.exists("session:access:t1"));
    }

    @ParameterizedTest
    @EnumSource(value = Chain.class, names = {"ASYNC", "BLOCKING"})
    void body_announcedTooLarge_413BeforeAnyOfItArrives(Chain chain) {
        for (String length : List.of("65537", "99999999999", "0065537")) {
            try (RawHttp http = new RawHttp(host(chain).port())) {
                http.write(HEAD + "Expect: 100-continue\r\nContent-Length: " + length + "\r\n\r\n");
                assertEquals(TOO_LARGE, http.read());
            }
        }
        assertTokenLives();
    }

    @ParameterizedTest
    @EnumSource(value = Chain.class, names = {"ASYNC", "BLOCKING"})
    void body_chunkedBeyondTheCap_413WithoutWaitingForItsEnd(Chain chain) {
        byte[] first = (BODY + " ".repeat(65_537 - BODY.length())).getBytes(StandardCharsets.US_ASCII);
        try (RawHttp http = new RawHttp(host(chain).port())) {
            http.write(HEAD + "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(first.length) + "\r\n");
            http.write(first);
            assertEquals(TOO_LARGE, http.read());
        }
        assertTokenLives();
    }

    @Test
    void body_chunkedWithinTheCap_revokes() {
        try (RawHttp http = new RawHttp(async.port())) {
            http.write(HEAD + "Transfer-Encoding: chunked\r\n\r\n3\r\n" + BODY.substring(0, 3) + "\r\n"
                    + Integer.toHexString(BODY.length() - 3) + "\r\n" + BODY.substring(3) + "\r\n0\r\n\r\n");
            assertEquals(EndpointCases.REVOKED, http.read());
        }
    }

    @ParameterizedTest
    @EnumSource(value = Chain.class, names = {"ASYNC", "BLOCKING"})
    void body_stopsHalfWay_408AndNothingRevoked(Chain chain) {
        try (RawHttp http = new RawHttp(host(chain).port())) {
            http.write(HEAD + "Content-Length: " + BODY.length() + "\r\n\r\n" + BODY.substring(0, 10));
            assertEquals(OVERDUE, http.read());
        }
        assertTokenLives();
    }

    @ParameterizedTest
    @EnumSource(value = Chain.class, names = {"ASYNC", "BLOCKING"})
    void body_byteAfterByteTooSlowly_408AndNothingRevoked(Chain chain) {
        try (RawHttp http = new RawHttp(host(chain).port())) {
            http.write(HEAD + "Content-Length: 60000\r\n\r\n" + BODY);
            long[] next = {System.nanoTime()};
            Await.until("an answer arrives while we go on writing", () -> {
                if (System.nanoTime() - next[0] >= 0 && !http.hasAnswer()) {
                    http.write(" ");
                    next[0] = System.nanoTime() + 50_000_000;
                }
                return http.hasAnswer();
            });
            assertEquals(OVERDUE, http.read());
        }
        assertTokenLives();
    }

    @ParameterizedTest
    @EnumSource(value = Chain.class, names = {"ASYNC", "BLOCKING"})
    void body_endsEarly_nothingRevoked(Chain chain) {
        try (RawHttp http = new RawHttp(host(chain).port())) {
            http.write(HEAD + "Content-Length: " + (BODY.length() + 1) + "\r\n\r\n" + BODY).endOutput();
            assertEquals(EndpointCases.invalid("the body could not be read to its end"), http.read());
        }
        assertTokenLives();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer t1", "Basic", "Basic ", "Basic !!!", "Basic bm9jb2xvbg==", "Digest x",
        "Basic d2ViOg==", "Basic d2ViOndyb25n", "Basic bm9ib2R5Om90aGVy", "Basic d2ViOm90aGVy", "Basic Om90aGVy"})
    void client_notAuthenticated_401TokenUntouched(String authorization) {
        String header = authorization.isEmpty() ? "" : "Authorization: " + authorization + "\r\n";
        assertEquals(UNAUTHENTICATED, post(header));
        assertTokenLives();
        assertEquals(UNAUTHENTICATED, post(authenticatingDenylist, header, "t1"));
        assertEquals(Verdict.LIVE, guardedDenylist.verdict("t1"));
    }

    @Test
    void client_authenticatedInDenylistMode_revokes() {
        assertEquals(EndpointCases.REVOKED, post(authenticatingDenylist, basic("batch", "other"), "t2"));
        assertEquals(Verdict.REVOKED, guardedDenylist.verdict("t2"));
        assertEquals(Verdict.LIVE, guardedDenylist.verdict("t1"));
    }

    @Test
    void client_twoAuthorizationHeaders_401() {
        assertEquals(UNAUTHENTICATED, post(basic("batch", "other") + basic("batch", "other")));
        assertTokenLives();
    }

    @Test
    void client_authenticated_revokesTimeAndAgain() {
        assertEquals(EndpointCases.REVOKED, post(basic("batch", "other")));
        assertEquals(EndpointCases.REVOKED, post(basic("batch", "other").replace("Basic", "bASIC")));
        assertEquals(EndpointCases.REVOKED, post(basic("web", "s3cret:%+\u00e4")), "as sent by curl");
        assertEquals(EndpointCases.REVOKED, post(basic("web", "s3cret%3A%25%2B%C3%A4")), "as RFC 6749 encodes it");
        assertEquals(UNAUTHENTICATED, post(basic("batch", "other2")));
    }

    private void hear(AuditEvent event) {
        try {
            if (!listening.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the test has ended without releasing its listener");
            }
            told.incrementAndGet();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Chain.class, names = {"ASYNC", "BLOCKING"})
    void revoke_auditListenerBlocks_answeredAllTheSame(Chain chain) {
        CountDownLatch release = new CountDownLatch(1);
        listening = release;
        int before = told.get();
        try {
            for (int i = 0; i < 5; i++) {
                jedis.set("session:access:t3", "alice");
                assertEquals(EndpointCases.REVOKED, post(host(chain), "", "t3"));
            }
            assertEquals(before, told.get());
        } finally {
            release.countDown();
        }
        Await.until("the listener has heard", () -> told.get() == before + 5);
    }

    /** Each guess would cost a quarter of a second of processor time: few are checked, and nobody who is known waits. */
    @Test
    void client_sixteenConnectionsGuess_fewAreCheckedAndTheKnownClientPasses() {
        assertEquals(EndpointCases.REVOKED, post(authenticating, basic("batch", "other"), "t2"));
        List<Answer> answers = Collections.synchronizedList(new ArrayList<>());
        List<Thread> guessing = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            String login = basic(i % 2 == 0 ? "batch" : "nobody", "guess" + i);
            guessing.add(new Thread(() -> answers.add(RawHttp.send(authenticating.port(), "POST", "/oauth/revoke-token",
                    "Content-Type: application/x-www-form-urlencoded\r\n" + login, "token=t1".getBytes(StandardCharsets.US_ASCII)))));
        }
        guessing.forEach(Thread::start);
        assertEquals(EndpointCases.REVOKED, post(authenticating, basic("batch", "other"), "t2"));
        Await.until("all are answered", () -> answers.size() == 16);
        assertTrue(answers.stream().allMatch(answer -> answer.equals(UNAUTHENTICATED) || answer.status() == 503), answers::toString);
        long undecided = guarded.health().counters().getOrDefault("endpoint.client-undecided", 0L);
        assertEquals(answers.stream().filter(answer -> answer.status() == 503).count(), undecided);
        assertTrue(undecided > 0, "sixteen at a time are not all checked");
        assertTokenLives();
    }

    @Test
    void token_upToTheSettingsLength_revokedWhateverItsEncodingLongerRefused() {
        String longest = "t".repeat(65_536);
        for (String spelled : List.of(longest, "\\u0074".repeat(2) + longest.substring(2))) {
            jedis.set("session:access:" + longest, "alice");
            assertEquals(EndpointCases.REVOKED, post(authenticating, basic("batch", "other"), spelled));
            assertFalse(jedis.exists("session:access:" + longest));
        }
        jedis.set("session:refresh:" + longest, "alice");
        assertEquals(EndpointCases.REVOKED, RawHttp.send(authenticating.port(), "POST", "/oauth/revoke-token",
                "Content-Type: application/x-www-form-urlencoded\r\n" + basic("batch", "other"),
                ("token=" + "%74".repeat(65_536)).getBytes(StandardCharsets.US_ASCII)));
        assertFalse(jedis.exists("session:refresh:" + longest));
        assertEquals(400, post(authenticating, basic("batch", "other"), longest + "t").status());
        assertEquals(EndpointCases.error(413, "invalid_request", "the body is larger than 262144 bytes"),
                post(authenticating, basic("batch", "other"), "t".repeat(262_144)));
    }

    private static String basic(String id, String secret) {
        return "Authorization: Basic "
                + Base64.getEncoder().encodeToString((id + ":" + secret).getBytes(StandardCharsets.UTF_8)) + "\r\n";
    }

    private Answer post(String headers) {
        return post(authenticating, headers, "t1");
    }

    private static Answer post(JettyHost host, String headers, String token) {
        return RawHttp.send(host.port(), "POST", "/oauth/revoke-token", "Content-Type: application/json\r\n" + headers,
                EndpointCases.json(token, "access").getBytes(StandardCharsets.UTF_8));
    }
}
