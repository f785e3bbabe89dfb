package org.tokenrevocation.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.tokenrevocation.Settings;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.testing.Await;
import org.tokenrevocation.testing.RawHttp;
import org.tokenrevocation.testing.RedisServer;
import redis.clients.jedis.RedisClient;

/**
 * Bodies meant to hurt, over real HTTP: each is refused after at most 64 KiB of it, the heap stays where it was, and a
 * good call works afterwards. EndpointBodySuite has the slow ones.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AbuseIT {
    private static final String HEAD = "POST /oauth/revoke-token HTTP/1.1\r\nHost: localhost\r\n";
    private static final String JSON = HEAD + "Content-Type: application/json\r\n";
    private static final String CHUNKED = "Transfer-Encoding: chunked\r\n\r\n";
    private static final int HUNDRED_MEGABYTES = 100_000_000;
    /** Less than a hundred bodies of 64 KiB, so that keeping them would show. */
    private static final long FLAT_BYTES = 4L << 20;

    private final RedisServer redis = RedisServer.launch();
    private final RedisClient jedis = redis.client();
    private TokenRevocation revocation;
    private org.tokenrevocation.testing.JettyHost host;

    @BeforeAll
    void start() {
        revocation = TokenRevocation.open("abused", Settings.builder().set("redis-url", redis.url())
                .set("effect-bound", "5ms").set("redis-timeout", "5s").set("body-timeout", "500ms").build());
        host = new org.tokenrevocation.testing.JettyHost(
                org.tokenrevocation.testing.JettyHost.Chain.ASYNC, context -> {
                    ServletHolder holder = new ServletHolder(new RevocationServlet(revocation));
                    holder.setAsyncSupported(true);
                    context.addServlet(holder, "/oauth/revoke-token");
                });
        Await.untilUp(revocation);
    }

    @AfterAll
    void stop() {
        host.close();
        revocation.close();
        jedis.close();
        redis.close();
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

    /** Attacks a hundred times, and measures. */
    private void assertFlat(String what, Runnable attack) {
        attack.run();
        long before = usedHeap();
        for (int i = 0; i < 100; i++) {
            attack.run();
        }
        long after = usedHeap();
        System.getLogger("org.tokenrevocation.fuzz").log(System.Logger.Level.INFO,
                "{0}: used heap {1} kB before, {2} kB after", what, Long.toString(before >> 10), Long.toString(after >> 10));
        assertTrue(after - before < FLAT_BYTES, what + " grew the heap from " + before + " to " + after);
        jedis.set("session:access:good", "alice");
        assertEquals(200, send(JSON, "{\"token\":\"good\",\"token_type\":\"access\"}").status());
    }

    private RawHttp.Answer send(String head, String body) {
        try (RawHttp http = new RawHttp(host.port())) {
            http.write(head + "Content-Length: " + body.length() + "\r\n\r\n");
            return http.write(body).read();
        }
    }

    /** Writes the same chunk until an answer comes or the server hangs up; tells the status and the bytes written. */
    private long[] flood(String start, String chunk) {
        byte[] bytes = (Integer.toHexString(chunk.length()) + "\r\n" + chunk + "\r\n").getBytes(StandardCharsets.US_ASCII);
        long written = 0;
        try (RawHttp http = new RawHttp(host.port())) {
            http.write(start);
            try {
                while (!http.hasAnswer() && written < HUNDRED_MEGABYTES) {
                    http.write(bytes);
                    written += bytes.length;
                }
            } catch (UncheckedIOException e) {
                // Cut off while we were still writing: the answer may be there all the same.
                written += bytes.length;
            }
            return new long[] {http.read().status(), written};
        } catch (UncheckedIOException e) {
            return new long[] {0, written};
        }
    }

    private void assertStopped(long[] answer) {
        assertTrue(answer[0] == 413 || answer[0] == 0, "status " + answer[0]);
        assertTrue(answer[1] < HUNDRED_MEGABYTES, "bytes taken: " + answer[1]);
    }

    @Test
    void body_withoutEnd_cutOffAndHeapFlat() {
        assertFlat("a body without end", () -> assertStopped(flood(JSON + CHUNKED, " ".repeat(8192))));
    }

    @Test
    void body_millionMembers_cutOffAndHeapFlat() {
        StringBuilder members = new StringBuilder();
        for (int i = 0; members.length() < 8_000; i++) {
            members.append("\"m").append(i).append("\":0,");
        }
        assertFlat("a million members", () -> assertStopped(flood(
                JSON + CHUNKED + "1\r\n{\r\n", members.toString())));
        StringBuilder fitting = new StringBuilder("{");
        for (int i = 0; fitting.length() < 60_000; i++) {
            fitting.append("\"").append(Integer.toString(i, 36)).append("\":0,");
        }
        String most = fitting + "\"token\":\"none\",\"token_type\":\"access\"}";
        assertFlat("as many members as fit", () -> assertEquals(200, send(JSON, most).status()));
    }

    @Test
    void body_hundredMegabytesAnnounced_413BeforeAnyOfIt() {
        assertFlat("100 MB announced", () -> {
            try (RawHttp http = new RawHttp(host.port())) {
                http.write(JSON + "Content-Length: " + HUNDRED_MEGABYTES + "\r\n\r\n" + " ".repeat(1_000));
                assertEquals(413, http.read().status());
            }
        });
    }

    @Test
    void body_gzipBomb_415Undecoded() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
            byte[] blanks = new byte[1 << 20];
            for (int i = 0; i < 40; i++) {
                gzip.write(blanks);
            }
        }
        String text = bomb.toString(StandardCharsets.ISO_8859_1);
        assertFlat("a gzip bomb", () -> assertEquals(415, send(JSON + "Content-Encoding: gzip\r\n", text).status()));
    }

    @Test
    void body_deepOrDoubled_400AndHeapFlat() {
        assertFlat("deep nesting", () -> {
            assertEquals(400, send(JSON, "[".repeat(65_000)).status());
            assertEquals(400, send(JSON, "{\"a\":".repeat(13_000)).status());
            assertEquals(400, send(JSON, "{\"token\":\"a\",\"token\":\"b\",\"token_type\":\"access\"}").status());
            assertEquals(400, send(JSON, "{\"x\":1,\"x\":1,\"token\":\"a\",\"token_type\":\"access\"}").status());
        });
        assertFlat("a form of separators", () -> assertEquals(400,
                send(HEAD + "Content-Type: application/x-www-form-urlencoded\r\n", "&".repeat(65_000)).status()));
    }

    @Test
    void body_endsHalfWay_400EachAndHeapFlat() {
        assertFlat("bodies cut short", () -> {
            List<RawHttp> callers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                callers.add(new RawHttp(host.port()).write(JSON + "Content-Length: 60000\r\n\r\n" + " ".repeat(50_000)));
            }
            callers.forEach(caller -> assertEquals(400, caller.endOutput().read().status()));
            callers.forEach(RawHttp::close);
        });
    }
}
