package org.tokenrevocation.servlet;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.tokenrevocation.Health;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.spi.SharedInstance;

/**
 * {@code GET}: what this node knows of itself, {@link Health#toJson()}, with status 200 if {@link Health#isUp()} and 503
 * if not. For operators and probes: the host maps it where they look and guards it as it guards its other operators'
 * pages, because the settings name its Redis. It is never registered by itself. Thread-safe; a call asks no server.
 */
public final class HealthServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private transient TokenRevocation revocation;
    private transient SharedInstance joined;

    /** Tells of the web application's instance, and opens it from the settings if no other door has. */
    public HealthServlet() {}

    /**
     * Tells of a given instance, which stays its owner's to close.
     *
     * @param revocation the instance
     */
    public HealthServlet(TokenRevocation revocation) {
        this.revocation = revocation;
    }

    @Override
    public void init() {
        if (revocation == null) {
            joined = ContextInstance.join(getServletContext());
        }
    }

    @Override
    public void destroy() {
        if (joined != null) {
            joined.close();
        }
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        TokenRevocation instance =
                revocation != null ? revocation : ContextInstance.current(getServletContext(), joined);
        Health health = instance.health();
        byte[] body = health.toJson().getBytes(StandardCharsets.UTF_8);
        response.setStatus(health.isUp() ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setContentType("application/json");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
