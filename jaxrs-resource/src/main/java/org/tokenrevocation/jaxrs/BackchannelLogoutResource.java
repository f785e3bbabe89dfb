package org.tokenrevocation.jaxrs;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import org.tokenrevocation.TokenRevocation;

/**
 * {@code POST /oauth/backchannel-logout}: takes the logout tokens of OpenID Connect Back-Channel Logout 1.0. For hosts with a JAX-RS stack, listed and
 * made like {@link RevokeTokenResource}; 404 unless the setting {@code backchannel-logout} is set, whose path then has to be
 * where this class answers. Thread-safe.
 */
@Path("/oauth/backchannel-logout")
// Not final: RESTEasy with CDI gives resource classes a request scope, and so a proxy.
public class BackchannelLogoutResource {
    private final TokenRevocation given;

    /** Serves the instance of the web application that it runs in. */
    public BackchannelLogoutResource() {
        this.given = null;
    }

    /**
     * Serves a given instance, which stays its owner's to close.
     *
     * @param revocation the instance
     */
    public BackchannelLogoutResource(TokenRevocation revocation) {
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
        String path = revocation.settings().backchannelLogout().orElseThrow(NotFoundException::new);
        return RevokeTokenResource.door(revocation.endpoints().get(path), request);
    }
}
