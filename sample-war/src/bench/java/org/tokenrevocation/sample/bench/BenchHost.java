package org.tokenrevocation.sample.bench;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * A host in a process of its own: an embedded container with one application that has one of the guards to compare, and
 * the same application without any, so that both run on the same compiled code of the container. Prints its port, and
 * ends when its input does. Arguments: the container, the guard, where Redis is, where the introspection endpoint is, the
 * {@link Application}, and a file with the keys of its tokens.
 */
public final class BenchHost {
    /** The context path of the application with the guard. */
    static final String GUARDED = "/host";
    /** And of the one without. As long, or the shorter one would be faster. */
    static final String BARE = "/bare";

    private static final int THREADS = 24;

    private final Guard guard;
    private final Servlet application;

    private BenchHost(Guard guard, Servlet application) {
        this.guard = guard;
        this.application = application;
    }

    /** Serves until standard input ends. */
    public static void main(String[] args) throws Exception {
        Path jwks = Path.of(args[5]);
        BenchHost host = new BenchHost(Guard.of(args[1], args[2], args[3], jwks),
                Application.valueOf(args[4]).servlet(jwks));
        System.out.println(args[0].equals("tomcat") ? host.tomcat() : host.jetty());
        while (System.in.read() >= 0) {
            Thread.onSpinWait();
        }
        System.exit(0);
    }

    private Map<String, Servlet> servlets(Guard ofContext) {
        Map<String, Servlet> servlets = new LinkedHashMap<>();
        servlets.put("/api/whoami", application);
        if (ofContext.endpoint() != null) {
            servlets.put("/oauth/revoke-token", ofContext.endpoint());
        }
        return servlets;
    }

    private int jetty() throws Exception {
        return jetty(new ContextHandlerCollection(onJetty(GUARDED, guard), onJetty(BARE, Guard.ABSENT)));
    }

    /** Starts a Jetty that handles requests so, and returns its port. */
    static int jetty(Handler handler) throws Exception {
        Server server = new Server(new QueuedThreadPool(THREADS, THREADS));
        ServerConnector connector = new ServerConnector(server, 1, 1);
        connector.setHost("127.0.0.1");
        connector.setAcceptQueueSize(4_096);
        server.addConnector(connector);
        server.setHandler(handler);
        server.start();
        return connector.getLocalPort();
    }

    private ServletContextHandler onJetty(String path, Guard ofContext) {
        ServletContextHandler context = new ServletContextHandler(path);
        if (ofContext.filter() != null) {
            FilterHolder holder = new FilterHolder(ofContext.filter());
            holder.setAsyncSupported(true);
            context.addFilter(holder, "/*", EnumSet.allOf(DispatcherType.class));
        }
        servlets(ofContext).forEach((pattern, servlet) -> {
            ServletHolder holder = new ServletHolder(servlet);
            holder.setAsyncSupported(true);
            context.addServlet(holder, pattern);
        });
        return context;
    }

    private int tomcat() throws IOException, LifecycleException {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(Files.createTempDirectory("bench-tomcat-").toString());
        Connector connector = new Connector("org.apache.coyote.http11.Http11NioProtocol");
        connector.setPort(0);
        // Jetty has no limit either.
        Map<String, String> settings = Map.of("address", "127.0.0.1", "maxThreads", String.valueOf(THREADS),
                "minSpareThreads", String.valueOf(THREADS), "maxKeepAliveRequests", "-1", "acceptCount", "4096");
        settings.forEach(connector::setProperty);
        tomcat.setConnector(connector);
        add(tomcat, GUARDED, guard);
        add(tomcat, BARE, Guard.ABSENT);
        tomcat.start();
        return connector.getLocalPort();
    }

    private void add(Tomcat tomcat, String path, Guard ofContext) {
        Context context = tomcat.addContext(path, null);
        if (ofContext.filter() != null) {
            FilterDef filter = new FilterDef();
            filter.setFilterName("guard");
            filter.setFilter(ofContext.filter());
            filter.setAsyncSupported("true");
            context.addFilterDef(filter);
            FilterMap map = new FilterMap();
            map.setFilterName("guard");
            map.addURLPattern("/*");
            EnumSet.allOf(DispatcherType.class).forEach(dispatch -> map.setDispatcher(dispatch.name()));
            context.addFilterMap(map);
        }
        servlets(ofContext).forEach((pattern, servlet) -> {
            Wrapper wrapper = Tomcat.addServlet(context, pattern, servlet);
            wrapper.setAsyncSupported(true);
            wrapper.addMapping(pattern);
        });
    }
}
