package org.tokenrevocation.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.EnumSet;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.tokenrevocation.TokenRevocation;

/** The filter as a door to the endpoint, in front of a host that would answer by itself, and not asynchronously. */
final class ServedEndpoint {
    private ServedEndpoint() {}

    static void install(ServletContextHandler context, TokenRevocation instance) {
        FilterHolder guard = new FilterHolder(new TokenRevocationFilter(instance));
        guard.setInitParameter("serve-endpoint", "true");
        guard.setAsyncSupported(true);
        context.addFilter(guard, "/*", EnumSet.allOf(DispatcherType.class));
        context.addFilter(new FilterHolder(new Login()), "/*", EnumSet.allOf(DispatcherType.class));
    }

    /** Sends everybody to a login page; declares no asynchrony. */
    public static final class Login implements Filter {
        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain) throws IOException {
            ((HttpServletResponse) response).sendRedirect("/login");
        }
    }
}
