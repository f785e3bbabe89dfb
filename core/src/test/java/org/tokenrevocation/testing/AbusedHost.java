package org.tokenrevocation.testing;

import jakarta.servlet.Servlet;
import java.io.IOException;
import java.nio.file.Files;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.http2.Http2Protocol;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * An embedded server on a free loopback port with one servlet, for callers who do not read: HTTP/1.1 and HTTP/2 without
 * TLS, as many threads as a test says, little room to send, and short time-outs.
 */
public interface AbusedHost extends AutoCloseable {
    /** The port. */
    int port();

    @Override
    void close();

    /** The servers of the suites. */
    enum Kind {
        /** Jetty 12. */
        JETTY,
        /** Tomcat 10.1. */
        TOMCAT;

        private static final int SEND_BYTES = 4096;
        private static final int IDLE_MILLIS = 10_000;

        /** Starts one that serves every path with the servlet. */
        public AbusedHost start(Servlet servlet, int threads) {
            try {
                return this == JETTY ? jetty(servlet, threads) : tomcat(servlet, threads);
            } catch (Exception e) {
                throw new IllegalStateException(this + " did not start", e);
            }
        }

        private static AbusedHost jetty(Servlet servlet, int threads) throws Exception {
            Server server = new Server(new QueuedThreadPool(threads));
            HttpConfiguration configuration = new HttpConfiguration();
            ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(configuration),
                    new HTTP2CServerConnectionFactory(configuration));
            connector.setHost("127.0.0.1");
            connector.setIdleTimeout(IDLE_MILLIS);
            connector.setAcceptedSendBufferSize(SEND_BYTES);
            server.addConnector(connector);
            ServletContextHandler context = new ServletContextHandler("/");
            ServletHolder holder = new ServletHolder(servlet);
            holder.setAsyncSupported(true);
            context.addServlet(holder, "/*");
            server.setHandler(context);
            server.start();
            return new AbusedHost() {
                @Override
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
            };
        }

        private static AbusedHost tomcat(Servlet servlet, int threads) throws IOException, LifecycleException {
            Tomcat tomcat = new Tomcat();
            tomcat.setBaseDir(Files.createTempDirectory("tomcat-test-").toString());
            Connector connector = new Connector();
            connector.setPort(0);
            connector.setProperty("address", "127.0.0.1");
            connector.setProperty("maxThreads", String.valueOf(threads));
            connector.setProperty("maxKeepAliveRequests", "-1");
            connector.setProperty("connectionTimeout", String.valueOf(IDLE_MILLIS));
            connector.setProperty("socket.txBufSize", String.valueOf(SEND_BYTES));
            Http2Protocol http2 = new Http2Protocol();
            http2.setStreamWriteTimeout(IDLE_MILLIS);
            connector.addUpgradeProtocol(http2);
            tomcat.setConnector(connector);
            Context context = tomcat.addContext("", null);
            Wrapper wrapper = Tomcat.addServlet(context, "door", servlet);
            wrapper.setAsyncSupported(true);
            context.addServletMapping("/*", "door");
            tomcat.start();
            return new AbusedHost() {
                @Override
                public int port() {
                    return connector.getLocalPort();
                }

                @Override
                public void close() {
                    try {
                        tomcat.stop();
                        tomcat.destroy();
                    } catch (LifecycleException e) {
                        throw new IllegalStateException("Tomcat did not stop", e);
                    }
                }
            };
        }
    }
}
