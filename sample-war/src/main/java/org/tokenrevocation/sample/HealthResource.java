package org.tokenrevocation.sample;

import jakarta.servlet.ServletContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;
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
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", health.name());
        body.put("mode", health.mode());
        body.put("redis", health.redis());
        body.put("trouble", health.trouble().orElse(null));
        body.put("memory", health.memory());
        body.put("entries", health.entries());
        body.put("counters", health.counters());
        return Answers.json(health.isUp() ? Response.Status.OK : Response.Status.SERVICE_UNAVAILABLE, body).build();
    }
}
