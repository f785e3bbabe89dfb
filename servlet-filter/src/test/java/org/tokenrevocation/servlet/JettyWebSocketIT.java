package org.tokenrevocation.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketServerContainer;
import org.eclipse.jetty.ee10.websocket.server.config.JettyWebSocketServletContainerInitializer;
import org.eclipse.jetty.ee10.websocket.servlet.WebSocketUpgradeFilter;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.websocket.api.annotations.OnWebSocketMessage;
import org.eclipse.jetty.websocket.api.annotations.WebSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tokenrevocation.Settings;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.testing.RedisServer;
import redis.clients.jedis.RedisClient;

/** Handshakes on embedded Jetty, whose upgrade filter goes in front of all filters that are there before it. */
class JettyWebSocketIT {
    private static final String[] HANDSHAKE = {"Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="};

    private static RedisServer redis;
    private static TokenRevocation revocation;

    private final Server server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    private final ServletContextHandler handler = new ServletContextHandler("/");

    @BeforeAll
    static void open() {
        redis = RedisServer.launch();
        try (RedisClient jedis = redis.client()) {
            jedis.set("session:access:live", "alice");
        }
        revocation = TokenRevocation.open("sockets", settings().build());
    }

    private static Settings.Builder settings() {
        return Settings.builder().set("redis-url", redis.url()).set("redis-timeout", "5s").set("founding-window", "500ms");
    }

    @AfterAll
    static void close() {
        revocation.close();
        redis.close();
    }

    @BeforeEach
    void prepare() {
        handler.addServlet(HostServlets.Echo.class, "/");
        handler.setAttribute(TokenRevocation.CONTEXT_ATTRIBUTE, revocation);
        server.setHandler(handler);
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    private void addGuard() {
        handler.addFilter(new FilterHolder(new TokenRevocationFilter(revocation)), "/*",
                EnumSet.allOf(DispatcherType.class));
    }

    /** As Jetty's own documentation does. */
    private void addEndpoint() {
        JettyWebSocketServletContainerInitializer.configure(handler, (context, container) -> add(container));
    }

    private static void add(JettyWebSocketServerContainer container) {
        container.addMapping("/socket", (request, response) -> new Socket());
    }

    private void declareUpgradeFilter() {
        FilterHolder upgrade = new FilterHolder(WebSocketUpgradeFilter.class);
        upgrade.setName(WebSocketUpgradeFilter.class.getName());
        handler.addFilter(upgrade, "/*", EnumSet.of(DispatcherType.REQUEST));
    }

    private int status(String target, String... headerLines) {
        String[] all = java.util.Arrays.copyOf(HANDSHAKE, HANDSHAKE.length + headerLines.length);
        System.arraycopy(headerLines, 0, all, HANDSHAKE.length, headerLines.length);
        return Http.get(((ServerConnector) server.getConnectors()[0]).getLocalPort(), target, all).status();
    }

    private void requireGuardedHandshakes() {
        assertEquals(101, status("/socket", "Authorization: Bearer live"));
        assertEquals(401, status("/socket", "Authorization: Bearer dead"));
        assertEquals(401, status("/socket?access_token=dead"));
        assertEquals(401, status("/socket", "Authorization: Bearer token-revocation-probe"));
        assertEquals(401, status("/socket", "Authorization: Bearer"));
    }

    @Test
    void start_upgradeFilterInFront_refusedWithTheRemedy() {
        addGuard();
        addEndpoint();
        Exception refused = assertThrows(ServletException.class, server::start);
        assertTrue(refused.getMessage().contains("WebSocketUpgradeFilter stands in front"), refused.getMessage());
        assertTrue(refused.getMessage().contains("upgrade.setName("), refused.getMessage());
    }

    @Test
    void handshake_upgradeFilterDeclaredBehind_guardedLikeAnyRequest() throws Exception {
        addGuard();
        declareUpgradeFilter();
        addEndpoint();
        server.start();
        requireGuardedHandshakes();
    }

    @Test
    void handshake_upgradeFilterDeclaredBehindAndEndpointAddedLate_guardedAllTheSame() throws Exception {
        addGuard();
        declareUpgradeFilter();
        JettyWebSocketServletContainerInitializer.configure(handler, null);
        handler.addServlet(LateEndpoint.class, "/late");
        server.start();
        assertEquals(200, status("/late"));
        requireGuardedHandshakes();
    }

    @Test
    void handshake_initializerAfterJettysOwn_guardedLikeAnyRequest() throws Exception {
        addEndpoint();
        handler.addServletContainerInitializer(new TokenRevocationInitializer());
        server.start();
        requireGuardedHandshakes();
    }

    @Test
    void call_servletHasPutTheUpgradeFilterInFront_nothingPassesAndTheLogSaysWhy() throws Exception {
        LogLines log = new LogLines();
        addGuard();
        int port = startWithEndpointOfAServlet();
        assertEquals(503, Http.get(port, "/api", "Authorization: Bearer live").status());
        assertEquals(503, Http.get(port, "/api").status());
        assertEquals(1, log.lines("every request gets 503"));
        log.close();
    }

    @Test
    void call_shadowModeBehindTheUpgradeFilter_passesAndTheLogSaysWhatWould() throws Exception {
        LogLines log = new LogLines();
        try (TokenRevocation shadow = TokenRevocation.open("shadow", settings().set("enforce", "false").build())) {
            handler.addFilter(new FilterHolder(new TokenRevocationFilter(shadow)), "/*", EnumSet.allOf(DispatcherType.class));
            int port = startWithEndpointOfAServlet();
            assertEquals(200, Http.get(port, "/late", "Authorization: Bearer dead").status());
            assertEquals(200, Http.get(port, "/late").status());
            assertEquals(1, log.lines("every request would get 503"));
        }
        log.close();
    }

    /** It is opened after the guard has started, so nobody could refuse to start. */
    private int startWithEndpointOfAServlet() throws Exception {
        JettyWebSocketServletContainerInitializer.configure(handler, null);
        ServletHolder late = new ServletHolder(LateEndpoint.class);
        late.setInitOrder(1);
        handler.addServlet(late, "/late");
        server.start();
        return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    }

    /** Adds its endpoint when it starts. */
    public static final class LateEndpoint extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        public void init() {
            add(JettyWebSocketServerContainer.getContainer(getServletContext()));
        }

        @Override
        protected void service(jakarta.servlet.http.HttpServletRequest request,
                jakarta.servlet.http.HttpServletResponse response) {
            response.setStatus(200);
        }
    }

    /** A WebSocket of the host's; the handshake is what matters. */
    @WebSocket
    public static final class Socket {
        private static final System.Logger LOG = System.getLogger(Socket.class.getName());

        /** Answers nothing. */
        @OnWebSocketMessage
        public void receive(String message) {
            LOG.log(System.Logger.Level.DEBUG, message);
        }
    }
}
