package org.tokenrevocation.servlet;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import org.tokenrevocation.TokenRevocation;

/**
 * Opens the application's {@link TokenRevocation} at the start of a deployment, unless the host has put its own into
 * the context attribute or may still do so, and closes at the end what it opened. Named in web-fragment.xml, where it also registers the
 * filter if no initializer was run (Jetty without its annotations module). Not for calling.
 */
public final class TokenRevocationListener implements ServletContextListener {
    private static final String LISTENED = "org.tokenrevocation.servlet.listened";

    /** For the container. */
    public TokenRevocationListener() {}

    /**
     * Registers and opens.
     *
     * @throws IllegalArgumentException if a setting is missing, unknown or out of bounds; stops the deployment
     */
    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        AutoRegistration.register(context);
        AutoRegistration.putFirst(context);
        if (context.getAttribute(LISTENED) == null) {
            context.setAttribute(LISTENED, true);
            if (!isInstanceAwaited(context)) {
                ContextInstance.hold(context);
            }
        }
    }

    /**
     * Whether the application may still bring an instance of its own, so that none may be opened for it yet: it has
     * registered a guard in code, which knows one, or nothing says where Redis is. The filters decide then; but where they
     * are started with the first request only, a missing setting would not stop the deployment any more.
     */
    private static boolean isInstanceAwaited(ServletContext context) {
        boolean isDecidedInTime = !FilterOrder.isStartedLate(context);
        try {
            return AutoRegistration.isOutranked(context) || isDecidedInTime && !ContextInstance.isOpenable(context);
        } catch (UnsupportedOperationException e) {
            // A listener that was added in code may not look at the registrations; the filters may.
            return isDecidedInTime;
        }
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        context.removeAttribute(LISTENED);
        AutoRegistration.forget(context);
        ContextInstance.close(context);
    }
}
