package org.tokenrevocation.sample.bench;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.function.Predicate;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.tokenrevocation.Settings;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.servlet.TokenRevocationFilter;
import redis.clients.jedis.RedisClient;

/**
 * A host in a process of its own: embedded Jetty, one servlet that answers a short JSON text, and one of the guards to
 * compare. Prints its port, and ends when its input does. Arguments: the guard, and where Redis is.
 */
public final class BenchHost {
    private static final int THREADS = 24;
    private static final String ACCESS = "session:access:";
    private static final String SCHEME = "Bearer ";

    private BenchHost() {}

    /** Serves until standard input ends. */
    public static void main(String[] args) throws Exception {
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, THREADS);
        Server server = new Server(threads);
        ServerConnector connector = new ServerConnector(server, 1, 1);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler("/");
        Filter guard = guard(args[0], args[1]);
        if (guard != null) {
            FilterHolder holder = new FilterHolder(guard);
            holder.setAsyncSupported(true);
            context.addFilter(holder, "/*", EnumSet.allOf(DispatcherType.class));
        }
        context.addServlet(new ServletHolder(new Whoami()), "/api/whoami");
        server.setHandler(context);
        server.start();
        System.out.println(connector.getLocalPort());
        while (System.in.read() >= 0) {
            Thread.onSpinWait();
        }
        server.stop();
    }

    private static Filter guard(String name, String redisUrl) {
        RedisClient jedis = RedisClient.create(redisUrl);
        LoadingCache<String, Boolean> believed = Caffeine.newBuilder()
                .maximumSize(100_000)
                .expireAfterWrite(Duration.ofSeconds(1))
                .build(token -> jedis.exists(ACCESS + token));
        return switch (name) {
            case "none" -> null;
            case "sessions" -> ours(redisUrl, "sessions");
            case "denylist" -> ours(redisUrl, "denylist");
            case "redis-each-time" -> asking(token -> jedis.exists(ACCESS + token));
            case "caffeine-1s" -> asking(believed::get);
            default -> throw new IllegalArgumentException("unknown guard [" + name + "]");
        };
    }

    private static Filter ours(String redisUrl, String mode) {
        return new TokenRevocationFilter(TokenRevocation.open("bench", Settings.builder()
                .set("redis-url", redisUrl)
                .set("mode", mode)
                .set("accept-unverified", "anonymous")
                .build()));
    }

    /** The least that a home-made filter does. */
    private static Filter asking(Predicate<String> isLive) {
        return (request, response, chain) -> {
            String header = ((HttpServletRequest) request).getHeader("Authorization");
            if (header != null && header.startsWith(SCHEME) && isLive.test(header.substring(SCHEME.length()))) {
                chain.doFilter(request, response);
            } else {
                ((HttpServletResponse) response).setStatus(401);
            }
        };
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
