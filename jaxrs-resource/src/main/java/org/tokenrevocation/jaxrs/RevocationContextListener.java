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
 * it opened at its end. Registered by this JAR's web fragment; declare it where fragments are not read.
 */
public final class RevocationContextListener implements ServletContextListener {
    private static final System.Logger LOG = System.getLogger("org.tokenrevocation");

    private SharedInstance joined;

    /** For the container. */
    public RevocationContextListener() {}

    /** A bad setting stops the deployment. */
    @Override
    public void contextInitialized(ServletContextEvent event) {
        joined = join(event.getServletContext());
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        if (joined != null) {
            joined.close();
        }
    }

    /** The instance; opened now if the container started the application without this listener. */
    static TokenRevocation find(ServletContext context) {
        if (context.getAttribute(TokenRevocation.CONTEXT_ATTRIBUTE) instanceof TokenRevocation found) {
            return found;
        }
        SharedInstance late = join(context);
        if (late.isCreator()) {
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
        return SharedInstance.join(name(context), parameters, context::getAttribute, context::setAttribute);
    }

    private static String name(ServletContext context) {
        return context.getContextPath().isEmpty() ? "/" : context.getContextPath();
    }
}
