package org.tokenrevocation.jaxrs;

import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.testing.SecrecySuite;

/** The JAX-RS resource keeps secrets, and so does Jersey at its own log levels. */
class ResourceSecrecyIT extends SecrecySuite {
    @Override
    protected void install(ServletContextHandler context, TokenRevocation instance) {
        JerseyHost.install(context, new RevokeTokenResource(instance));
    }
}
