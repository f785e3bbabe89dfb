package org.tokenrevocation.jaxrs;

import jakarta.servlet.http.HttpServletRequest;
import java.io.InputStream;
import java.util.Collections;
import java.util.List;
import org.tokenrevocation.spi.EndpointRequest;

/** A call as the JAX-RS stack hands it in: its body, and the servlet request for the rest, which no provider touches. */
record Call(String method, InputStream body, HttpServletRequest request) implements EndpointRequest {
    @Override
    public List<String> headers(String name) {
        return Collections.list(request.getHeaders(name));
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
