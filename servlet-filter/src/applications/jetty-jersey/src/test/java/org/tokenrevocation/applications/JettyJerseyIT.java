package org.tokenrevocation.applications;

import jakarta.servlet.DispatcherType;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.servlet.ServletContainer;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.jaxrs.RevokeTokenResource;
import org.tokenrevocation.matrix.host.Filters;
import org.tokenrevocation.servlet.TokenRevocationFilter;

/** Embedded Jetty with a plain Jersey application. */
class JettyJerseyIT extends ApplicationScenario {
    @Override
    String endpoint() {
        return "/rest/oauth/revoke-token";
    }

    @Override
    Application start(String redisUrl) throws Exception {
        TokenRevocation revocation = TokenRevocation.open(
                Application.NAME, settings(redisUrl).set("endpoint", "/rest/oauth/revoke-token").build());
        ServletContextHandler handler = new ServletContextHandler("/");

        FilterHolder guard = new FilterHolder(new TokenRevocationFilter(revocation));
        guard.setAsyncSupported(true);
        handler.addFilter(guard, "/*", EnumSet.allOf(DispatcherType.class)); // before any other filter

        ResourceConfig resources = new ResourceConfig().register(new RevokeTokenResource(revocation));
        ServletHolder rest = new ServletHolder(new ServletContainer(resources));
        rest.setAsyncSupported(true);
        handler.addServlet(rest, "/rest/*");

        addHost(handler);
        Server server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        server.setHandler(handler);
        server.start();
        return new Running(server, revocation);
    }

    private static void addHost(ServletContextHandler handler) {
        handler.addFilter(Filters.Declared.class, "/*", EnumSet.allOf(DispatcherType.class)).setAsyncSupported(true);
        Application.SERVLETS.forEach((path, type) -> {
            ServletHolder holder = new ServletHolder(type);
            holder.setAsyncSupported(true);
            handler.addServlet(holder, path);
        });
        ErrorPageErrorHandler errors = new ErrorPageErrorHandler();
        errors.addErrorPage(500, Application.ERROR_PAGE);
        handler.setErrorHandler(errors);
    }

    private record Running(Server server, TokenRevocation revocation) implements Application {
        @Override
        public int port() {
            return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
        }

        @Override
        public void stop() throws Exception {
            server.stop();
            revocation.close();
        }
    }
}
