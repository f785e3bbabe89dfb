package org.tokenrevocation.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletContext;
import java.util.EnumSet;
import java.util.Map;
import org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;
import org.tokenrevocation.TokenRevocation;

/** Embedded Jetty 12, ee10. */
final class JettyHost implements Host {
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    private final ServletContextHandler application;

    private JettyHost(HostSpec spec) throws Exception {
        connector.setHost("127.0.0.1");
        connector.getConnectionFactory(HttpConnectionFactory.class).getHttpConfiguration()
                .setRequestHeaderSize(spec.headerBytes);
        server.addConnector(connector);
        ContextHandlerCollection contexts = new ContextHandlerCollection();
        server.setHandler(contexts);
        application = application("/", spec.contextParams);
        addFilters(spec);
        if (spec.handedIn != null) {
            application.setAttribute(TokenRevocation.CONTEXT_ATTRIBUTE, spec.handedIn);
        }
        contexts.addHandler(application);
        if (!spec.otherContextParams.isEmpty()) {
            contexts.addHandler(application("/other", spec.otherContextParams));
        }
        try {
            server.start();
        } catch (Exception e) {
            server.stop();
            throw e;
        }
    }

    static Host start(HostSpec spec) throws Exception {
        return new JettyHost(spec);
    }

    private static ServletContextHandler application(String path, Map<String, String> contextParams) {
        ServletContextHandler handler = new ServletContextHandler(path);
        handler.setCrossContextDispatchSupported(true);
        contextParams.forEach(handler::setInitParameter);
        HostServlets.PATHS.forEach((pattern, servlet) -> {
            ServletHolder holder = new ServletHolder(servlet);
            holder.setAsyncSupported(true);
            handler.addServlet(holder, pattern);
        });
        ErrorPageErrorHandler errors = new ErrorPageErrorHandler();
        errors.addErrorPage(500, HostServlets.ERROR_PAGE);
        handler.setErrorHandler(errors);
        handler.addServletContainerInitializer(new TokenRevocationInitializer());
        return handler;
    }

    private void addFilters(HostSpec spec) {
        if (spec.hasCorsFilter) {
            addFilter(HostServlets.Cors.class);
        }
        if (spec.hasExplicitFilter) {
            addFilter(TokenRevocationFilter.class).setInitParameters(spec.initParams);
        }
        addFilter(HostServlets.Tracing.class);
    }

    private FilterHolder addFilter(Class<? extends Filter> type) {
        FilterHolder holder = new FilterHolder(type);
        holder.setAsyncSupported(true);
        application.addFilter(holder, "/*", EnumSet.allOf(DispatcherType.class));
        return holder;
    }

    @Override
    public int port() {
        return connector.getLocalPort();
    }

    @Override
    public ServletContext context() {
        return application.getServletContext();
    }

    @Override
    public void undeploy() {
        try {
            application.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
