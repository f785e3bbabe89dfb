package org.tokenrevocation.sample;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;

/** The answers of the sample, as JSON text, so that no JAX-RS stack needs a JSON provider. */
final class Answers {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Answers() {}

    static Response issued(Tokens tokens) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("access_token", tokens.access());
        body.put("refresh_token", tokens.refresh());
        body.put("token_type", "Bearer");
        body.put("expires_in", Grants.ACCESS_LIFETIME.toSeconds());
        return json(Response.Status.OK, body).build();
    }

    static Response badRequest(String error, String description) {
        return json(Response.Status.BAD_REQUEST, error(error, description)).build();
    }

    static Response unavailable() {
        return json(Response.Status.SERVICE_UNAVAILABLE, error("temporarily_unavailable", "try again in a second"))
                .header(HttpHeaders.RETRY_AFTER, 1)
                .build();
    }

    /** RFC 6750 section 3: without a token in the request, no error code either. */
    static Response unauthorized(String realm, boolean hasToken) {
        String challenge = "Bearer realm=\"" + realm + "\"";
        return json(Response.Status.UNAUTHORIZED, hasToken
                        ? error("invalid_token", "the access token is not valid")
                        : Map.of("error_description", "send an access token: Authorization: Bearer ..."))
                .header(HttpHeaders.WWW_AUTHENTICATE, hasToken ? challenge + ", error=\"invalid_token\"" : challenge)
                .build();
    }

    static Response.ResponseBuilder json(Response.StatusType status, Object body) {
        try {
            return Response.status(status)
                    .type(MediaType.APPLICATION_JSON)
                    .header(HttpHeaders.CACHE_CONTROL, "no-store")
                    .header("Pragma", "no-cache")
                    .entity(JSON.writeValueAsString(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps of plain values can be written", e);
        }
    }

    private static Map<String, String> error(String error, String description) {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("error", error);
        body.put("error_description", description);
        return body;
    }
}
