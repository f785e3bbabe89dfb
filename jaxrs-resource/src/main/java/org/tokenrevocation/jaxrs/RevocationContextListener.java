package org.tokenrevocation.jaxrs;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.tokenrevocation.SharedInstance;
import org.tokenrevocation.TokenRevocation;

/**
 * Opens the web application's {@link TokenRevocation} at its start unless another door or the host has, and closes what
 * it opened at its end. Where a guard of ours is registered, that one finds or opens the instance. Registered by this
 * JAR's web fragment; declare it where fragments are not read.
 */
public final class RevocationContextListener implements ServletContextListener {
    private static final System.Logger LOG = System.getLogger("org.tokenrevocation");
    private static final String LISTENED = "org.tokenrevocation.jaxrs.listened";
    private static final String HOLD = "org.tokenrevocation.jaxrs.hold";

    /** For the container. */
    public RevocationContextListener() {}

    /** A bad setting stops the deployment. */
    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        context.setAttribute(LISTENED, true);
        if (!MissingGuard.isGuardRegistered(context)) {
            join(context);
        }
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        context.removeAttribute(LISTENED);
        if (context.getAttribute(HOLD) instanceof SharedInstance hold) {
            context.removeAttribute(HOLD);
            hold.close();
        }
    }

    /** The instance; opened now if nobody has at the application's start. */
    static TokenRevocation find(ServletContext context) {
        if (context.getAttribute(TokenRevocation.CONTEXT_ATTRIBUTE) instanceof TokenRevocation found) {
            return found;
        }
        SharedInstance late = join(context);
        if (late.isCreator() && context.getAttribute(LISTENED) == null) {
            LOG.log(System.Logger.Level.WARNING, "{0}: opened by the first call, because this application starts without"
                    + " our web fragment; declare the listener [{1}], or its threads and connections outlive the"
                    + " application", name(context), RevocationContextListener.class.getName());
        }
        return late.instance();
    }

    private static SharedInstance join(ServletContext context) {
        Map<String, String> parameters = new HashMap<>();
        for (String name : Collections.list(context.getInitParameterNames())) {
            parameters.put(name, context.getInitParameter(name));
        }
        SharedInstance joined =
                SharedInstance.join(name(context), parameters, context::getAttribute, context::setAttribute);
        if (joined.isCreator()) {
            context.setAttribute(HOLD, joined);
        }
        return joined;
    }

    private static String name(ServletContext context) {
        return context.getContextPath().isEmpty() ? "/" : context.getContextPath();
    }
}
