package org.tokenrevocation.servlet;

import jakarta.servlet.GenericServlet;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import org.tokenrevocation.TokenRevocation;

/** The filter as a door, for servers without filters: what is behind it is never reached. */
final class GuardServlet extends GenericServlet {
    private static final long serialVersionUID = 1L;

    private final transient TokenRevocationFilter filter;

    /** Settings of the instance say that the endpoint is served. */
    GuardServlet(TokenRevocation instance) {
        filter = new TokenRevocationFilter(instance);
    }

    @Override
    public void service(ServletRequest request, ServletResponse response) throws ServletException, IOException {
        filter.doFilter(request, response, (ignored, unanswered) -> {
            throw new ServletException("the filter did not answer at the endpoint");
        });
    }
}
