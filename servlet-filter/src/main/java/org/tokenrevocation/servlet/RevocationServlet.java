package org.tokenrevocation.servlet;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.tokenrevocation.SharedInstance;
import org.tokenrevocation.TokenRevocation;

/**
 * The revocation endpoint for hosts without JAX-RS: a thin door to {@link RevocationEndpoint}, to be mapped to exactly
 * the path of setting {@code endpoint} and marked async-supported. Thread-safe.
 *
 * <p>Where the whole chain supports asynchronous requests no container thread is held while a revocation takes effect;
 * behind a host filter that does not, the thread waits. The body is read with {@code getInputStream} alone.
 */
public final class RevocationServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private transient TokenRevocation revocation;
    private transient SharedInstance joined;
    private transient volatile boolean isGuardLookedFor;

    /** Serves the web application's instance, and opens it from the settings if no other door has. */
    public RevocationServlet() {}

    /**
     * Serves a given instance, which stays its owner's to close.
     *
     * @param revocation the instance
     */
    public RevocationServlet(TokenRevocation revocation) {
        this.revocation = revocation;
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
            MissingGuard.warnOnce(getServletContext());
            isGuardLookedFor = true;
        }
        TokenRevocation instance =
                revocation != null ? revocation : ContextInstance.current(getServletContext(), joined.instance());
        ServletDoor.answer(instance, request, response);
    }
}
