package org.tokenrevocation.sample.page;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;

/** Lets everything behind the page go with the application. */
@WebListener
public final class PageListener implements ServletContextListener {
    /** Made by the container. */
    public PageListener() {}

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        Page.closeIn(event.getServletContext());
    }
}
