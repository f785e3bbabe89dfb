package org.tokenrevocation.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.ee10.websocket.server.config.JettyWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tokenrevocation.Settings;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.testing.Await;
import org.tokenrevocation.testing.RedisServer;
import redis.clients.jedis.RedisClient;

/** The documents' examples for tokens in forms and WebSocket messages. */
class ElsewhereIT {
    private final RedisServer redis = RedisServer.launch();
    private final Server server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    private TokenRevocation revocation;

    @BeforeEach
    void start() throws Exception {
        try (RedisClient jedis = redis.client()) {
            jedis.set("session:access:live", "alice");
        }
        revocation = TokenRevocation.open("elsewhere", Settings.builder().set("redis-url", redis.url())
                .set("redis-timeout", "5s").set("founding-window", "500ms").build());
        Await.untilUp(revocation);
        ServletContextHandler handler = new ServletContextHandler("/");
        handler.addServlet(new ServletHolder(new Elsewhere.FormServlet(revocation)), "/form");
        JettyWebSocketServletContainerInitializer.configure(handler, (context, container) ->
                container.addMapping("/chat", (request, response) -> new Elsewhere.Chat(revocation)));
        server.setHandler(handler);
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
        revocation.close();
        redis.close();
    }

    private int port() {
        return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    }

    private int post(String token) {
        return Http.send(port(), "POST", "/form", "access_token=" + token,
                "Content-Type: application/x-www-form-urlencoded").status();
    }

    @Test
    void form_eachVerdict_itsStatus() {
        assertEquals(200, post("live"));
        assertEquals(401, post("dead"));
        assertEquals(401, post("a%22b"));
        revocation.revoke("live");
        assertEquals(401, post("live"));
        redis.kill();
        Await.until("no lease is left", () -> post("other") == 503);
    }

    @Test
    void form_userLoggedOutEverywhere_401() {
        assertEquals(200, post("live"));
        Elsewhere.LogOut logOut = new Elsewhere.LogOut(revocation, Map.of("alice", List.of("live")));
        assertThrows(UnsupportedOperationException.class, () -> logOut.byCutoff("alice"), "sessions mode has no claims");
        logOut.bySessions("alice");
        assertEquals(401, post("live"));
    }

    @Test
    void socket_tokenRevokedBetweenTwoMessages_closedAtTheSecond() throws Exception {
        Ear ear = new Ear();
        WebSocket socket = HttpClient.newHttpClient().newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + port() + "/chat"), ear).join();
        socket.sendText("live", true).join();
        assertEquals("heard", ear.next());
        revocation.revoke("live");
        socket.sendText("more", true).join();
        assertEquals("closed 1008", ear.next());
    }

    /** What the client hears. */
    private static final class Ear implements WebSocket.Listener {
        private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

        String next() throws InterruptedException {
            return heard.poll(20, TimeUnit.SECONDS);
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean isLast) {
            heard.add(text.toString());
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            heard.add("closed " + status);
            return null;
        }
    }
}
