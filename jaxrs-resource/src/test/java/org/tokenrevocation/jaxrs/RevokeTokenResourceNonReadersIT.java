package org.tokenrevocation.jaxrs;

import jakarta.servlet.Servlet;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.servlet.ServletContainer;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.testing.NonReadersSuite;

/** The JAX-RS resource as a door, in Jersey; the deadline is the server's write time-out. */
class RevokeTokenResourceNonReadersIT extends NonReadersSuite {
    @Override
    protected Servlet door(TokenRevocation instance) {
        return new ServletContainer(new ResourceConfig().register(new RevokeTokenResource(instance)));
    }
}
