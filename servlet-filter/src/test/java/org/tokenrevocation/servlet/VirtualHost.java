package org.tokenrevocation.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.file.Files;
import java.util.EnumSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.tokenrevocation.TokenRevocation;

/** A server that runs each request on a virtual thread, guarded by an instance. Needs a JDK 21 or later. */
interface VirtualHost {
    /** So many connections may be open, and so many may wait to be accepted. */
    int CONNECTIONS = 15_000;

    int port();

    void stop() throws Exception;

    static VirtualHost start(String server, TokenRevocation revocation, Gathering gathering) throws Exception {
        return server.equals("jetty") ? jetty(revocation, gathering) : tomcat(revocation, gathering);
    }

    private static VirtualHost jetty(TokenRevocation revocation, Gathering gathering) throws Exception {
        QueuedThreadPool threads = new QueuedThreadPool();
        threads.setVirtualThreadsExecutor(VirtualThreads.getDefaultVirtualThreadsExecutor());
        Server server = new Server(threads);
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        connector.setAcceptQueueSize(CONNECTIONS);
        connector.setIdleTimeout(Gathering.PATIENCE_SECONDS * 1_000);
        server.addConnector(connector);
        ServletContextHandler handler = new ServletContextHandler("/");
        handler.addFilter(new FilterHolder(new TokenRevocationFilter(revocation)), "/*",
                EnumSet.allOf(DispatcherType.class));
        handler.addServlet(new ServletHolder(gathering), "/*");
        server.setHandler(handler);
        server.start();
        return new VirtualHost() {
            @Override
            public int port() {
                return connector.getLocalPort();
            }

            @Override
            public void stop() throws Exception {
                server.stop();
            }
        };
    }

    private static VirtualHost tomcat(TokenRevocation revocation, Gathering gathering) throws Exception {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(Files.createTempDirectory("tomcat-test-").toString());
        Connector connector = new Connector();
        connector.setPort(0);
        connector.setProperty("address", "127.0.0.1");
        connector.setProperty("useVirtualThreads", "true");
        connector.setProperty("maxConnections", String.valueOf(CONNECTIONS));
        connector.setProperty("acceptCount", String.valueOf(CONNECTIONS));
        connector.setProperty("connectionTimeout", String.valueOf(Gathering.PATIENCE_SECONDS * 1_000));
        tomcat.setConnector(connector);
        Context context = tomcat.addContext("", null);
        FilterDef definition = new FilterDef();
        definition.setFilterName("guard");
        definition.setFilter(new TokenRevocationFilter(revocation));
        context.addFilterDef(definition);
        FilterMap mapping = new FilterMap();
        mapping.setFilterName("guard");
        mapping.addURLPattern("/*");
        context.addFilterMap(mapping);
        Tomcat.addServlet(context, "host", gathering);
        context.addServletMapping("/*", "host");
        tomcat.start();
        return new VirtualHost() {
            @Override
            public int port() {
                return connector.getLocalPort();
            }

            @Override
            public void stop() throws LifecycleException {
                tomcat.stop();
                tomcat.destroy();
            }
        };
    }

    /** Answers requests to {@code /gather} only when so many of them are there at the same time; others at once. */
    final class Gathering extends HttpServlet {
        static final int PATIENCE_SECONDS = 100;
        private static final long serialVersionUID = 1L;

        private final transient CountDownLatch missing;

        Gathering(int size) {
            missing = new CountDownLatch(size);
        }

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) {
            try {
                if (!VirtualThreads.isVirtualThread()) {
                    response.setStatus(501);
                } else if (request.getRequestURI().equals("/gather")) {
                    missing.countDown();
                    response.setStatus(missing.await(PATIENCE_SECONDS, TimeUnit.SECONDS) ? 200 : 504);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                response.setStatus(500);
            }
        }
    }
}
