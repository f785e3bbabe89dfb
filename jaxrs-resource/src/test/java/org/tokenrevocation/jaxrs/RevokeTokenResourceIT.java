package org.tokenrevocation.jaxrs;

import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.testing.EndpointSuite;

/** The JAX-RS resource as a door, in Jersey. */
class RevokeTokenResourceIT extends EndpointSuite {
    @Override
    protected void install(ServletContextHandler context, TokenRevocation instance) {
        JerseyHost.install(context, new RevokeTokenResource(instance));
    }

    @Override
    protected boolean isStackParsingContentType() {
        return true;
    }
}
