package org.tokenrevocation.internal.jwt;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A real HTTP server on the loopback address whose answers a test changes. */
final class JwksServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, AtomicInteger> requests = new ConcurrentHashMap<>();
    private volatile HttpHandler handler;

    JwksServer(String jwks) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        serve(jwks);
        server.createContext("/", exchange -> {
            count(exchange.getRequestURI().getPath()).incrementAndGet();
            handler.handle(exchange);
        });
        server.setExecutor(threads);
        server.start();
    }

    void serve(String body) {
        handler = exchange -> answer(exchange, 200, body);
    }

    void serve(HttpHandler answers) {
        handler = answers;
    }

    static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/jwks";
    }

    int port() {
        return server.getAddress().getPort();
    }

    int requests() {
        return count("/jwks").get();
    }

    int requests(String path) {
        return count(path).get();
    }

    private AtomicInteger count(String path) {
        return requests.computeIfAbsent(path, absent -> new AtomicInteger());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
