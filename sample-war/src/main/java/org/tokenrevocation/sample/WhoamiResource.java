package org.tokenrevocation.sample;

import jakarta.servlet.ServletContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.clients.jedis.exceptions.JedisException;

/** The guarded resource. What the token stands for is the host's to look up; whether it lives, the filter has said. */
@Path("/api/whoami")
public final class WhoamiResource {
    private static final Pattern BEARER = Pattern.compile("(?i:Bearer) +([A-Za-z0-9._~+/-]+=*)");

    @Context
    private ServletContext context;

    /** One per request, made by the JAX-RS stack. */
    public WhoamiResource() {}

    /**
     * Says whose token this is.
     *
     * @param authorization the header that carries the access token
     * @return 200 with {@code sub}, {@code session} and {@code expires_in} in seconds, 401, or 503
     */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Response whoami(@HeaderParam(HttpHeaders.AUTHORIZATION) String authorization) {
        Matcher bearer = BEARER.matcher(authorization == null ? "" : authorization);
        if (!bearer.matches()) {
            return unauthorized(false);
        }
        try {
            Optional<Grants.Access> access = Grants.of(context).find(bearer.group(1));
            return access.map(WhoamiResource::found).orElseGet(() -> unauthorized(true));
        } catch (JedisException e) {
            return Answers.unavailable();
        }
    }

    private static Response found(Grants.Access access) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("sub", access.subject());
        body.put("session", access.session());
        body.put("expires_in", access.remaining().toSeconds());
        return Answers.json(Response.Status.OK, body).build();
    }

    private Response unauthorized(boolean hasToken) {
        return Answers.unauthorized(Grants.revocation(context).settings().realm(), hasToken);
    }
}
