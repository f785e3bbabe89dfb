package org.tokenrevocation.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tokenrevocation.Mode;
import org.tokenrevocation.Settings;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.testing.Await;
import org.tokenrevocation.testing.JettyHost.Chain;
import org.tokenrevocation.testing.RawHttp;
import org.tokenrevocation.testing.RedisServer;
import redis.clients.jedis.RedisClient;

/**
 * What a guarded application feels while strangers abuse it: idle connections, and callers that send hostile bodies and
 * junk tokens as fast as they can. Every good call is answered; heap and latency are logged, and the heap stays flat.
 */
class AbuseLoadIT {
    private static final String ENDPOINT = "POST /oauth/revoke-token HTTP/1.1\r\nHost: localhost\r\n";
    private static final String JSON = ENDPOINT + "Content-Type: application/json\r\n";
    private static final String GUARDED = "GET /api HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ";
    /** The two ends of each lie in this process, whose file descriptors may be few. */
    private static final int CONNECTIONS = 1_500;
    private static final int ATTACKERS = 4;
    private static final int CALLS = 1_000;
    private static final long FLAT_BYTES = 8L << 20;

    private final RedisServer redis = RedisServer.launch();
    private final RedisClient jedis = redis.client();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private TokenRevocation revocation;
    private org.tokenrevocation.testing.JettyHost host;

    private void start(Mode mode) {
        Settings.Builder settings = Settings.builder().set("redis-url", redis.url()).set("redis-timeout", "5s")
                .set("founding-window", "500ms").set("effect-bound", "20ms").set("mode", mode.name().toLowerCase());
        if (mode == Mode.DENYLIST) {
            settings.set("accept-unverified", "anonymous").set("max-entries", "1000000");
        }
        revocation = TokenRevocation.open("abused", settings.build());
        host = new org.tokenrevocation.testing.JettyHost(Chain.ASYNC, context -> {
            FilterHolder filter = new FilterHolder(new TokenRevocationFilter(revocation));
            filter.setAsyncSupported(true);
            context.addFilter(filter, "/*", EnumSet.allOf(DispatcherType.class));
            ServletHolder door = new ServletHolder(new RevocationServlet(revocation));
            door.setAsyncSupported(true);
            context.addServlet(door, "/oauth/revoke-token");
            context.addServlet(new ServletHolder(new Ok()), "/api");
        });
        Await.untilUp(revocation);
    }

    @BeforeEach
    void login() {
        jedis.set("session:access:good", "alice");
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
        host.close();
        revocation.close();
        jedis.close();
        redis.close();
    }

    /** What they cost beyond this is the container's: a socket and its buffers, until its idle time-out. */
    @Test
    void connections_idleByTheThousand_goodCallsAreAnswered() {
        start(Mode.SESSIONS);
        long before = usedHeap();
        List<RawHttp> idle = new ArrayList<>();
        try {
            for (int i = 0; i < CONNECTIONS; i++) {
                RawHttp connection = new RawHttp(host.port());
                idle.add(connection);
                if (i % 2 == 0) {
                    connection.write(JSON);
                }
            }
            log("latency with " + CONNECTIONS + " idle connections", latencies(200));
            long heap = usedHeap() - before;
            log("heap for each of them, both ends: " + heap / CONNECTIONS + " bytes");
            assertEquals(200, revoke("good"));
            assertEquals(401, call("good"));
        } finally {
            idle.forEach(RawHttp::close);
        }
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void guarded_whileTheEndpointIsAbused_allAnsweredAndHeapFlat(Mode mode) throws Exception {
        start(mode);
        latencies(CALLS);
        log(mode + ": latency in peace", latencies(CALLS));
        AtomicBoolean isOver = new AtomicBoolean();
        AtomicLong attacks = new AtomicLong();
        List<Future<?>> attackers = new ArrayList<>();
        for (int i = 0; i < ATTACKERS; i++) {
            attackers.add(threads.submit(() -> attack(isOver, attacks)));
        }
        Await.until("the attack runs", () -> attacks.get() > 200);
        long before = usedHeap();
        long[] abused = latencies(CALLS);
        assertEquals(200, revoke("good"));
        assertEquals(401, call("good"));
        long after = usedHeap();
        isOver.set(true);
        for (Future<?> attacker : attackers) {
            attacker.get();
        }
        log(mode + ": latency under " + attacks + " attacks by " + ATTACKERS + " callers", abused);
        log(mode + ": used heap " + (before >> 10) + " kB early in the attack, " + (after >> 10) + " kB late");
        assertTrue(after - before < FLAT_BYTES, "the heap grew from " + before + " to " + after);
    }

    private void attack(AtomicBoolean isOver, AtomicLong attacks) {
        String blanks = "2000\r\n" + " ".repeat(8192) + "\r\n";
        String members = "{" + "\"m\":0,".repeat(10_000) + "}";
        for (int i = 0; !isOver.get(); i++) {
            try (RawHttp http = new RawHttp(host.port())) {
                switch (i % 4) {
                    case 0 -> flood(http, blanks);
                    case 1 -> http.write(JSON + "Content-Length: " + members.length() + "\r\n\r\n" + members).read();
                    case 2 -> http.write(JSON + "Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc").read();
                    default -> http.write(GUARDED + "junk" + i + ".".repeat(4_000) + "\r\n\r\n").read();
                }
            } catch (UncheckedIOException e) {
                // Cut off in the middle of a flood: nothing is owed to an attacker.
                attacks.incrementAndGet();
                continue;
            }
            attacks.incrementAndGet();
        }
    }

    private static void flood(RawHttp http, String chunk) {
        http.write(JSON + "Transfer-Encoding: chunked\r\n\r\n");
        while (!http.hasAnswer()) {
            http.write(chunk);
        }
        http.read();
    }

    /** Good calls on one connection, each answered; sorted nanoseconds. */
    private long[] latencies(int calls) {
        long[] took = new long[calls];
        try (RawHttp http = new RawHttp(host.port())) {
            for (int i = 0; i < calls; i++) {
                long start = System.nanoTime();
                assertEquals(200, http.write(GUARDED + "good\r\n\r\n").read().status());
                took[i] = System.nanoTime() - start;
            }
        }
        Arrays.sort(took);
        return took;
    }

    private int call(String token) {
        try (RawHttp http = new RawHttp(host.port())) {
            return http.write(GUARDED + token + "\r\n\r\n").read().status();
        }
    }

    private int revoke(String token) {
        String body = "{\"token\":\"" + token + "\",\"token_type\":\"access\"}";
        try (RawHttp http = new RawHttp(host.port())) {
            return http.write(JSON + "Content-Length: " + body.length() + "\r\n\r\n" + body).read().status();
        }
    }

    private static long usedHeap() {
        Runtime runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }

    private static void log(String what, long[] sorted) {
        log(what + ": p50 " + TimeUnit.NANOSECONDS.toMicros(sorted[sorted.length / 2]) + " us, p99 "
                + TimeUnit.NANOSECONDS.toMicros(sorted[sorted.length * 99 / 100]) + " us");
    }

    private static void log(String what) {
        System.getLogger("org.tokenrevocation.abuse").log(System.Logger.Level.INFO, what);
    }

    private static final class Ok extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) {
            response.setStatus(HttpServletResponse.SC_OK);
            response.setContentLength(0);
        }
    }
}
