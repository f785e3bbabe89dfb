package org.tokenrevocation.applications;

import jakarta.servlet.http.HttpServlet;
import java.util.Map;
import org.tokenrevocation.matrix.host.Dispatches;

/** A running application with the host's servlets and filter, and our guard and endpoint registered in code. */
interface Application {
    /** What its instance and so its threads are called. */
    String NAME = "orders";

    /** The host's servlets; each leads to the path in header {@code X-Target} by another kind of dispatch. */
    Map<String, Class<? extends HttpServlet>> SERVLETS = Map.of(
            "/api/*", Dispatches.Echo.class, "/public/seen", Dispatches.Seen.class,
            "/public/forward", Dispatches.Forward.class, "/public/include", Dispatches.Include.class,
            "/public/async", Dispatches.Async.class, "/public/error", Dispatches.Failing.class);

    /** Where an error is dispatched to. */
    String ERROR_PAGE = "/api/error-page";

    /** Its loopback port. */
    int port();

    /** Stops it as its owner would. */
    void stop() throws Exception;
}
