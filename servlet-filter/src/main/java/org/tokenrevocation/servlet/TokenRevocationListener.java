package org.tokenrevocation.servlet;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import org.tokenrevocation.TokenRevocation;

/**
 * Opens the application's {@link TokenRevocation} at the start of a deployment, unless the host has put its own into
 * the context attribute, and closes at the end what it opened. Named in web-fragment.xml, where it also registers the
 * filter if no initializer was run (Jetty without its annotations module). Not for calling.
 */
public final class TokenRevocationListener implements ServletContextListener {
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
        DropIn.register(context);
        ContextInstance.findOrOpen(context);
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        DropIn.forget(context);
        ContextInstance.close(context);
    }
}
