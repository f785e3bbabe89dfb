package org.tokenrevocation.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tokenrevocation.testing.Await;
import org.tokenrevocation.testing.Http2;
import org.tokenrevocation.testing.RedisServer;

/**
 * Three thousand connections of HTTP/2, each with one revocation whose answer nobody takes, on a host with 256 MB of heap.
 * Most of it is Tomcat's: about 54 kB for a connection, 220 kB for a call in flight, which {@code max-in-flight} bounds.
 */
class SilentConnectionsIT {
    private static final int CONNECTIONS = 3_000;
    private static final int LOOKS = 3;
    private static final String ENDPOINT = "/oauth/revoke-token";

    @Test
    void revoke_threeThousandSilentConnectionsOnASmallHeap_othersAreAnswered200() throws Exception {
        List<Http2> silent = new ArrayList<>();
        try (RedisServer redis = RedisServer.launch()) {
            Process host = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
                    "-XX:+ExitOnOutOfMemoryError", "-cp",
                    System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                    SilentHost.class.getName(), redis.url()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            try (BufferedReader said = host.inputReader(StandardCharsets.US_ASCII); OutputStream ask = host.getOutputStream()) {
                int port = Integer.parseInt(said.readLine());
                Await.until("the host revokes", () -> status(port) == 200);
                for (int i = 0; i < CONNECTIONS; i++) {
                    Http2 connection = new Http2(port, 0);
                    connection.post(ENDPOINT, "token=x");
                    silent.add(connection);
                }
                for (int i = 0; i < LOOKS; i++) {
                    assertEquals(200, status(port));
                    log(ask, said);
                }
                assertTrue(host.isAlive(), "the host ran out of memory");
            } finally {
                host.destroyForcibly().waitFor();
            }
        } finally {
            silent.forEach(Http2::close);
        }
    }

    private static void log(OutputStream ask, BufferedReader said) throws IOException {
        ask.write('\n');
        ask.flush();
        System.getLogger("org.tokenrevocation.test").log(System.Logger.Level.INFO,
                "bytes of heap in use after a collection, and answers not taken: {0}", said.readLine());
    }

    private static int status(int port) {
        try (Http2 other = new Http2(port, Http2.DEFAULT_WINDOW)) {
            other.post(ENDPOINT, "token=y");
            return other.read().status();
        }
    }
}
