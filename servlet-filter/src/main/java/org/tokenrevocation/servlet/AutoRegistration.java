package org.tokenrevocation.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import java.util.EnumSet;
import java.util.List;

/**
 * Registers the filter in a host that knows nothing of us. Called several times at the
 * start of a deployment (initializers and listener: no server honours all always), so everything is done once. Stateless.
 */
final class AutoRegistration {
    private static final String REGISTERED = "org.tokenrevocation.servlet.registered";

    private AutoRegistration() {}

    /** Registers the filter, unless a call before this has; false then. */
    static boolean register(ServletContext context) {
        // Asked first: a listener that an initializer has added may not even look at the registrations.
        if (context.getAttribute(REGISTERED) != null) {
            return false;
        }
        DuplicateCoreCheck.require(AutoRegistration.class.getClassLoader());
        context.setAttribute(REGISTERED, true);
        registerFilter(context);
        return true;
    }

    /** Where the container puts the latest mapping first, other libraries' initializers have got in front. */
    static void putFirst(ServletContext context) {
        if (context.getAttribute(REGISTERED) instanceof FilterRegistration.Dynamic automatic
                && FilterOrder.isLatestFirst(context) && FilterOrder.isAnyBefore(context, automatic.getName())) {
            map(automatic);
        }
    }

    /**
     * Whether the application has registered a guard in code since the automatic one was registered.
     *
     * @throws UnsupportedOperationException in a listener that was itself added in code
     */
    static boolean isOutranked(ServletContext context) {
        return context.getAttribute(REGISTERED) instanceof FilterRegistration && !DeclaredGuards.in(context).isEmpty();
    }

    static void forget(ServletContext context) {
        context.removeAttribute(REGISTERED);
    }

    /** In front of all filters of web.xml: {@code isMatchAfter} is false. A host's explicit declaration outranks us, save for handshakes. */
    private static void registerFilter(ServletContext context) {
        List<FilterRegistration> declared = DeclaredGuards.in(context);
        if (!declared.isEmpty()) {
            if (JettyUpgrade.isPresent(context)) {
                declared.forEach(registration -> HandshakeGuard.register(context, registration));
            }
            return;
        }
        FilterRegistration.Dynamic filter =
                context.addFilter(TokenRevocationFilter.NAME, new AutomaticGuard());
        if (filter == null) {
            throw new IllegalStateException("Another filter is named [" + TokenRevocationFilter.NAME
                    + "], so the guard cannot be registered; rename it");
        }
        filter.setAsyncSupported(true);
        map(filter);
        context.setAttribute(REGISTERED, filter);
    }

    private static void map(FilterRegistration.Dynamic filter) {
        filter.addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), false, "/*");
    }
}
