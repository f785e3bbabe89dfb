package org.tokenrevocation.matrix.host;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;

/** Marks the life of one deployment: each class loader of the application holds exactly one {@link Marker}. */
public final class Life implements ServletContextListener {
    private static final Marker MARKER = new Marker();

    /** Counted in a class histogram. */
    static final class Marker {
        @Override
        public String toString() {
            return "alive";
        }
    }

    @Override
    public void contextInitialized(ServletContextEvent event) {
        event.getServletContext().setAttribute("host-life", MARKER.toString());
    }
}
