package org.tokenrevocation.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.tokenrevocation.Settings;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.spi.EndpointRequest;
import org.tokenrevocation.spi.EndpointResponse;
import org.tokenrevocation.spi.RevocationEndpoint;

/**
 * Hands a servlet request to {@link RevocationEndpoint} and writes its answer: what filter and servlet have in common.
 * Where asynchrony is supported so far in the chain, no container thread is held while a revocation takes effect,
 * nor while a caller does not read the answer. Stateless.
 */
final class ServletDoor {
    /** How long a caller has to take the answer, beyond all that bounds a call already. */
    static final Duration DELIVERY = Duration.ofSeconds(10);

    private ServletDoor() {}

    /** Answers as the endpoint of this decoded path, or as that of revocations where there is none. */
    static void answer(TokenRevocation instance, String path, Duration delivery, HttpServletRequest request,
            HttpServletResponse response) throws IOException {
        RevocationEndpoint endpoint = instance.endpoints().getOrDefault(path, instance.endpoint());
        if (!request.isAsyncSupported() || request.isAsyncStarted()) {
            write(endpoint.answer(new Call(request)), response);
            return;
        }
        AsyncContext async = request.startAsync(request, response);
        async.setTimeout(latestEnd(instance.settings(), delivery).toMillis());
        Delivery answer = new Delivery(async, response);
        async.addListener(answer);
        try {
            endpoint.deliver(new Call(request), answer::deliver);
        } finally {
            answer.callerLeaves();
        }
    }

    /** Reading the body, being ready, writing, taking effect: all that a call may take. Then the delivery. */
    private static Duration latestEnd(Settings settings, Duration delivery) {
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
