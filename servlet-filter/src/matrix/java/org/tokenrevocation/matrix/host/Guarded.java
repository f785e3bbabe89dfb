package org.tokenrevocation.matrix.host;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;

/** Marks, as {@link Life} does, only those deployments that hold our JAR. */
public final class Guarded implements ServletContextListener {
    private static final Marker MARKER = new Marker();

    /** Counted in a class histogram. */
    static final class Marker {
        @Override
        public String toString() {
            return "guarded";
        }
    }

    @Override
    public void contextInitialized(ServletContextEvent event) {
        event.getServletContext().setAttribute("host-guarded", MARKER.toString());
    }
}
