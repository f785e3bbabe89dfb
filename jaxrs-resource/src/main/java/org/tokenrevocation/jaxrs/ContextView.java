package org.tokenrevocation.jaxrs;

import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.function.BiConsumer;
import org.tokenrevocation.spi.request.RequestView;

/** A request as a JAX-RS stack shows it to its filters. */
final class ContextView implements RequestView {
    private final ContainerRequestContext context;

    ContextView(ContainerRequestContext context) {
        this.context = context;
    }

    @Override
    public Enumeration<String> headers(String name) {
        return Collections.enumeration(headers(context, name));
    }

    /** Not every stack's map of headers takes a name in any case. */
    static List<String> headers(ContainerRequestContext context, String name) {
        List<String> all = new ArrayList<>();
        context.getHeaders().forEach((each, values) -> {
            if (each.equalsIgnoreCase(name)) {
                all.addAll(values);
            }
        });
        return all;
    }

    @Override
    public String query(int place) {
        return context.getUriInfo().getRequestUri().getRawQuery();
    }

    @Override
    public void cookies(BiConsumer<String, String> search) {
        context.getCookies().forEach((name, cookie) -> search.accept(name, cookie.getValue()));
    }
}
