package org.tokenrevocation.jaxrs;

import jakarta.servlet.ServletContext;
import org.tokenrevocation.SharedInstance;

/**
 * Warns when an application has the endpoint but not the filter: it would confirm revocations that this application
 * itself does not heed. A host can cause that without noticing ({@code <absolute-ordering/>}). Stateless.
 */
final class MissingGuard {
    private static final System.Logger LOG = System.getLogger("org.tokenrevocation");
    private static final String FILTER = "org.tokenrevocation.servlet.TokenRevocationFilter";
    /** What the filter's JAR calls the guard that it registers by itself. */
    private static final String AUTOMATIC = "token-revocation";
    private static final String LOOKED = "org.tokenrevocation.jaxrs.guard-looked-for";

    private MissingGuard() {}

    /**
     * Looks once per application, with the first call of the endpoint: guards have been started by then, or, where nobody
     * starts them (Spring's proxy of a filter bean does not), have seen that very call.
     */
    static void warnOnce(ServletContext context) {
        if (context.getAttribute(LOOKED) != null) {
            return;
        }
        context.setAttribute(LOOKED, true);
        if (context.getAttribute(SharedInstance.GUARD_ATTRIBUTE) == null && !isGuardRegistered(context)) {
            LOG.log(System.Logger.Level.WARNING, "{0}: the revocation endpoint is here, but no filter ["
                    + FILTER + "] guards this application, so it accepts revoked tokens; put"
                    + " token-revocation-servlet-filter into WEB-INF/lib, or declare the filter where its web.xml"
                    + " switches libraries off", context.getContextPath().isEmpty() ? "/" : context.getContextPath());
        }
    }

    /** Whether the container knows a guard by its class or name; false also in a listener that may not ask. */
    static boolean isGuardRegistered(ServletContext context) {
        try {
            return context.getFilterRegistrations().values().stream().anyMatch(registration ->
                    FILTER.equals(registration.getClassName()) || AUTOMATIC.equals(registration.getName()));
        } catch (UnsupportedOperationException e) {
            LOG.log(System.Logger.Level.DEBUG, "a listener that was added in code may not look for guards: {0}", e.toString());
            return false;
        }
    }
}
