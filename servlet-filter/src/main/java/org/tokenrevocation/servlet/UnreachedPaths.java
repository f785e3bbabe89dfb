package org.tokenrevocation.servlet;

/** Stacks that serve paths beside their servlets, where no servlet filter is asked. Stateless. */
final class UnreachedPaths {
    /** There on Quarkus with Quarkus REST alone. */
    static final String QUARKUS_REST = "org/jboss/resteasy/reactive/server/core/ResteasyReactiveRequestContext.class";

    private static final System.Logger LOG = System.getLogger("org.tokenrevocation");

    private UnreachedPaths() {}

    /** Says once, at the start of a guard, what it does not reach. */
    static void warn(String name, ClassLoader application) {
        if (application != null && application.getResource(QUARKUS_REST) != null) {
            LOG.log(System.Logger.Level.WARNING, "{0}: Quarkus REST serves its paths beside the servlets, so this filter does"
                    + " not guard them; see that org.tokenrevocation.jaxrs.TokenRevocationRequestFilter of"
                    + " token-revocation-jaxrs-resource is registered there", name);
        }
    }
}
