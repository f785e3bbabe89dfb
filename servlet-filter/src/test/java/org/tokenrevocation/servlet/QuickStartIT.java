package org.tokenrevocation.servlet;

import jakarta.servlet.DispatcherType;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.Test;
import org.tokenrevocation.Settings;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.testing.Await;
import org.tokenrevocation.testing.QuickStart;
import org.tokenrevocation.testing.RedisServer;

/** The README's quick start on embedded Jetty. In a WAR: {@link DropInScenario}; on Spring Boot: SpringBootPropertiesIT. */
class QuickStartIT {
    @Test
    void embedded_asInTheReadme_refusesWhatWasRevoked() throws Exception {
        Server server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        ServletContextHandler handler = new ServletContextHandler("/");
        try (RedisServer redis = RedisServer.launch(); TokenRevocation revocation = guard(handler, redis.url())) {
            handler.addServlet(new ServletHolder(HostServlets.Echo.class), "/");
            server.setHandler(handler);
            server.start();
            Await.untilUp(revocation);
            QuickStart.follow("http://127.0.0.1:" + ((ServerConnector) server.getConnectors()[0]).getLocalPort() + "/", redis);
            server.stop();
        }
    }

    private static TokenRevocation guard(ServletContextHandler handler, String redisUrl) {
        TokenRevocation revocation = TokenRevocation.open("orders", Settings.builder()
                .set("redis-url", redisUrl).set("serve-endpoint", "true").build());
        FilterHolder filter = new FilterHolder(new TokenRevocationFilter(revocation));
        filter.setAsyncSupported(true);
        handler.addFilter(filter, "/*", EnumSet.allOf(DispatcherType.class)); // before any other filter
        return revocation;
    }
}
