package org.tokenrevocation.servlet;

import jakarta.servlet.Servlet;
import java.time.Duration;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.testing.NonReadersSuite;

/** The servlet as a door. */
class RevocationServletNonReadersIT extends NonReadersSuite {
    @Override
    protected Servlet door(TokenRevocation instance) {
        return new RevocationServlet(instance, Duration.ofSeconds(1));
    }
}
