package org.tokenrevocation.matrix.host;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.util.concurrent.locks.LockSupport;

/** Leaves a thread behind on purpose, to prove that the check for leaks sees one. */
public final class Leak implements ServletContextListener {
    @Override
    public void contextInitialized(ServletContextEvent event) {
        Thread thread = new Thread(() -> {
            while (true) {
                LockSupport.park();
            }
        }, "leaked-on-purpose");
        thread.setDaemon(true);
        thread.start();
    }
}
