package org.tokenrevocation.sample;

import jakarta.servlet.ServletContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import org.tokenrevocation.RevocationUnavailableException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The token endpoint of RFC 6749: the password grant for two demo users, and refreshing with rotation (the old pair is
 * revoked before the new one is handed out).
 */
@Path("/oauth/token")
public final class TokenResource {
    private static final Map<String, String> PASSWORDS = Map.of("alice", "alice", "bob", "bob");

    @Context
    private ServletContext context;

    /** One per request, made by the JAX-RS stack. */
    public TokenResource() {}

    /**
     * Issues a pair of tokens.
     *
     * @param body a form
     * @return 200, an error of RFC 6749 section 5.2, or 503 while Redis does not answer
     * @throws IOException if the body cannot be read
     */
    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Produces(MediaType.APPLICATION_JSON)
    public Response token(InputStream body) throws IOException {
        try {
            FormParameters form = FormParameters.read(body);
            return switch (form.required("grant_type")) {
                case "password" -> logIn(form.required("username"), form.required("password"));
                case "refresh_token" -> refresh(form.required("refresh_token"));
                default -> Answers.badRequest("unsupported_grant_type", "use password or refresh_token");
            };
        } catch (IllegalArgumentException e) {
            return Answers.badRequest("invalid_request", e.getMessage());
        } catch (JedisException | RevocationUnavailableException e) {
            return Answers.unavailable();
        }
    }

    private Response logIn(String user, String password) {
        byte[] expected = PASSWORDS.getOrDefault(user, "").getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(expected, password.getBytes(StandardCharsets.UTF_8))) {
            return Answers.badRequest("invalid_grant", "user name or password is wrong");
        }
        return Answers.issued(Grants.of(context).issue(user, Tokens.randomSession()));
    }

    /** Should Redis fail in between, the refresh token is spent and the user logs in again: lost, but never doubled. */
    private Response refresh(String token) {
        Optional<Grants.Spent> spent = Grants.of(context).spend(token);
        if (spent.isEmpty()) {
            return Answers.badRequest("invalid_grant", "the refresh token is revoked, expired, used or unknown");
        }
        Grants.revocation(context).revokeAll(spent.get().pair()).toCompletableFuture().join();
        return Answers.issued(Grants.of(context).issue(spent.get().subject(), spent.get().session()));
    }
}
