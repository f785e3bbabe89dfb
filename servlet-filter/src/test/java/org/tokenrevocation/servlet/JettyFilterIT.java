package org.tokenrevocation.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.servlet.DispatcherType;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.Test;
import org.tokenrevocation.Settings;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.Verdict;

/** The scenario on embedded Jetty. */
class JettyFilterIT extends FilterScenario {
    @Override
    Host start(HostSpec spec) throws Exception {
        return JettyHost.start(spec);
    }

    @Test
    void filter_registeredByTheHostWithAnInstance_guardsWithThatInstance() throws Exception {
        Settings settings = Settings.builder().set("redis-url", redis.url()).set("exclude", "/public")
                .set("redis-timeout", "5s").set("founding-window", "500ms").build();
        try (TokenRevocation mine = TokenRevocation.open("mine", settings)) {
            Server server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            ServletContextHandler handler = new ServletContextHandler("/");
            handler.addServlet(HostServlets.Echo.class, "/");
            handler.addFilter(new FilterHolder(new TokenRevocationFilter(mine)), "/*",
                    EnumSet.allOf(DispatcherType.class));
            server.setHandler(handler);
            server.start();
            int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
            assertEquals(401, Http.get(port, "/api", "Authorization: Bearer dead").status());
            assertEquals(200, Http.get(port, "/api", "Authorization: Bearer live").status());
            assertEquals(200, Http.get(port, "/public", "Authorization: Bearer dead").status());
            server.stop();
            assertEquals(Verdict.LIVE, mine.verdict("live"));
        }
    }
}
