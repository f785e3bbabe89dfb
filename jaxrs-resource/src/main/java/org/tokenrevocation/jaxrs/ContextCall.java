package org.tokenrevocation.jaxrs;

import jakarta.ws.rs.container.ContainerRequestContext;
import java.io.InputStream;
import java.util.List;
import org.tokenrevocation.spi.EndpointRequest;

/** A call of the endpoint as a JAX-RS stack shows it to its filters. */
record ContextCall(ContainerRequestContext context) implements EndpointRequest {
    @Override
    public String method() {
        return context.getMethod();
    }

    @Override
    public List<String> headers(String name) {
        return ContextView.headers(context, name);
    }

    @Override
    public InputStream body() {
        return context.getEntityStream();
    }

    @Override
    public String query() {
        return context.getUriInfo().getRequestUri().getRawQuery();
    }
}
