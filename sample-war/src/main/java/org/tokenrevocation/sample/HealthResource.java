package org.tokenrevocation.sample;

import jakarta.servlet.ServletContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.tokenrevocation.Health;

/** What the node says of itself, for a load balancer and for people. */
@Path("/health")
public final class HealthResource {
    @Context
    private ServletContext context;

    /** One per request, made by the JAX-RS stack. */
    public HealthResource() {}

    /**
     * A snapshot.
     *
     * @return 200 while requests can be judged, else 503 with the trouble in words
     */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Response health() {
        Health health = Grants.revocation(context).health();
        return Response.status(health.isUp() ? Response.Status.OK : Response.Status.SERVICE_UNAVAILABLE)
                .type(MediaType.APPLICATION_JSON)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(health.toJson())
                .build();
    }
}
