package org.tokenrevocation.jaxrs;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.spi.MissingFilterWarning;
import org.tokenrevocation.spi.RevocationEndpoint;

/**
 * {@code POST /oauth/revoke-token} for hosts with a JAX-RS stack (3.0 or later): a thin door to
 * {@link RevocationEndpoint}. A host lists this class in its {@code Application}. Thread-safe.
 *
 * <p>Listed as a class, it serves the web application's instance, which it opens from the settings (context-param,
 * system property, environment) if no other door has. {@link RevocationContextListener}, which this JAR registers by
 * itself wherever web fragments are read, does so at the start and closes it at the end; elsewhere the host declares
 * that listener. Listed as an object made with {@link #RevokeTokenResource(TokenRevocation)}, it serves that instance.
 *
 * <p>Why a sub-resource: a method with {@code @Suspended} always suspends, and behind a host filter without
 * async-supported that fails with 500 (measured: in some stacks after the revocation). The locator asks the chain first
 * and then hands out the asynchronous or the waiting form of the same door.
 */
@Path("/oauth/revoke-token")
// Not final: RESTEasy with CDI gives resource classes a request scope, and so a proxy.
public class RevokeTokenResource {
    private final TokenRevocation given;

    /** Serves the instance of the web application that it runs in. */
    public RevokeTokenResource() {
        this.given = null;
    }

    /**
     * Serves a given instance, which stays its owner's to close.
     *
     * @param revocation the instance
     */
    public RevokeTokenResource(TokenRevocation revocation) {
        this.given = revocation;
    }

    /**
     * Chooses the form of the door that this request's chain allows; called by the JAX-RS stack.
     *
     * @param request the request
     * @param context the web application's context
     * @return the resource that answers
     */
    @Path("")
    public Object door(@Context HttpServletRequest request, @Context ServletContext context) {
        MissingFilterWarning.warnOnce(RevocationContextListener.name(context), context::getAttribute, context::setAttribute,
                () -> RevocationContextListener.isGuardRegistered(context));
        TokenRevocation revocation = given != null ? given : RevocationContextListener.find(context);
        return door(revocation.endpoint(), request);
    }

    /** The form of the door that this request's chain allows. */
    static Object door(RevocationEndpoint endpoint, HttpServletRequest request) {
        return Suspension.isPossible(request)
                ? new AsyncDoor(endpoint, request)
                : new WaitingDoor(endpoint, request);
    }
}
