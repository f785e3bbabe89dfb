package org.tokenrevocation.servlet;

import jakarta.servlet.ServletContext;
import org.tokenrevocation.SharedInstance;

/**
 * Warns when an application has the endpoint but not the filter: it would confirm revocations that this application
 * itself does not heed. A host can cause that without noticing ({@code <absolute-ordering/>}). Stateless.
 */
final class MissingGuard {
    private static final System.Logger LOG = System.getLogger("org.tokenrevocation");
    private static final String FILTER = TokenRevocationFilter.class.getName();
    private static final String LOOKED = "org.tokenrevocation.servlet.guard-looked-for";

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
        boolean isGuarded = context.getAttribute(SharedInstance.GUARD_ATTRIBUTE) != null
                || !DeclaredGuards.in(context).isEmpty();
        if (!isGuarded) {
            LOG.log(System.Logger.Level.WARNING, "{0}: the revocation endpoint is here, but no filter ["
                    + FILTER + "] guards this application, so it accepts revoked tokens; put"
                    + " token-revocation-servlet-filter into WEB-INF/lib, or declare the filter where its web.xml"
                    + " switches libraries off", ContextInstance.name(context));
        }
    }
}
