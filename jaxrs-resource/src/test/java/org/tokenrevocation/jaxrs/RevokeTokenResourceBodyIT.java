package org.tokenrevocation.jaxrs;

import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.testing.EndpointBodySuite;

/** The JAX-RS resource as a door, in Jersey. */
class RevokeTokenResourceBodyIT extends EndpointBodySuite {
    @Override
    protected void install(ServletContextHandler context, TokenRevocation instance) {
        JerseyHost.install(context, new RevokeTokenResource(instance));
    }
}
