package org.tokenrevocation.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tokenrevocation.testing.RedisServer;

/** Who may use the page: its own script in a browser on this machine, and nobody else. */
class PageIT {
    private static Sample sample;
    private static URI node;

    private final Caller caller = new Caller();

    @BeforeAll
    static void launch() {
        sample = Sample.launch(1);
        node = sample.nodes().get(0);
    }

    @AfterAll
    static void close() {
        sample.close();
    }

    @Test
    void files_asked_onlyThePagesOwnWithStrictPolicy() {
        for (String path : new String[] {"", "page/page.js", "page/page.css", "page/icon.svg"}) {
            HttpResponse<String> answer = caller.get(node, path);
            assertEquals(200, answer.statusCode());
            assertTrue(answer.headers().firstValue("Content-Security-Policy").orElseThrow()
                    .startsWith("default-src 'none'; script-src 'self'"));
            assertTrue(answer.headers().firstValue("ETag").isPresent());
        }
        for (String path : new String[] {"page", "page/", "page/Page.class", "page/%2e%2e/health", "index.html"}) {
            assertTrue(caller.get(node, path).statusCode() >= 400, path);
        }
    }

    @Test
    void action_foreignOriginOrNoHeader_forbidden() {
        String own = origin(node);
        assertEquals(200, act("log-in", "Origin", own, "X-Sample-Page", "1").statusCode());
        assertEquals(403, act("plug/pull", "Origin", own).statusCode());
        assertEquals(403, act("plug/pull", "X-Sample-Page", "1").statusCode());
        assertEquals(403, act("plug/pull", "Origin", "http://evil.example", "X-Sample-Page", "1").statusCode());
        assertEquals(403, act("plug/pull", "Origin", "null", "X-Sample-Page", "1").statusCode());
        assertEquals(200, caller.get(node, "health").statusCode());
    }

    /** DNS rebinding: a foreign name that points to this machine, so that the foreign page is of the same origin. */
    @Test
    void page_foreignHost_forbidden() throws IOException {
        assertForeignHostForbidden(node);
        assertTrue(statusLine(node, "GET / HTTP/1.1", "Host: localhost:" + node.getPort()).contains(" 200 "));
    }

    @Test
    void controls_foreignRedis_forbiddenAndTheHostIsCheckedAllTheSame() throws IOException {
        try (RedisServer redis = RedisServer.launch();
                Sample other = Sample.launch(1, "--redis-url", redis.url())) {
            URI address = other.nodes().get(0);
            for (String control : new String[] {"plug/pull", "plug/put-back", "load/add", "load/remove", "node/stop", "node/start"}) {
                HttpResponse<String> answer = act(address, control, "Origin", origin(address), "X-Sample-Page", "1");
                assertEquals(403, answer.statusCode(), control);
                assertTrue(answer.body().contains("Only with the embedded Redis"), answer::body);
            }
            assertForeignHostForbidden(address);
        }
    }

    private static void assertForeignHostForbidden(URI address) throws IOException {
        String host = "evil.example:" + address.getPort();
        for (String path : new String[] {"/", "/page/events", "/page/page.js"}) {
            assertTrue(statusLine(address, "GET " + path + " HTTP/1.1", "Host: " + host).contains(" 403 "), path);
        }
        for (String action : new String[] {"plug/pull", "log-in", "log-out-everywhere"}) {
            assertTrue(statusLine(address, "POST /page/actions/" + action + " HTTP/1.1", "Host: " + host,
                    "Origin: http://" + host, "X-Sample-Page: 1", "Content-Length: 0").contains(" 403 "), action);
        }
    }

    private static String statusLine(URI address, String... lines) throws IOException {
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.getOutputStream().write((String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(64), StandardCharsets.US_ASCII);
        }
    }

    private static String origin(URI address) {
        return address.toString().substring(0, address.toString().length() - 1);
    }

    private HttpResponse<String> act(String action, String... headers) {
        return act(node, action, headers);
    }

    private HttpResponse<String> act(URI address, String action, String... headers) {
        return caller.send(Caller.request(address, "page/actions/" + action).headers(headers)
                .POST(Caller.body("{\"user\":\"alice\",\"password\":\"alice\",\"device\":\"laptop\"}")));
    }
}
