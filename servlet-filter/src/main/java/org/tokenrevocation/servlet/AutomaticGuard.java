package org.tokenrevocation.servlet;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.util.List;
import org.tokenrevocation.TokenRevocation;

/**
 * The guard that the JAR registers by itself. That happens before an application registers anything in code (Spring Boot
 * in a WAR does), so what is right is decided later: at the start of the filters, it steps aside for guards that the
 * application has registered meanwhile, save for handshakes that Jetty would accept in front of them; and with the first
 * request, it takes the instance that the application has put into the context since. Until then, and if either fails, no
 * request passes. Thread-safe.
 */
final class AutomaticGuard implements Filter {
    private static final System.Logger LOG = System.getLogger("org.tokenrevocation");

    private FilterConfig config;
    private boolean isAside;
    private volatile boolean isSettled;
    /** Null while stepping aside. */
    private volatile Filter guard;
    private Object instance;

    /**
     * Decides who guards.
     *
     * @throws ServletException if this guard needs an instance and a setting is missing, unknown or out of bounds
     */
    @Override
    public void init(FilterConfig config) throws ServletException {
        this.config = config;
        List<String> declared =
                DeclaredGuards.in(config.getServletContext()).stream().map(FilterRegistration::getName).toList();
        isAside = !declared.isEmpty();
        isSettled = false;
        if (isAside) {
            LOG.log(System.Logger.Level.INFO, "{0}: the application registers the guard itself, as {1}; the automatic one"
                    + " steps aside", ContextInstance.name(config.getServletContext()), declared);
        } else {
            begin(new TokenRevocationFilter());
            FilterOrder.warnUnlessFirst(config);
        }
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!isSettled) {
            settle();
        }
        Filter chosen = guard;
        if (chosen == null) {
            chain.doFilter(request, response);
        } else {
            chosen.doFilter(request, response, chain);
        }
    }

    /** All filters and servlets of the application have been started by now. */
    private synchronized void settle() throws ServletException {
        if (isSettled) {
            return;
        }
        ServletContext context = config.getServletContext();
        if (isAside) {
            if (JettyUpgrade.isPresent(context)) {
                begin(new HandshakeGuard());
            }
        } else if (context.getAttribute(TokenRevocation.CONTEXT_ATTRIBUTE) instanceof TokenRevocation present
                && present != instance) {
            LOG.log(System.Logger.Level.WARNING, "{0}: the application has put an instance of its own into the context after"
                    + " the filters had been started; it is used from now on; put it there earlier, in an initializer or a"
                    + " listener, or two are opened", ContextInstance.name(context));
            Filter before = guard;
            begin(new TokenRevocationFilter());
            before.destroy();
        }
        isSettled = true;
    }

    private void begin(Filter chosen) throws ServletException {
        chosen.init(config);
        guard = chosen;
        instance = config.getServletContext().getAttribute(TokenRevocation.CONTEXT_ATTRIBUTE);
    }

    @Override
    public synchronized void destroy() {
        if (guard != null) {
            guard.destroy();
            guard = null;
        }
    }
}
