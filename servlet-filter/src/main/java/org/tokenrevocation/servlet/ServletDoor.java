package org.tokenrevocation.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.tokenrevocation.EndpointRequest;
import org.tokenrevocation.EndpointResponse;
import org.tokenrevocation.RevocationEndpoint;
import org.tokenrevocation.Settings;
import org.tokenrevocation.TokenRevocation;

/**
 * Hands a servlet request to {@link RevocationEndpoint} and writes its answer: what filter and servlet have in common.
 * Where asynchrony is supported so far in the chain, no container thread is held while a revocation takes effect.
 * Stateless.
 */
final class ServletDoor {
    private static final System.Logger LOG = System.getLogger("org.tokenrevocation");
    /** Beyond all that bounds a call already: if it ever fires, the container answers 500 and nothing leaks. */
    private static final Duration BACKSTOP = Duration.ofSeconds(30);

    private ServletDoor() {}

    static void answer(TokenRevocation instance, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
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
