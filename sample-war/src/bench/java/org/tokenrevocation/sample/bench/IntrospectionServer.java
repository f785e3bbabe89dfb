package org.tokenrevocation.sample.bench;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import redis.clients.jedis.RedisClient;

/**
 * The authorization server's side of RFC 7662, as cheap as it gets: Redis is asked whether the session lives, client
 * credentials are not looked at. Prints its port, and ends when its input does. Argument: where Redis is.
 */
public final class IntrospectionServer {
    private IntrospectionServer() {}

    /** Serves until standard input ends. */
    public static void main(String[] args) throws Exception {
        RedisClient jedis = RedisClient.create(args[0]);
        ServletContextHandler context = new ServletContextHandler("/");
        context.addServlet(new ServletHolder(new Introspect(jedis)), "/introspect");
        System.out.println(BenchHost.jetty(context));
        while (System.in.read() >= 0) {
            Thread.onSpinWait();
        }
        System.exit(0);
    }

    private static final class Introspect extends HttpServlet {
        private static final byte[] ACTIVE = "{\"active\":true,\"sub\":\"alice\"}".getBytes(StandardCharsets.US_ASCII);
        private static final byte[] INACTIVE = "{\"active\":false}".getBytes(StandardCharsets.US_ASCII);

        private final transient RedisClient jedis;

        private Introspect(RedisClient jedis) {
            this.jedis = jedis;
        }

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
            byte[] body = jedis.exists(Guard.ACCESS + request.getParameter("token")) ? ACTIVE : INACTIVE;
            response.setContentType("application/json");
            response.setContentLength(body.length);
            response.getOutputStream().write(body);
        }
    }
}
