package org.tokenrevocation.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.tokenrevocation.Settings;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.spi.SharedInstance;
import org.tokenrevocation.spi.request.Candidate;
import org.tokenrevocation.spi.request.Candidates;
import org.tokenrevocation.spi.request.Refusal;
import org.tokenrevocation.spi.request.RequestPolicy;
import org.tokenrevocation.spi.request.TokenSearch;

/**
 * Refuses requests whose bearer token is revoked or malformed (401, RFC 6750 section 3.1), that carry different tokens
 * (400), or whose token cannot be judged (503 with {@code Retry-After}, unless {@code fail-policy=open}). Everything else passes untouched, its body
 * unread.
 *
 * <p>Looks at {@code Authorization}, the query and the configured headers, cookies and WebSocket subprotocols, never at form parameters. A token
 * that arrives elsewhere is the host's to ask for: {@link TokenRevocation#verdict}.
 *
 * <p>With {@code serve-endpoint} it answers at {@code endpoint}, and at the other endpoints that are switched on, itself, asynchronously, so that no filter behind it can
 * refuse or redirect a revocation.
 *
 * <p>Belongs first in the chain, mapped to {@code /*} for every dispatcher type and with async support; the JAR registers
 * it so by itself. A filter in front of it sees requests that nobody has judged. A named dispatcher reaches no filter
 * that is mapped by path. Behind a host's CORS filter: declare this class explicitly after it, and the automatic
 * registration stays away. Behind Jetty's WebSocket upgrade filter it does not start.
 *
 * <p>Init-params, each with or without the prefix {@code revocation.}, override the shared settings: {@code realm},
 * {@code exclude}, {@code schemes}, {@code query-parameter}, {@code require-token}, {@code serve-endpoint}, {@code token-headers},
 * {@code token-cookies}, {@code token-subprotocols}. Any other stops the deployment.
 *
 * <p>Thread-safe after {@link #init}.
 */
public final class TokenRevocationFilter implements Filter {
    /** The name under which the JAR registers this filter. */
    public static final String NAME = "token-revocation";

    private static final System.Logger LOG = System.getLogger("org.tokenrevocation");
    private static final Set<String> OWN_SETTINGS = Set.of("realm", "exclude", "schemes", "query-parameter",
            "require-token", "serve-endpoint", "token-headers", "token-cookies", "token-subprotocols");

    private final String attribute =
            getClass().getName() + ".judged." + Integer.toHexString(System.identityHashCode(this));
    private TokenRevocation revocation;
    private SharedInstance joined;
    private TokenSearch search;
    private Exemptions exemptions;
    private RequestPolicy policy;
    /** Where the instance that this filter was given has been offered to other doors. */
    private ServletContext offered;
    private volatile ServletContext announced;
    private boolean isTokenRequired;
    private boolean isEndpointServed;
    private String instanceName;
    /** Present until the first request has shown where a servlet's start may have put Jetty's upgrade filter. */
    private volatile FilterConfig unplaced;
    private volatile boolean isPassedBy;

    /** For the container: finds the application's instance, or opens it from the settings, in {@link #init}. */
    public TokenRevocationFilter() {}

    /**
     * For programmatic registration.
     *
     * @param revocation the instance to ask; whoever opened it closes it
     */
    public TokenRevocationFilter(TokenRevocation revocation) {
        this.revocation = revocation;
        configure(revocation.settings());
    }

    /**
     * Finds the instance and reads the init-params.
     *
     * @throws ServletException if a setting is missing, unknown or out of bounds; the message names it and the remedy
     */
    @Override
    public void init(FilterConfig config) throws ServletException {
        try {
            if (revocation == null || joined != null) {
                SharedInstance before = joined;
                joined = ContextInstance.join(config.getServletContext());
                revocation = joined.instance();
                if (before != null) {
                    before.close();
                }
            } else {
                ContextInstance.offer(config.getServletContext(), revocation);
                offered = config.getServletContext();
            }
            announce(config.getServletContext());
            configure(overridden(revocation.settings(), config));
            exemptions.warnOfContextPath(instanceName, config.getServletContext().getContextPath());
            JettyUpgrade.requireBehind(config);
            UnreachedPaths.warn(revocation.name(), config.getServletContext().getClassLoader());
            unplaced = config;
        } catch (IllegalArgumentException | IllegalStateException e) {
            destroy(); // no container does, for a filter that did not start
            throw new ServletException(e.getMessage(), e);
        }
    }

    private Settings overridden(Settings shared, FilterConfig config) {
        Settings.Builder builder = shared.toBuilder();
        Map<String, String> overrides = new TreeMap<>();
        for (String name : Collections.list(config.getInitParameterNames())) {
            String key = name.startsWith("revocation.") ? name.substring("revocation.".length()) : name;
            if (!OWN_SETTINGS.contains(key)) {
                throw new IllegalArgumentException("Unknown init-param [" + name + "] of filter ["
                        + config.getFilterName() + "]; it may hold the filter's own settings only: "
                        + String.join(", ", OWN_SETTINGS.stream().sorted().toList())
                        + "; set shared ones as context-param revocation." + key);
            }
            builder.set(key, config.getInitParameter(name));
            overrides.put(key, config.getInitParameter(name));
        }
        Settings settings = builder.build();
        if (!overrides.isEmpty()) {
            LOG.log(System.Logger.Level.INFO, "{0}: filter [{1}] overrides {2}",
                    revocation.name(), config.getFilterName(), overrides);
        }
        return settings;
    }

    private void configure(Settings settings) {
        search = new TokenSearch(settings);
        exemptions = new Exemptions(revocation.endpoints().keySet(), settings);
        policy = new RequestPolicy(revocation, settings);
        isTokenRequired = settings.isTokenRequired();
        isEndpointServed = settings.isEndpointServed();
        instanceName = revocation.name();
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request instanceof HttpServletRequest http && response instanceof HttpServletResponse answer) {
            if (announced == null) {
                // Spring's proxy of a filter bean starts no filter.
                announce(http.getServletContext());
            }
            FilterConfig config = unplaced;
            if (config != null) {
                lookAround(config);
            }
            String endpoint = isEndpointServed && !isPassedBy ? exemptions.endpoint(http) : null;
            if (endpoint != null) {
                ServletDoor.answer(revocation, endpoint, ServletDoor.DELIVERY, http, answer);
                return;
            }
            Refusal refusal = isPassedBy ? policy.undecided() : refusal(http);
            if (refusal != null) {
                RefusalAnswer.write(refusal, http, answer);
                return;
            }
        }
        chain.doFilter(request, response);
    }

    /** Lets the endpoint know that somebody guards. */
    private void announce(ServletContext context) {
        context.setAttribute(SharedInstance.GUARD_ATTRIBUTE, this);
        announced = context;
    }

    /** If handshakes bypass the filter, it answers 503 to all, so that this is noticed; not in shadow mode. */
    private void lookAround(FilterConfig config) {
        if (JettyUpgrade.isInFront(config)) {
            isPassedBy = policy.isEnforced();
            LOG.log(System.Logger.Level.ERROR, policy.isEnforced()
                    ? "{0}: every request gets 503: {1}"
                    : "{0}: every request would get 503: {1}", instanceName, JettyUpgrade.remedy(config));
        }
        unplaced = null;
    }

    /** Null lets the request pass. */
    private Refusal refusal(HttpServletRequest request) {
        Candidates found = search.find(new ServletView(request));
        if (found.isEmpty() && !isTokenRequired || exemptions.cover(request)) {
            return null;
        }
        if (found.hasFault()) {
            return enforced(policy.fault(found), request);
        }
        if (found.isEmpty()) {
            // An error page without a token follows a request that was let in without one.
            boolean needsNone = request.getDispatcherType() == DispatcherType.ERROR || Exemptions.isPreflight(request);
            return needsNone ? null : enforced(policy.missing(), request);
        }
        return judge(found, request);
    }

    private Refusal judge(Candidates found, HttpServletRequest request) {
        Judged judged = Judged.of(this, request);
        Refusal refusal = null;
        boolean isProbe = false;
        boolean isNew = false;
        for (Candidate candidate = found.first(); candidate != null; candidate = candidate.next()) {
            if (judged != null && judged.hasPassed(candidate.token())) {
                continue;
            }
            isNew = true;
            Refusal one = policy.of(candidate, revocation.verdict(candidate.token()));
            isProbe |= one != null && candidate.token().equals(TokenRevocation.PROBE_TOKEN);
            refusal = policy.graver(refusal, one);
        }
        if (isProbe) {
            policy.countProbe();
            return refusal;
        }
        Refusal answer = refusal == null ? null : enforced(refusal, request);
        if (answer == null && isNew) {
            // Shadow mode may have begun one just now.
            Judged noted = judged == null && refusal == null ? Judged.beginAnew(this, request) : Judged.begin(this, request);
            noted.pass(found);
        }
        return answer;
    }

    private Refusal enforced(Refusal refusal, HttpServletRequest request) {
        if (policy.isEnforced()) {
            policy.countRefused(refusal);
            return refusal;
        }
        if (Judged.begin(this, request).countShadow()) {
            policy.countShadow(refusal);
        }
        return null;
    }

    /** The request attribute that remembers what this instance has judged. */
    String attribute() {
        return attribute;
    }

    /** Lets go of the application's instance; whoever is the last closes it. An instance that was handed in is left alone. */
    @Override
    public void destroy() {
        if (announced != null && announced.getAttribute(SharedInstance.GUARD_ATTRIBUTE) == this) {
            announced.removeAttribute(SharedInstance.GUARD_ATTRIBUTE);
        }
        if (offered != null) {
            ContextInstance.withdraw(offered, revocation);
        }
        if (joined != null) {
            joined.close();
        }
    }
}
