package org.tokenrevocation.sample;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;

/** Lets the host's own connections go with the application. */
public final class SessionsListener implements ServletContextListener {
    @Override
    public void contextDestroyed(ServletContextEvent event) {
        Sessions.closeIn(event.getServletContext());
    }
}
