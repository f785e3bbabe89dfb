package org.tokenrevocation.servlet;

import jakarta.servlet.Servlet;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.testing.NonReadersSuite;

/** The filter as a door. */
class ServedEndpointNonReadersIT extends NonReadersSuite {
    @Override
    protected Servlet door(TokenRevocation instance) {
        return new GuardServlet(instance);
    }
}
