package org.tokenrevocation.testing;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.util.EnumSet;
import java.util.function.Consumer;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** An embedded Jetty on a free loopback port, with the kind of filter in front that existing hosts have. */
public final class JettyHost implements AutoCloseable {
    /** What stands in front of the door. */
    public enum Chain {
        /** Nothing: the chain is asynchronous. */
        ASYNC,
        /** A host filter without async-supported, the normal case in an existing web application. */
        BLOCKING,
        /** A host filter that has parsed, and so consumed, a form body. */
        CONSUMING
    }

    private static final long IDLE_MILLIS = 3_000;

    /** Few, so that a test can tell whether a door holds threads while it waits. */
    private static final int THREADS = 12;

    private final Server server = new Server(new QueuedThreadPool(THREADS));
    private final ServerConnector connector = new ServerConnector(server);

    /**
     * Starts one.
     *
     * @param install adds the door to the context
     */
    public JettyHost(Chain chain, Consumer<ServletContextHandler> install) {
        connector.setHost("127.0.0.1");
        connector.setIdleTimeout(IDLE_MILLIS);
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        context.setContextPath("/");
        if (chain != Chain.ASYNC) {
            FilterHolder filter = new FilterHolder(new HostFilter(chain));
            filter.setAsyncSupported(chain != Chain.BLOCKING);
            context.addFilter(filter, "/*", EnumSet.of(DispatcherType.REQUEST));
        }
        install.accept(context);
        server.setHandler(context);
        try {
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException("Jetty did not start", e);
        }
    }

    /** The port. */
    public int port() {
        return connector.getLocalPort();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("Jetty did not stop", e);
        }
    }

    private record HostFilter(Chain kind) implements Filter {
        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            if (kind == Chain.CONSUMING) {
                request.getParameter("host-parameter");
            }
            chain.doFilter(kind == Chain.BLOCKING ? new Blocking((HttpServletRequest) request) : request, response);
        }
    }

    /** Refuses as the specification says and Tomcat does; Jetty starts asynchrony all the same. */
    private static final class Blocking extends HttpServletRequestWrapper {
        Blocking(HttpServletRequest request) {
            super(request);
        }

        @Override
        public AsyncContext startAsync() {
            throw new IllegalStateException("a filter of the chain does not support asynchrony");
        }

        @Override
        public AsyncContext startAsync(ServletRequest request, ServletResponse response) {
            return startAsync();
        }
    }
}
