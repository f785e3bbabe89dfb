package org.tokenrevocation.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.tokenrevocation.EndpointRequest;
import org.tokenrevocation.EndpointResponse;
import org.tokenrevocation.MissingGuard;
import org.tokenrevocation.RevocationEndpoint;
import org.tokenrevocation.Settings;
import org.tokenrevocation.SharedInstance;
import org.tokenrevocation.TokenRevocation;

/**
 * The revocation endpoint for hosts without JAX-RS: a thin door to {@link RevocationEndpoint}, to be mapped to exactly
 * the path of setting {@code endpoint} and marked async-supported. Thread-safe.
 *
 * <p>Where the whole chain supports asynchronous requests no container thread is held while a revocation takes effect;
 * behind a host filter that does not, the thread waits. The body is read with {@code getInputStream} alone.
 *
 * <p>Where it is asynchronous, a caller who does not read the answer holds no thread either, and has 10 s to begin;
 * then the container drops the connection, or the stream of HTTP/2.
 */
public final class RevocationServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    /** How long a caller has to take the answer, beyond all that bounds a call already. */
    private static final Duration DELIVERY = Duration.ofSeconds(10);

    private final Duration delivery;
    private transient TokenRevocation revocation;
    private transient SharedInstance joined;
    private transient volatile boolean isGuardLookedFor;

    /** Serves the web application's instance, and opens it from the settings if no other door has. */
    public RevocationServlet() {
        this(null, DELIVERY);
    }

    /**
     * Serves a given instance, which stays its owner's to close.
     *
     * @param revocation the instance
     */
    public RevocationServlet(TokenRevocation revocation) {
        this(revocation, DELIVERY);
    }

    /** With another time to take the answer, for tests. */
    RevocationServlet(TokenRevocation revocation, Duration delivery) {
        this.revocation = revocation;
        this.delivery = delivery;
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

    /** All methods go through the contract, so that no answer is the container's. */
    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!isGuardLookedFor) {
            ServletContext context = getServletContext();
            MissingGuard.warnOnce(ContextInstance.name(context), context::getAttribute, context::setAttribute,
                    () -> !DeclaredGuards.in(context).isEmpty());
            isGuardLookedFor = true;
        }
        TokenRevocation instance =
                revocation != null ? revocation : ContextInstance.current(getServletContext(), joined);
        RevocationEndpoint endpoint = instance.endpoint();
        if (!request.isAsyncSupported() || request.isAsyncStarted()) {
            write(endpoint.answer(new Call(request)), response);
            return;
        }
        AsyncContext async = request.startAsync(request, response);
        async.setTimeout(latestEnd(instance.settings()).toMillis());
        Delivery answer = new Delivery(async, response);
        async.addListener(answer);
        try {
            endpoint.deliver(new Call(request), answer::deliver);
        } finally {
            answer.callerLeaves();
        }
    }

    /** Reading the body, being ready, writing, taking effect: all that a call may take. Then the delivery. */
    private Duration latestEnd(Settings settings) {
        return settings.bodyTimeout().plus(settings.redisTimeout().multipliedBy(2))
                .plus(settings.effectBound().multipliedBy(2)).plus(delivery);
    }

    private static void write(EndpointResponse answer, HttpServletResponse response) throws IOException {
        writeHead(answer, response);
        if (answer.body().length > 0) {
            response.getOutputStream().write(answer.body());
            response.getOutputStream().flush();
        }
    }

    static void writeHead(EndpointResponse answer, HttpServletResponse response) {
        response.setStatus(answer.status());
        answer.headers().forEach(response::setHeader);
        // 204 has none by definition (RFC 9110 section 8.6).
        if (answer.status() != HttpServletResponse.SC_NO_CONTENT) {
            response.setContentLength(answer.body().length);
        }
    }

    private record Call(HttpServletRequest request) implements EndpointRequest {
        @Override
        public String method() {
            return request.getMethod();
        }

        @Override
        public List<String> headers(String name) {
            return Collections.list(request.getHeaders(name));
        }

        @Override
        public InputStream body() throws IOException {
            return request.getInputStream();
        }

        @Override
        public List<String> parsedParameters(String name) {
            String[] values = request.getParameterValues(name);
            return values == null ? List.of() : List.of(values);
        }

        @Override
        public String query() {
            return request.getQueryString();
        }
    }
}
