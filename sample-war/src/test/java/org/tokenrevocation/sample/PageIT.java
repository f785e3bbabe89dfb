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
        String own = node.toString().substring(0, node.toString().length() - 1);
        assertEquals(200, act("log-in", "Origin", own, "X-Sample-Page", "1").statusCode());
        assertEquals(403, act("plug/pull", "Origin", own).statusCode());
        assertEquals(403, act("plug/pull", "X-Sample-Page", "1").statusCode());
        assertEquals(403, act("plug/pull", "Origin", "http://evil.example", "X-Sample-Page", "1").statusCode());
        assertEquals(403, act("plug/pull", "Origin", "null", "X-Sample-Page", "1").statusCode());
        assertEquals(200, caller.get(node, "health").statusCode());
    }

    /** DNS rebinding: a foreign name that points to this machine. */
    @Test
    void look_foreignHost_forbidden() throws IOException {
        for (String path : new String[] {"/", "/page/events", "/page/page.js"}) {
            assertTrue(statusLine(path, "evil.example:" + node.getPort()).contains(" 403 "), path);
        }
        assertTrue(statusLine("/", "localhost:" + node.getPort()).contains(" 200 "));
    }

    private static String statusLine(String path, String host) throws IOException {
        try (Socket socket = new Socket(node.getHost(), node.getPort())) {
            socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: " + host
                    + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(64), StandardCharsets.US_ASCII);
        }
    }

    private HttpResponse<String> act(String action, String... headers) {
        return caller.send(Caller.request(node, "page/actions/" + action).headers(headers)
                .POST(Caller.body("{\"user\":\"alice\",\"password\":\"alice\",\"device\":\"laptop\"}")));
    }
}
