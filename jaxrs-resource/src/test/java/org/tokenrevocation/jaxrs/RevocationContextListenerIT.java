package org.tokenrevocation.jaxrs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.ServletContext;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Filter;
import java.util.logging.Logger;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.Verdict;
import org.tokenrevocation.spi.SharedInstance;
import org.tokenrevocation.testing.Await;
import org.tokenrevocation.testing.JettyHost;
import org.tokenrevocation.testing.JettyHost.Chain;
import org.tokenrevocation.testing.RawHttp;
import org.tokenrevocation.testing.RedisServer;

/** The resource listed as a class: who opens the application's instance, and who closes it. */
class RevocationContextListenerIT {
    private final RedisServer redis = RedisServer.launch();
    private ServletContextHandler context;

    @AfterEach
    void close() {
        redis.close();
    }

    private JettyHost host(boolean hasListener, String redisUrl) {
        return new JettyHost(Chain.ASYNC, handler -> {
            context = handler;
            handler.setInitParameter("revocation.redis-url", redisUrl);
            handler.setInitParameter("host.own", "x");
            if (hasListener) {
                handler.addEventListener(new RevocationContextListener());
            }
            JerseyHost.install(handler, RevokeTokenResource.class);
        });
    }

    private int post(JettyHost host) {
        return RawHttp.send(host.port(), "POST", "/oauth/revoke-token", "Content-Type: application/json\r\n",
                "{\"token\":\"t1\",\"token_type\":\"access\"}".getBytes(StandardCharsets.UTF_8)).status();
    }

    private Object attribute() {
        return context.getServletContext().getAttribute(TokenRevocation.CONTEXT_ATTRIBUTE);
    }

    @Test
    void application_withListener_instanceOpenedAtStartAndClosedAtEnd() {
        TokenRevocation instance;
        try (JettyHost host = host(true, redis.url())) {
            instance = assertInstanceOf(TokenRevocation.class, attribute());
            Await.until("the endpoint answers", () -> post(host) == 200);
        }
        assertEquals(Verdict.UNDECIDED, instance.verdict("t1"), "it is closed");
    }

    @Test
    void application_withoutListener_instanceOpenedByTheFirstCall() {
        try (JettyHost host = host(false, redis.url())) {
            assertEquals(null, attribute());
            Await.until("the endpoint answers", () -> post(host) == 200);
            Object first = attribute();
            assertEquals(200, post(host));
            assertTrue(first == attribute(), "the second call found it");
            assertInstanceOf(TokenRevocation.class, first);
            ((TokenRevocation) first).close();
        }
    }

    @Test
    void application_withListenerAndAnotherDoor_instanceStaysUntilBothLetGo() {
        SharedInstance other;
        try (JettyHost host = host(true, redis.url())) {
            ServletContext attributes = context.getServletContext();
            other = SharedInstance.join("other", Map.of(), attributes::getAttribute, attributes::setAttribute);
            Await.until("the endpoint answers", () -> post(host) == 200);
        }
        assertNotEquals(Verdict.UNDECIDED, other.instance().verdict("t1"));
        other.close();
        assertEquals(Verdict.UNDECIDED, other.instance().verdict("t1"), "it is closed");
    }

    @Test
    void application_withoutGuard_oneWarningOfAllItsCalls() {
        List<String> warnings = new CopyOnWriteArrayList<>();
        Filter listener = line -> !line.getMessage().contains("guards this application") || warnings.add(line.getMessage());
        Logger logger = Logger.getLogger("org.tokenrevocation");
        logger.setFilter(listener);
        try (JettyHost host = host(true, redis.url())) {
            Await.until("the endpoint answers", () -> post(host) == 200);
            assertEquals(200, post(host));
        } finally {
            logger.setFilter(null);
        }
        assertEquals(1, warnings.size());
    }

    @Test
    void application_badSetting_doesNotStart() {
        assertThrows(IllegalStateException.class, () -> host(true, "http://nowhere"));
    }

    @Test
    void fragment_inTheJar_namesTheListener() throws Exception {
        try (InputStream fragment = RevocationContextListener.class.getResourceAsStream("/META-INF/web-fragment.xml")) {
            assertNotNull(fragment);
            String xml = new String(fragment.readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(xml.contains("<listener-class>" + RevocationContextListener.class.getName() + "<"), xml);
            assertFalse(xml.contains("version=\"6"), xml);
        }
    }
}
