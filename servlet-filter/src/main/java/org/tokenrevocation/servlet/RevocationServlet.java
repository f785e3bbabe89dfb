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
 */
public final class RevocationServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final System.Logger LOG = System.getLogger("org.tokenrevocation");
    /** Beyond all that bounds a call already: if it ever fires, the container answers 500 and nothing leaks. */
    private static final Duration BACKSTOP = Duration.ofSeconds(30);

    private transient TokenRevocation revocation;
    private transient SharedInstance joined;
    private transient volatile boolean isGuardLookedFor;

    /** Serves the web application's instance, and opens it from the settings if no other door has. */
    public RevocationServlet() {}

    /**
     * Serves a given instance, which stays its owner's to close.
     *
     * @param revocation the instance
     */
    public RevocationServlet(TokenRevocation revocation) {
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
        async.setTimeout(backstopMillis(instance.settings()));
        endpoint.answer(new Call(request), answer -> complete(async, answer, response));
    }

    private static long backstopMillis(Settings settings) {
        return settings.bodyTimeout().plus(settings.redisTimeout()).plus(settings.effectBound().multipliedBy(2))
                .plus(BACKSTOP).toMillis();
    }

    private static void complete(AsyncContext async, EndpointResponse answer, HttpServletResponse response) {
        try {
            write(answer, response);
            async.complete();
        } catch (IOException | IllegalStateException e) {
            // The caller is gone, or the container is stopping; the revocation stands.
            LOG.log(System.Logger.Level.DEBUG, "an answer of the revocation endpoint could not be delivered: {0}",
                    e.getClass().getName());
            completeQuietly(async);
        }
    }

    private static void completeQuietly(AsyncContext async) {
        try {
            async.complete();
        } catch (IllegalStateException e) {
            LOG.log(System.Logger.Level.DEBUG, "the container had already completed the call: {0}",
                    e.getClass().getName());
        }
    }

    private static void write(EndpointResponse answer, HttpServletResponse response) throws IOException {
        response.setStatus(answer.status());
        answer.headers().forEach(response::setHeader);
        byte[] body = answer.body();
        if (body.length > 0) {
            response.setContentLength(body.length);
            response.getOutputStream().write(body);
            response.getOutputStream().flush();
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
