package org.tokenrevocation.servlet;

import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import java.util.ArrayList;
import java.util.List;

/** The guards that the application registers itself, in web.xml or in code; they outrank the automatic one. Stateless. */
final class DeclaredGuards {
    private static final String TYPE = TokenRevocationFilter.class.getName();

    private DeclaredGuards() {}

    /**
     * Those that are registered by now.
     *
     * @throws UnsupportedOperationException in a listener that was itself added in code, which may not look
     */
    static List<FilterRegistration> in(ServletContext context) {
        List<FilterRegistration> guards = new ArrayList<>(context.getFilterRegistrations().values());
        guards.removeIf(registration -> !isGuard(registration));
        return guards;
    }

    /** Tomcat tells no class of a filter that was handed to it as an object; then the name has to tell. */
    private static boolean isGuard(FilterRegistration registration) {
        String type = registration.getClassName();
        return type == null ? registration.getName().equals(TYPE) || registration.getName().equals(TokenRevocationFilter.NAME)
                : type.equals(TYPE);
    }
}
