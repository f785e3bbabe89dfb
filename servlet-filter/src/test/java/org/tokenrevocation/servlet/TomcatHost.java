package org.tokenrevocation.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletContext;
import jakarta.websocket.OnMessage;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.apache.tomcat.websocket.server.WsSci;
import org.tokenrevocation.TokenRevocation;

/** Embedded Tomcat 10.1. */
final class TomcatHost implements Host {
    private static final System.Logger LOG = System.getLogger(TomcatHost.class.getName());

    private final Tomcat tomcat = new Tomcat();
    private final Context application;

    private TomcatHost(HostSpec spec) throws IOException, LifecycleException {
        Path folder = Files.createTempDirectory("tomcat-test-");
        folder.toFile().deleteOnExit();
        tomcat.setBaseDir(folder.toString());
        Connector connector = new Connector();
        connector.setPort(0);
        connector.setProperty("address", "127.0.0.1");
        connector.setProperty("maxHttpRequestHeaderSize", Integer.toString(spec.headerBytes));
        tomcat.setConnector(connector);
        application = application("", spec.contextParams);
        addFilters(spec);
        if (spec.handedIn != null) {
            application.getServletContext().setAttribute(TokenRevocation.CONTEXT_ATTRIBUTE, spec.handedIn);
        }
        if (!spec.otherContextParams.isEmpty()) {
            application("/other", spec.otherContextParams);
        }
        tomcat.start();
        if (application.getState() != LifecycleState.STARTED) {
            close();
            throw new IllegalStateException("Tomcat did not deploy the application");
        }
    }

    static Host start(HostSpec spec) throws IOException, LifecycleException {
        return new TomcatHost(spec);
    }

    private Context application(String path, Map<String, String> contextParams) {
        Context context = tomcat.addContext(path, null);
        context.setCrossContext(true);
        contextParams.forEach(context::addParameter);
        HostServlets.PATHS.forEach((pattern, servlet) -> {
            Wrapper wrapper = Tomcat.addServlet(context, pattern, servlet.getName());
            wrapper.setAsyncSupported(true);
            context.addServletMapping(pattern, pattern);
        });
        ErrorPage errors = new ErrorPage();
        errors.setErrorCode(500);
        errors.setLocation(HostServlets.ERROR_PAGE);
        context.addErrorPage(errors);
        context.addServletContainerInitializer(new WsSci(), Set.of(Socket.class));
        context.addServletContainerInitializer(new TokenRevocationInitializer(), null);
        return context;
    }

    /** A WebSocket of the host's. */
    @ServerEndpoint("/socket")
    public static final class Socket {
        /** Answers nothing; the handshake is what matters. */
        @OnMessage
        public void receive(String message) {
            LOG.log(System.Logger.Level.DEBUG, message);
        }
    }

    private void addFilters(HostSpec spec) {
        if (spec.hasCorsFilter) {
            addFilter(HostServlets.Cors.class, Map.of());
        }
        if (spec.hasExplicitFilter) {
            addFilter(TokenRevocationFilter.class, spec.initParams);
        }
        addFilter(HostServlets.Tracing.class, Map.of());
    }

    private void addFilter(Class<? extends Filter> type, Map<String, String> initParams) {
        FilterDef definition = new FilterDef();
        definition.setFilterName(type.getSimpleName());
        definition.setFilterClass(type.getName());
        definition.setAsyncSupported("true");
        initParams.forEach(definition::addInitParameter);
        application.addFilterDef(definition);
        FilterMap map = new FilterMap();
        map.setFilterName(type.getSimpleName());
        map.addURLPattern("/*");
        for (DispatcherType dispatch : DispatcherType.values()) {
            map.setDispatcher(dispatch.name());
        }
        application.addFilterMap(map);
    }

    @Override
    public int port() {
        return tomcat.getConnector().getLocalPort();
    }

    @Override
    public ServletContext context() {
        return application.getServletContext();
    }

    @Override
    public void undeploy() {
        try {
            application.stop();
        } catch (LifecycleException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException e) {
            throw new IllegalStateException(e);
        }
    }
}
