package org.tokenrevocation.sample;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;

/** Makes the signing key before the guard starts, and lets the host's own connections go with the application. */
public final class GrantsListener implements ServletContextListener {
    /** Made by the container, before the listeners that libraries bring. */
    public GrantsListener() {}

    @Override
    public void contextInitialized(ServletContextEvent event) {
        SigningKey.prepare(event.getServletContext());
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        Grants.closeIn(event.getServletContext());
    }
}
