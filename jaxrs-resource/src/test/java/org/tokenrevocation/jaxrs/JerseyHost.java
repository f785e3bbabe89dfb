package org.tokenrevocation.jaxrs;

import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.servlet.ServletContainer;

/** A host's JAX-RS application in Jersey, at the root of the context. */
final class JerseyHost {
    private JerseyHost() {}

    static void install(ServletContextHandler context, Object resource) {
        ResourceConfig application = resource instanceof Class<?> type
                ? new ResourceConfig(type)
                : new ResourceConfig().register(resource);
        ServletHolder holder = new ServletHolder(new ServletContainer(application));
        holder.setAsyncSupported(true);
        context.addServlet(holder, "/*");
    }
}
