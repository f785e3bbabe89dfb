package org.tokenrevocation.sample.bench;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * A host in a process of its own: an embedded container, one servlet that answers a short JSON text, and one of the
 * guards to compare. Prints its port, and ends when its input does. Arguments: the container, the guard, where Redis is,
 * and where the introspection endpoint is.
 */
public final class BenchHost {
    private static final int THREADS = 24;

    private BenchHost() {}

    /** Serves until standard input ends. */
    public static void main(String[] args) throws Exception {
        Guard guard = Guard.of(args[1], args[2], args[3]);
        Map<String, Servlet> servlets = new LinkedHashMap<>();
        servlets.put("/api/whoami", new Whoami());
        if (guard.endpoint() != null) {
            servlets.put("/oauth/revoke-token", guard.endpoint());
        }
        System.out.println(args[0].equals("tomcat") ? tomcat(guard, servlets) : jetty(guard, servlets));
        while (System.in.read() >= 0) {
            Thread.onSpinWait();
        }
        System.exit(0);
    }

    static int jetty(Guard guard, Map<String, Servlet> servlets) throws Exception {
        Server server = new Server(new QueuedThreadPool(THREADS, THREADS));
        ServerConnector connector = new ServerConnector(server, 1, 1);
        connector.setHost("127.0.0.1");
        connector.setAcceptQueueSize(4_096);
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler("/");
        if (guard.filter() != null) {
            FilterHolder holder = new FilterHolder(guard.filter());
            holder.setAsyncSupported(true);
            context.addFilter(holder, "/*", EnumSet.allOf(DispatcherType.class));
        }
        servlets.forEach((path, servlet) -> {
            ServletHolder holder = new ServletHolder(servlet);
            holder.setAsyncSupported(true);
            context.addServlet(holder, path);
        });
        server.setHandler(context);
        server.start();
        return connector.getLocalPort();
    }

    private static int tomcat(Guard guard, Map<String, Servlet> servlets) throws IOException, LifecycleException {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(Files.createTempDirectory("bench-tomcat-").toString());
        Connector connector = new Connector("org.apache.coyote.http11.Http11NioProtocol");
        connector.setPort(0);
        // Jetty has no limit either.
        Map<String, String> settings = Map.of("address", "127.0.0.1", "maxThreads", String.valueOf(THREADS),
                "minSpareThreads", String.valueOf(THREADS), "maxKeepAliveRequests", "-1", "acceptCount", "4096");
        settings.forEach(connector::setProperty);
        tomcat.setConnector(connector);
        Context context = tomcat.addContext("", null);
        if (guard.filter() != null) {
            FilterDef filter = new FilterDef();
            filter.setFilterName("guard");
            filter.setFilter(guard.filter());
            filter.setAsyncSupported("true");
            context.addFilterDef(filter);
            FilterMap map = new FilterMap();
            map.setFilterName("guard");
            map.addURLPattern("/*");
            EnumSet.allOf(DispatcherType.class).forEach(dispatch -> map.setDispatcher(dispatch.name()));
            context.addFilterMap(map);
        }
        servlets.forEach((path, servlet) -> {
            Wrapper wrapper = Tomcat.addServlet(context, path, servlet);
            wrapper.setAsyncSupported(true);
            wrapper.addMapping(path);
        });
        tomcat.start();
        return connector.getLocalPort();
    }

    /** What the host does with a request that was let in. */
    private static final class Whoami extends HttpServlet {
        private static final byte[] BODY = "{\"sub\":\"alice\"}".getBytes(StandardCharsets.US_ASCII);

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setContentType("application/json");
            response.setContentLength(BODY.length);
            response.getOutputStream().write(BODY);
        }
    }
}
