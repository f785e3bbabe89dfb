package org.tokenrevocation.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.servlet.Servlet;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tokenrevocation.Settings;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.testing.AbusedHost.Kind;
import org.tokenrevocation.testing.RawHttp.Answer;
import redis.clients.jedis.RedisClient;

/**
 * Callers who send revocations and never read the answers, for every door to pass on every server: over HTTP/1.1 with
 * calls in a row on each connection and a small receive buffer, over HTTP/2 with a window of zero.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class NonReadersSuite {
    /** How a caller speaks. */
    enum Protocol { HTTP_1, HTTP_2 }

    private static final String ENDPOINT = "/oauth/revoke-token";
    private static final String FORM = "Content-Type: application/x-www-form-urlencoded\r\n";
    private static final String CALL =
            "POST " + ENDPOINT + " HTTP/1.1\r\nHost: localhost\r\n" + FORM + "Content-Length: 7\r\n\r\ntoken=x";
    private static final int CLIENTS = 40;
    /** More than the answers that fit between server and client. */
    private static final int CALLS_PER_CONNECTION = 200;
    private static final int STREAMS = 3;
    private static final Duration DROPPED = Duration.ofSeconds(60);
    /** So many looks in a row, each a millisecond after the last. */
    private static final int LOOKS = 300;

    private final RedisServer redis = RedisServer.launch();
    private final Map<Kind, TokenRevocation> instances = new EnumMap<>(Kind.class);
    private final Map<Kind, AbusedHost> hosts = new EnumMap<>(Kind.class);

    /** The door as a servlet for all paths; where it keeps a deadline of its own, one of a second or so. */
    protected abstract Servlet door(TokenRevocation instance);

    /** The threads of the server: few, unless the door leaves writing to them. */
    protected int threads() {
        return 12;
    }

    /** Whether the door learns that an answer is not taken: not if it leaves writing to the container. */
    protected boolean isUntakenSeen(Kind kind) {
        return true;
    }

    @BeforeAll
    void start() {
        for (Kind kind : Kind.values()) {
            instances.put(kind, TokenRevocation.open(kind.name(), settings().build()));
            hosts.put(kind, kind.start(door(instances.get(kind)), threads()));
        }
        instances.values().forEach(Await::untilUp);
    }

    private Settings.Builder settings() {
        return Settings.builder().set("redis-url", redis.url()).set("effect-bound", "5ms").set("redis-timeout", "5s")
                .set("body-timeout", "1s").set("founding-window", "500ms").set("serve-endpoint", "true");
    }

    @AfterAll
    void stop() {
        hosts.values().forEach(AbusedHost::close);
        instances.values().forEach(TokenRevocation::close);
        redis.close();
    }

    private static long gauge(TokenRevocation instance, String name) {
        return instance.health().counters().get(name);
    }

    private static void awaitUndelivered(TokenRevocation instance, int count) {
        Await.until(count + " answers are not taken", () -> gauge(instance, "endpoint.undelivered") == count);
    }

    private static void awaitNoneInFlight(TokenRevocation instance) {
        Await.until("no call is in flight", () -> gauge(instance, "endpoint.in-flight") == 0);
        assertEquals(0, gauge(instance, "endpoint.undelivered"));
    }

    private static Answer revoke(int port) {
        return RawHttp.send(port, "POST", ENDPOINT, FORM, "token=x".getBytes(StandardCharsets.US_ASCII));
    }

    private static AutoCloseable nonReader(Protocol protocol, int port, int streams) {
        if (protocol == Protocol.HTTP_1) {
            return RawHttp.withSmallReceiveBuffer(port).write(CALL.repeat(CALLS_PER_CONNECTION));
        }
        Http2 client = new Http2(port, 0);
        for (int i = 0; i < streams; i++) {
            client.post(ENDPOINT, "token=x");
        }
        return client;
    }

    private static List<AutoCloseable> nonReaders(Protocol protocol, int port) {
        List<AutoCloseable> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(nonReader(protocol, port, STREAMS));
        }
        return clients;
    }

    private static void close(List<AutoCloseable> clients) throws Exception {
        for (AutoCloseable client : clients) {
            client.close();
        }
    }

    private static int undelivered(Protocol protocol) {
        return protocol == Protocol.HTTP_1 ? CLIENTS : CLIENTS * STREAMS;
    }

    private void awaitUntaken(Kind kind, int count) {
        TokenRevocation instance = instances.get(kind);
        if (isUntakenSeen(kind)) {
            awaitUndelivered(instance, count);
        } else {
            AtomicLong last = new AtomicLong();
            AtomicInteger looks = new AtomicInteger();
            Await.until("nothing goes on any more", () -> {
                long revoked = gauge(instance, "revocations");
                looks.set(revoked == last.getAndSet(revoked) ? looks.get() + 1 : 0);
                return revoked >= CLIENTS && looks.get() > LOOKS;
            });
        }
    }

    @ParameterizedTest
    @CsvSource({"JETTY,HTTP_1", "JETTY,HTTP_2", "TOMCAT,HTTP_1", "TOMCAT,HTTP_2"})
    void revoke_whileFortyClientsDoNotRead_othersAreAnswered200(Kind kind, Protocol protocol) throws Exception {
        TokenRevocation instance = instances.get(kind);
        int port = hosts.get(kind).port();
        awaitNoneInFlight(instance);
        List<AutoCloseable> clients = nonReaders(protocol, port);
        try {
            awaitUntaken(kind, undelivered(protocol));
            for (int i = 0; i < 3; i++) {
                assertEquals(EndpointCases.REVOKED, revoke(port));
            }
            try (Http2 other = new Http2(port, Http2.DEFAULT_WINDOW)) {
                other.post(ENDPOINT, "token=x");
                assertEquals(new Http2.Answer(200, EndpointCases.REVOKED.body()), other.read());
            }
            if (isUntakenSeen(kind)) {
                Await.until("the others were not answered because these had been dropped",
                        () -> gauge(instance, "endpoint.undelivered") == undelivered(protocol));
            }
        } finally {
            close(clients);
        }
        awaitNoneInFlight(instance);
    }

    /** The door's deadline, or the container's: each client is still there, and none is waited for. */
    @Test
    void clients_neverRead_areDroppedAndNoCallStaysInFlight() throws Exception {
        List<AutoCloseable> clients = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            awaitNoneInFlight(instances.get(kind));
            for (Protocol protocol : Protocol.values()) {
                clients.addAll(nonReaders(protocol, hosts.get(kind).port()));
            }
        }
        try {
            for (Kind kind : Kind.values()) {
                Await.until("answers lie untaken", () -> !isUntakenSeen(kind)
                        || gauge(instances.get(kind), "endpoint.undelivered") > 0);
            }
            for (Kind kind : Kind.values()) {
                Await.until("no call is in flight", DROPPED, () -> gauge(instances.get(kind), "endpoint.in-flight") == 0);
                assertEquals(EndpointCases.REVOKED, revoke(hosts.get(kind).port()));
            }
        } finally {
            close(clients);
        }
    }

    private Stream<Kind> kindsThatSee() {
        return Stream.of(Kind.values()).filter(this::isUntakenSeen);
    }

    /** Half the bound for those who do not read; further callers get what needs no window, and so leave room. */
    @ParameterizedTest
    @MethodSource("kindsThatSee")
    void revoke_moreUntakenAnswersThanHalfTheBound_answeredWithoutBody(Kind kind) throws Exception {
        try (TokenRevocation instance = TokenRevocation.open("half", settings().set("max-in-flight", "8").build());
                AbusedHost host = kind.start(door(instance), threads())) {
            Await.untilUp(instance);
            try (AutoCloseable fillers = nonReader(Protocol.HTTP_2, host.port(), 4)) {
                awaitUndelivered(instance, 4);
                for (int i = 0; i < 3; i++) {
                    assertEquals(new Answer(200, Map.of("cache-control", "no-store", "content-length", "0"), ""),
                            revoke(host.port()), fillers.toString());
                }
                try (Http2 narrow = new Http2(host.port(), 0)) {
                    narrow.post(ENDPOINT, "token=x");
                    assertEquals(new Http2.Answer(200, ""), narrow.read());
                }
            }
            awaitNoneInFlight(instance);
            assertEquals(EndpointCases.REVOKED, revoke(host.port()));
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void revoke_moreInFlightThanTheBound_refusedAtOnceAndNothingHangs(Kind kind) throws Exception {
        try (RedisClient jedis = redis.client()) {
            FoundedFleet.write(jedis, "full:{token}", 10_000);
        }
        TokenRevocation instance = TokenRevocation.open("full", settings().set("max-in-flight", "8")
                        .set("session-key-access", "full:{token}").build());
        try (AbusedHost host = kind.start(door(instance), threads())) {
            Await.untilUp(instance);
            List<RawHttp> waiting = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                waiting.add(new RawHttp(host.port()).write(CALL));
            }
            Await.until("eight are in flight", () -> gauge(instance, "endpoint.in-flight") == 8);
            for (int i = 0; i < 20; i++) {
                Answer refused = revoke(host.port());
                assertEquals(503, refused.status());
                assertEquals("1", refused.headers().get("retry-after"));
                assertEquals("", refused.body());
            }
            assertEquals(20, gauge(instance, "endpoint.overloaded"));
            instance.close();
            waiting.forEach(call -> assertEquals(503, call.read().status()));
            waiting.forEach(RawHttp::close);
            awaitNoneInFlight(instance);
        } finally {
            instance.close();
        }
    }
}
