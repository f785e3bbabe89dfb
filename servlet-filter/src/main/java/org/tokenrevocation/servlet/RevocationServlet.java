package org.tokenrevocation.servlet;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.spi.MissingFilterWarning;
import org.tokenrevocation.spi.SharedInstance;

/**
 * The endpoints for hosts without JAX-RS: a thin door to {@link org.tokenrevocation.spi.RevocationEndpoint}, to be mapped to
 * exactly the path of setting {@code endpoint}, and to those of {@code revocations-endpoint} and {@code backchannel-logout} where
 * these are set, and marked async-supported. At another path it serves the endpoint of revocations. Thread-safe.
 *
 * <p>Where the whole chain supports asynchronous requests no container thread is held while a revocation takes effect;
 * behind a host filter that does not, the thread waits. The body is read with {@code getInputStream} alone.
 *
 * <p>Where it is asynchronous, a caller who does not read the answer holds no thread either, and has 10 s to begin;
 * then the container drops the connection, or the stream of HTTP/2.
 */
public final class RevocationServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final Duration delivery;
    private transient TokenRevocation revocation;
    private transient SharedInstance joined;
    private transient volatile boolean isGuardLookedFor;

    /** Serves the web application's instance, and opens it from the settings if no other door has. */
    public RevocationServlet() {
        this(null, ServletDoor.DELIVERY);
    }

    /**
     * Serves a given instance, which stays its owner's to close.
     *
     * @param revocation the instance
     */
    public RevocationServlet(TokenRevocation revocation) {
        this(revocation, ServletDoor.DELIVERY);
    }

    /** With another time to take the answer, for tests. */
    RevocationServlet(TokenRevocation revocation, Duration delivery) {
        this.revocation = revocation;
        this.delivery = delivery;
    }

    @Override
    public void init() {
        if (revocation == null) {
            joined = ContextInstance.join(getServletContext());
        }
    }

    @Override
    public void destroy() {
        if (joined != null) {
            joined.close();
        }
    }

    /** All methods go through the contract, so that no answer is the container's. */
    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!isGuardLookedFor) {
            ServletContext context = getServletContext();
            MissingFilterWarning.warnOnce(ContextInstance.name(context), context::getAttribute, context::setAttribute,
                    () -> !DeclaredGuards.in(context).isEmpty());
            isGuardLookedFor = true;
        }
        TokenRevocation instance =
                revocation != null ? revocation : ContextInstance.current(getServletContext(), joined);
        String info = request.getPathInfo();
        ServletDoor.answer(instance, request.getServletPath() + (info == null ? "" : info), delivery, request, response);
    }
}
