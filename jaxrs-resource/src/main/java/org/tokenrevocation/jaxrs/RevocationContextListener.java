package org.tokenrevocation.jaxrs;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.spi.SharedInstance;

/**
 * Opens the web application's {@link TokenRevocation} at its start unless another door or the host has, and lets go
 * of it at its end. Where a guard of ours is registered, that one finds or opens the instance. Registered by this
 * JAR's web fragment; declare it where fragments are not read.
 */
public final class RevocationContextListener implements ServletContextListener {
    private static final System.Logger LOG = System.getLogger("org.tokenrevocation");
    private static final String LISTENED = "org.tokenrevocation.jaxrs.listened";
    private static final String HOLD = "org.tokenrevocation.jaxrs.hold";
    private static final String FILTER = "org.tokenrevocation.servlet.TokenRevocationFilter";
    /** What the filter's JAR calls the guard that it registers by itself. */
    private static final String AUTOMATIC = "token-revocation";

    /** For the container. */
    public RevocationContextListener() {}

    /** A bad setting stops the deployment. */
    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        context.setAttribute(LISTENED, true);
        if (!isGuardRegistered(context)) {
            hold(context);
        }
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        context.removeAttribute(LISTENED);
        release(context);
    }

    /** The instance; opened now if nobody has at the application's start. */
    static TokenRevocation find(ServletContext context) {
        return context.getAttribute(TokenRevocation.CONTEXT_ATTRIBUTE) instanceof TokenRevocation found
                ? found : findLate(context);
    }

    private static synchronized TokenRevocation findLate(ServletContext context) {
        boolean isFirst = context.getAttribute(TokenRevocation.CONTEXT_ATTRIBUTE) == null;
        TokenRevocation found = hold(context);
        if (isFirst && context.getAttribute(LISTENED) == null) {
            LOG.log(System.Logger.Level.WARNING, "{0}: opened by the first call, because this application starts without"
                    + " our web fragment; declare the listener [{1}], or its threads and connections outlive the"
                    + " application", name(context), RevocationContextListener.class.getName());
        }
        return found;
    }

    /** Joins, and lets go of what was held before. */
    private static synchronized TokenRevocation hold(ServletContext context) {
        Map<String, String> parameters = new HashMap<>();
        for (String name : Collections.list(context.getInitParameterNames())) {
            parameters.put(name, context.getInitParameter(name));
        }
        SharedInstance joined =
                SharedInstance.join(name(context), parameters, context::getAttribute, context::setAttribute);
        release(context);
        context.setAttribute(HOLD, joined);
        return joined.instance();
    }

    private static synchronized void release(ServletContext context) {
        if (context.getAttribute(HOLD) instanceof SharedInstance hold) {
            context.removeAttribute(HOLD);
            hold.close();
        }
    }

    /** Whether the container knows a guard by its class or name; false also in a listener that may not ask. */
    static boolean isGuardRegistered(ServletContext context) {
        try {
            return context.getFilterRegistrations().values().stream().anyMatch(registration ->
                    FILTER.equals(registration.getClassName()) || AUTOMATIC.equals(registration.getName()));
        } catch (UnsupportedOperationException e) {
            LOG.log(System.Logger.Level.DEBUG, "a listener that was added in code may not look for guards: {0}", e.toString());
            return false;
        }
    }

    static String name(ServletContext context) {
        return context.getContextPath().isEmpty() ? "/" : context.getContextPath();
    }
}
