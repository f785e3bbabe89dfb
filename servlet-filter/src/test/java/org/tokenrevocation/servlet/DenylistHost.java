package org.tokenrevocation.servlet;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.testing.Await;
import org.tokenrevocation.testing.JettyHost;

/**
 * A host that validates its tokens itself, with the library that the path names: {@code /api/nimbus} behind the guard,
 * {@code /open/nimbus} without it. 200 means that the library lets the token in.
 */
final class DenylistHost implements AutoCloseable {
    private static final String FORM = "Content-Type: application/x-www-form-urlencoded";
    private static final String JSON = "Content-Type: application/json";

    private final AtomicReference<ServletContextHandler> context = new AtomicReference<>();
    private final JettyHost jetty;

    /** Starts one with these settings over those of denylist mode, and waits for nothing. */
    DenylistHost(String redisUrl, String jwtKeys, HostLibraries libraries, Map<String, String> settings) {
        jetty = new JettyHost(JettyHost.Chain.ASYNC, handler -> {
            context.set(handler);
            Map<String, String> basics = Map.of("redis-url", redisUrl, "mode", "denylist", "jwt-keys", jwtKeys,
                    "serve-endpoint", "true", "exclude", "/open", "token-cookies", "sid", "redis-timeout", "5s",
                    "founding-window", "500ms", "effect-bound", "20ms");
            basics.forEach((name, value) -> handler.setInitParameter("revocation." + name, value));
            settings.forEach((name, value) -> handler.setInitParameter("revocation." + name, value));
            handler.addServletContainerInitializer(new TokenRevocationInitializer());
            handler.addServlet(new ServletHolder(new Resource(libraries)), "/api/*");
            handler.addServlet(new ServletHolder(new Resource(libraries)), "/open/*");
        });
    }

    /** Waits until the node answers from memory. */
    DenylistHost awaitUp() {
        Await.until("the node is up", () -> revocation().health().isUp());
        return this;
    }

    TokenRevocation revocation() {
        return (TokenRevocation) context.get().getServletContext().getAttribute(TokenRevocation.CONTEXT_ATTRIBUTE);
    }

    int port() {
        return jetty.port();
    }

    int call(String path, String token) {
        return Http.get(port(), path, "Authorization: Bearer " + token).status();
    }

    int callByQuery(String path, String token) {
        return Http.get(port(), path + "?access_token=" + URLEncoder.encode(token, StandardCharsets.UTF_8)).status();
    }

    int callByCookie(String path, String token) {
        return Http.get(port(), path, "Cookie: sid=" + token).status();
    }

    Http.Answer revoke(String token, String... headers) {
        return send("{\"token\":\"" + token + "\",\"token_type\":\"access\"}", JSON, headers);
    }

    Http.Answer revokeByForm(String token, String... headers) {
        return send("token=" + URLEncoder.encode(token, StandardCharsets.UTF_8), FORM, headers);
    }

    private Http.Answer send(String body, String contentType, String... headers) {
        String[] lines = new String[headers.length + 1];
        lines[0] = contentType;
        System.arraycopy(headers, 0, lines, 1, headers.length);
        return Http.send(port(), "POST", "/oauth/revoke-token", body, lines);
    }

    @Override
    public void close() {
        jetty.close();
    }

    /** Takes the token as careless hosts do: whatever stands behind the scheme, trimmed. */
    private static final class Resource extends HttpServlet {
        private static final long serialVersionUID = 1L;

        private final transient HostLibraries libraries;

        Resource(HostLibraries libraries) {
            this.libraries = libraries;
        }

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) {
            String library = request.getPathInfo().substring(1);
            response.setStatus(libraries.accepts(library, token(request)) ? 200 : 403);
        }

        private static String token(HttpServletRequest request) {
            String header = request.getHeader("Authorization");
            if (header != null) {
                return header.substring("Bearer ".length()).strip();
            }
            String parameter = request.getParameter("access_token");
            if (parameter != null) {
                return parameter;
            }
            Cookie[] cookies = request.getCookies();
            return cookies == null ? "" : cookies[0].getValue();
        }
    }
}
