package org.tokenrevocation.jaxrs;

import jakarta.servlet.Servlet;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.servlet.ServletContainer;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.testing.AbusedHost;
import org.tokenrevocation.testing.NonReadersSuite;

/** The JAX-RS resource as a door, in Jersey; the deadline is the server's write time-out. */
class RevokeTokenResourceNonReadersIT extends NonReadersSuite {
    /** On Tomcat each answer that is not taken holds one, as with any resource of Jersey's, here of two tests in a row. */
    @Override
    protected int threads() {
        return 500;
    }

    /** Jersey writes into the container's buffer, and Tomcat sends that while one of its own threads waits. */
    @Override
    protected boolean isUntakenSeen(AbusedHost.Kind kind) {
        return kind == AbusedHost.Kind.JETTY;
    }

    @Override
    protected Servlet door(TokenRevocation instance) {
        return new ServletContainer(new ResourceConfig().register(new RevokeTokenResource(instance)));
    }
}
