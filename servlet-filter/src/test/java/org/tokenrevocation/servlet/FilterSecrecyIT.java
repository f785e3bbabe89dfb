package org.tokenrevocation.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Function;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.testing.RawHttp;
import org.tokenrevocation.testing.SecrecySuite;

/** The filter and the servlet as a door keep secrets. */
class FilterSecrecyIT extends SecrecySuite {
    @Override
    protected void install(ServletContextHandler context, TokenRevocation instance) {
        FilterHolder filter = new FilterHolder(new TokenRevocationFilter(instance));
        filter.setAsyncSupported(true);
        context.addFilter(filter, "/*", EnumSet.allOf(DispatcherType.class));
        ServletHolder door = new ServletHolder(new RevocationServlet(instance));
        door.setAsyncSupported(true);
        context.addServlet(door, "/oauth/revoke-token");
        // Jetty's own error page would repeat the whole query to whoever sent it.
        context.addServlet(new ServletHolder(new Silent()), "/");
    }

    private static final class Silent extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) {
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        }
    }

    @Override
    protected List<Function<String, RawHttp.Answer>> paths(int port) {
        return List.of(
                token -> get(port, "/", "Authorization: Bearer " + token + "\r\n"),
                token -> get(port, "/", "Authorization: Bearer " + token + ";\r\n"),
                token -> get(port, "/", "Authorization: DPoP " + token + "\r\nAuthorization: Bearer x\r\n"),
                token -> get(port, "/?access_token=" + token, ""),
                token -> get(port, "/?access_token=" + token + "%zz", ""));
    }

    private static RawHttp.Answer get(int port, String target, String headers) {
        return RawHttp.send(port, "GET", target, headers, null);
    }
}
