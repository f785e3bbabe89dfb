package org.tokenrevocation.jaxrs;

import jakarta.servlet.ServletContext;

/**
 * Warns when an application has the endpoint but not the filter: it would confirm revocations that this application
 * itself does not heed. A host can cause that without noticing ({@code <absolute-ordering/>}). Stateless.
 */
final class MissingGuard {
    private static final System.Logger LOG = System.getLogger("org.tokenrevocation");
    private static final String FILTER = "org.tokenrevocation.servlet.TokenRevocationFilter";
    private static final String LOOKED = "org.tokenrevocation.jaxrs.guard-looked-for";

    private MissingGuard() {}

    /** Looks once per application, when its registrations are complete. */
    static void warnOnce(ServletContext context) {
        if (context.getAttribute(LOOKED) != null) {
            return;
        }
        context.setAttribute(LOOKED, true);
        boolean isGuarded = context.getFilterRegistrations().values().stream()
                .anyMatch(registration -> FILTER.equals(registration.getClassName()));
        if (!isGuarded) {
            LOG.log(System.Logger.Level.WARNING, "{0}: the revocation endpoint is here, but no filter ["
                    + FILTER + "] guards this application, so it accepts revoked tokens; put"
                    + " token-revocation-servlet-filter into WEB-INF/lib, or declare the filter where its web.xml"
                    + " switches libraries off", context.getContextPath().isEmpty() ? "/" : context.getContextPath());
        }
    }
}
