package org.tokenrevocation.servlet;

import jakarta.servlet.FilterConfig;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Jetty's WebSocket upgrade filter, which Jetty puts in front of all other filters when the first endpoint is added:
 * there it accepts handshakes that nobody has judged. Stateless.
 */
final class JettyUpgrade {
    private static final System.Logger LOG = System.getLogger("org.tokenrevocation");
    private static final String JETTY = "org.eclipse.jetty.";
    private static final String UPGRADE_FILTER = ".WebSocketUpgradeFilter";

    private JettyUpgrade() {}

    /**
     * Looks once, when the guard starts.
     *
     * @throws IllegalStateException if the upgrade filter stands in front of the guard; stops the deployment
     */
    static void requireBehind(FilterConfig guard) {
        if (isInFront(guard)) {
            throw new IllegalStateException(remedy(guard));
        }
    }

    static boolean isPresent(ServletContext context) {
        return !upgradeFilters(context).isEmpty();
    }

    static String remedy(FilterConfig guard) {
        return "Jetty's WebSocketUpgradeFilter stands in front of filter [" + guard.getFilterName() + "], so handshakes"
                + " with a revoked token would be accepted; declare it behind the guard, named by its class:"
                + " FilterHolder upgrade = new FilterHolder(WebSocketUpgradeFilter.class);"
                + " upgrade.setName(WebSocketUpgradeFilter.class.getName());"
                + " handler.addFilter(upgrade, \"/*\", EnumSet.of(DispatcherType.REQUEST));"
                + " or register the guard by an initializer that runs after Jetty's own";
    }

    /** Whether handshakes get past the guard; false where no such filter is, or no order can be told. */
    static boolean isInFront(FilterConfig guard) {
        Set<String> upgrades = upgradeFilters(guard.getServletContext());
        if (upgrades.isEmpty()) {
            return false;
        }
        try {
            return FilterOrder.namesBefore(guard).stream().anyMatch(upgrades::contains);
        } catch (ReflectiveOperationException | ClassCastException e) {
            LOG.log(System.Logger.Level.WARNING, "{0}: cannot tell whether Jetty''s WebSocketUpgradeFilter stands behind"
                    + " the guard ({1}); see that a handshake with the probe token is answered with 401",
                    guard.getFilterName(), e.toString());
            return false;
        }
    }

    private static Set<String> upgradeFilters(ServletContext context) {
        return context.getFilterRegistrations().entrySet().stream()
                .filter(entry -> isUpgradeFilter(entry.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private static boolean isUpgradeFilter(FilterRegistration registration) {
        String type = registration.getClassName();
        return type != null && type.startsWith(JETTY) && type.endsWith(UPGRADE_FILTER);
    }
}
