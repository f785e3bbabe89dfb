package org.tokenrevocation.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.EnumSet;

/**
 * Judges handshakes, and nothing else, in front of a guard that the host has declared by hand behind filters of its own
 * (CORS, above all, which knows no handshakes): there Jetty's upgrade filter would accept them before the guard is asked.
 * Thread-safe after {@link #init}.
 */
final class HandshakeGuard implements Filter {
    private static final String SUFFIX = "-handshake";

    private final TokenRevocationFilter guard = new TokenRevocationFilter();

    /** Puts one in front of all filters, with the init-params of the declared guard. */
    static void register(ServletContext context, FilterRegistration declared) {
        FilterRegistration.Dynamic filter = context.addFilter(name(declared.getName()), new HandshakeGuard());
        if (filter == null) {
            throw new IllegalStateException("Another filter is named [" + name(declared.getName())
                    + "], so handshakes cannot be guarded; rename it");
        }
        filter.setInitParameters(declared.getInitParameters());
        filter.setAsyncSupported(true);
        // Not the declared paths: Jetty does not tell them yet, and its upgrade filter stands in front of every path.
        filter.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
    }

    /** What the one that belongs to a guard is called. */
    static String name(String guard) {
        return guard + SUFFIX;
    }

    @Override
    public void init(FilterConfig config) throws ServletException {
        guard.init(config);
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request instanceof HttpServletRequest http && isHandshake(http)) {
            guard.doFilter(request, response, chain);
        } else {
            chain.doFilter(request, response);
        }
    }

    /** RFC 6455 or RFC 8441; anything that might be one is judged. */
    private static boolean isHandshake(HttpServletRequest request) {
        return request.getHeader("Upgrade") != null || request.getMethod().equals("CONNECT");
    }

    @Override
    public void destroy() {
        guard.destroy();
    }
}
