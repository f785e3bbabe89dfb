package org.tokenrevocation.servlet;

import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.testing.EndpointFaultSuite;

/** The filter as a door. */
class ServedEndpointFaultIT extends EndpointFaultSuite {
    @Override
    protected void install(ServletContextHandler context, TokenRevocation instance) {
        ServedEndpoint.install(context, instance);
    }
}
