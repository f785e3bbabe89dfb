package org.tokenrevocation.servlet;

import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.testing.EndpointBodySuite;

/** The servlet as a door. */
class RevocationServletBodyIT extends EndpointBodySuite {
    @Override
    protected void install(ServletContextHandler context, TokenRevocation instance) {
        ServletHolder holder = new ServletHolder(new RevocationServlet(instance));
        holder.setAsyncSupported(true);
        context.addServlet(holder, "/oauth/revoke-token");
    }
}
