package org.tokenrevocation.spi;

import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Warns when an application has the endpoint but not the filter: it would confirm revocations that this application
 * itself does not heed. A host can cause that without noticing ({@code <absolute-ordering/>}). For those who write a door
 * that serves the endpoint; an application does not need it. Thread-safe.
 */
public final class MissingFilterWarning {
    private static final System.Logger LOG = System.getLogger("org.tokenrevocation");
    private static final String LOOKED = "org.tokenrevocation.guard-looked-for";

    private MissingFilterWarning() {}

    /**
     * Looks once per application, whichever door is called first, with the first call of the endpoint: guards have been
     * started by then, or, where nobody starts them (Spring's proxy of a filter bean does not), have seen that very call.
     *
     * @param name what the application is called in the log, for example the context path
     * @param getAttribute reads a context attribute
     * @param setAttribute writes a context attribute
     * @param isGuardRegistered whether the container knows a guard that has not announced itself by
     *     {@link SharedInstance#GUARD_ATTRIBUTE}
     */
    public static void warnOnce(String name, Function<String, Object> getAttribute,
            BiConsumer<String, Object> setAttribute, BooleanSupplier isGuardRegistered) {
        if (getAttribute.apply(LOOKED) == null && isFirst(getAttribute, setAttribute)
                && getAttribute.apply(SharedInstance.GUARD_ATTRIBUTE) == null && !isGuardRegistered.getAsBoolean()) {
            LOG.log(System.Logger.Level.WARNING, "{0}: the revocation endpoint is here, but no filter"
                    + " [org.tokenrevocation.servlet.TokenRevocationFilter] guards this application, so it accepts revoked"
                    + " tokens; put token-revocation-servlet-filter into WEB-INF/lib, or declare the filter where its"
                    + " web.xml switches libraries off", name);
        }
    }

    private static synchronized boolean isFirst(Function<String, Object> getAttribute,
            BiConsumer<String, Object> setAttribute) {
        if (getAttribute.apply(LOOKED) != null) {
            return false;
        }
        setAttribute.accept(LOOKED, true);
        return true;
    }
}
