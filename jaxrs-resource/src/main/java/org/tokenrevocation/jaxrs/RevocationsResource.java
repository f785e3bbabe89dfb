package org.tokenrevocation.jaxrs;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import org.tokenrevocation.TokenRevocation;

/**
 * {@code POST /oauth/revocations}: ends all tokens of a user, a session or a client. For hosts with a JAX-RS stack, listed and
 * made like {@link RevokeTokenResource}; 404 unless the setting {@code revocations-endpoint} is set, whose path then has to be
 * where this class answers. Thread-safe.
 */
@Path("/oauth/revocations")
// Not final: RESTEasy with CDI gives resource classes a request scope, and so a proxy.
public class RevocationsResource {
    private final TokenRevocation given;

    /** Serves the instance of the web application that it runs in. */
    public RevocationsResource() {
        this.given = null;
    }

    /**
     * Serves a given instance, which stays its owner's to close.
     *
     * @param revocation the instance
     */
    public RevocationsResource(TokenRevocation revocation) {
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
        TokenRevocation revocation = given != null ? given : RevocationContextListener.find(context);
        String path = revocation.settings().revocationsEndpoint().orElseThrow(NotFoundException::new);
        return RevokeTokenResource.door(revocation.endpoints().get(path), request);
    }
}
