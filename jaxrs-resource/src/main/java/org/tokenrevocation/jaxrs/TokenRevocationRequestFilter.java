package org.tokenrevocation.jaxrs;

import jakarta.annotation.Priority;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.tokenrevocation.Settings;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.spi.request.Candidate;
import org.tokenrevocation.spi.request.Candidates;
import org.tokenrevocation.spi.request.ExemptPaths;
import org.tokenrevocation.spi.request.Refusal;
import org.tokenrevocation.spi.request.RequestPolicy;
import org.tokenrevocation.spi.request.TokenSearch;

/**
 * Guards a JAX-RS application that has no servlets in front, with the servlet filter's search for tokens and its answers:
 * the same requests are refused with the same bytes. Runs before the request is matched, so that a path without a resource is
 * guarded too. Paths of the settings are relative to the application's.
 *
 * <p>Register it once, with the application's instance; where the stack looks for annotations, subclass it with
 * {@code @Provider} and {@code @PreMatching}. Where a servlet container is in front, the servlet filter reaches more: static
 * files, other servlets, WebSocket handshakes.
 *
 * <p>With {@code serve-endpoint} it answers at {@code endpoint} itself, in the calling thread, which waits until the revocation
 * has taken effect. A verdict too may wait, for {@code redis-timeout} at most; a stack that calls it on an event loop holds up
 * that one. Thread-safe.
 */
@PreMatching
@Priority(0)
public class TokenRevocationRequestFilter implements ContainerRequestFilter {
    private final TokenRevocation revocation;
    private final TokenSearch search;
    private final RequestPolicy policy;
    private final ExemptPaths exempt;
    private final boolean isTokenRequired;
    private final boolean isEndpointServed;

    /**
     * Guards with the settings of an instance.
     *
     * @param revocation the instance to ask; whoever opened it closes it
     */
    public TokenRevocationRequestFilter(TokenRevocation revocation) {
        Settings settings = revocation.settings();
        this.revocation = revocation;
        this.search = new TokenSearch(settings);
        this.policy = new RequestPolicy(revocation, settings);
        this.exempt = new ExemptPaths(revocation.endpoints().keySet(), settings);
        this.isTokenRequired = settings.isTokenRequired();
        this.isEndpointServed = settings.isEndpointServed();
    }

    /** Aborts what must not pass; else leaves the request as it is, its body unread. */
    @Override
    public final void filter(ContainerRequestContext context) {
        String endpoint = isEndpointServed ? exempt.endpoint(path(context), null) : null;
        if (endpoint != null && isPlain(context)) {
            context.abortWith(Door.response(revocation.endpoints().get(endpoint).answer(new ContextCall(context))));
            return;
        }
        Refusal refusal = refusal(context);
        if (refusal != null) {
            context.abortWith(Response.status(refusal.status()).header(refusal.header(), refusal.headerValue())
                    .header("Cache-Control", "no-store").type(MediaType.APPLICATION_JSON_TYPE).entity(refusal.body()).build());
        }
    }

    private boolean isExempt(ContainerRequestContext context) {
        String path = path(context);
        return (exempt.endpoint(path, null) != null || exempt.isExcluded(path, null)) && isPlain(context);
    }

    /** Stacks differ in whether it begins with a slash. */
    private static String path(ContainerRequestContext context) {
        String path = context.getUriInfo().getPath();
        return path.startsWith("/") ? path : "/" + path;
    }

    private static boolean isPlain(ContainerRequestContext context) {
        return ExemptPaths.isPlain(context.getUriInfo().getRequestUri().getRawPath());
    }

    /** Null lets the request pass. */
    private Refusal refusal(ContainerRequestContext context) {
        Candidates found = search.find(new ContextView(context));
        if (found.isEmpty() && !isTokenRequired || isExempt(context)) {
            return null;
        }
        if (found.hasFault()) {
            return enforced(policy.fault(found));
        }
        if (found.isEmpty()) {
            return isPreflight(context) ? null : enforced(policy.missing());
        }
        return judge(found);
    }

    /** Fetch standard, CORS-preflight request: browsers send it without credentials. */
    private static boolean isPreflight(ContainerRequestContext context) {
        return "OPTIONS".equals(context.getMethod()) && !ContextView.headers(context, "Origin").isEmpty()
                && !ContextView.headers(context, "Access-Control-Request-Method").isEmpty();
    }

    private Refusal judge(Candidates found) {
        Refusal refusal = null;
        boolean isProbe = false;
        for (Candidate candidate = found.first(); candidate != null; candidate = candidate.next()) {
            Refusal one = policy.of(candidate, revocation.verdict(candidate.token()));
            isProbe |= one != null && candidate.token().equals(TokenRevocation.PROBE_TOKEN);
            refusal = policy.graver(refusal, one);
        }
        if (isProbe) {
            policy.countProbe();
            return refusal;
        }
        return refusal == null ? null : enforced(refusal);
    }

    private Refusal enforced(Refusal refusal) {
        if (policy.isEnforced()) {
            policy.countRefused(refusal);
            return refusal;
        }
        policy.countShadow(refusal);
        return null;
    }
}
