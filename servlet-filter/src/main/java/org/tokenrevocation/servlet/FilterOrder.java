package org.tokenrevocation.servlet;

import jakarta.servlet.FilterConfig;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The order of an application's filters. The Servlet API does not tell it, so Jetty, Tomcat and Undertow are asked by
 * reflection; their types must not be needed here, and web applications do not see them. Stateless.
 */
final class FilterOrder {
    private static final System.Logger LOG = System.getLogger("org.tokenrevocation");

    private FilterOrder() {}

    /** Whether the container (Undertow, GlassFish, Payara) puts a mapping in front of those that came before it. */
    static boolean isLatestFirst(ServletContext context) {
        return isUndertow(context) || isGlassFish(context);
    }

    /** Whether filters are started with the first request; all other containers start them with the application. */
    static boolean isStartedLate(ServletContext context) {
        return isUndertow(context);
    }

    /** WildFly's container as well. */
    private static boolean isUndertow(ServletContext context) {
        return context.getClass().getName().startsWith("io.undertow.");
    }

    /** Payara's container as well: it descends from Tomcat, and holds a list where Tomcat holds an array. */
    private static boolean isGlassFish(ServletContext context) {
        try {
            return isCatalina(context) && catalinaMappings(context) instanceof List;
        } catch (ReflectiveOperationException | RuntimeException e) {
            return false;
        }
    }

    private static boolean isCatalina(ServletContext context) {
        return context.getClass().getName().startsWith("org.apache.catalina.core.ApplicationContext");
    }

    /** Warns, naming them, if filters of the application stand in front of a guard that should be first. */
    static void warnUnlessFirst(FilterConfig guard) {
        ServletContext context = guard.getServletContext();
        List<String> inFront = new ArrayList<>();
        try {
            for (String name : namesBefore(guard)) {
                FilterRegistration registration = context.getFilterRegistration(name);
                inFront.add(registration == null ? name : name + " (" + registration.getClassName() + ")");
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.log(System.Logger.Level.INFO, "{0}: cannot tell which filters stand in front of the guard ({1}); see that the"
                    + " probe token is answered with 401 on every path", ContextInstance.name(context), e.toString());
        }
        if (!inFront.isEmpty()) {
            LOG.log(System.Logger.Level.WARNING, "{0}: filters stand in front of the guard: {1}; it never sees a request that"
                    + " they answer, so there a revoked token is accepted; register them after ours (name web fragment"
                    + " [token_revocation_servlet_filter] first in <absolute-ordering>, or add them with isMatchAfter true),"
                    + " or declare filter [{2}] in web.xml yourself", ContextInstance.name(context), inFront,
                    TokenRevocationFilter.class.getName());
        }
    }

    /** Whether a filter stands in front of the guard; false where no order can be told. */
    static boolean isAnyBefore(ServletContext context, String guard) {
        try {
            List<String> names = names(context);
            return !names.isEmpty() && !names.get(0).equals(guard);
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "{0}: cannot tell the order of the filters: {1}", ContextInstance.name(context),
                    e.toString());
            return false;
        }
    }

    /** The filters in front of the guard, nearest to the client first; none where the container shows no order. */
    static Set<String> namesBefore(FilterConfig guard) throws ReflectiveOperationException {
        Set<String> before = new LinkedHashSet<>();
        for (String name : names(guard.getServletContext())) {
            if (name.equals(guard.getFilterName()) || name.equals(HandshakeGuard.name(guard.getFilterName()))) {
                return before;
            }
            before.add(name);
        }
        return Set.of();
    }

    private static List<String> names(ServletContext context) throws ReflectiveOperationException {
        List<String> names = new ArrayList<>();
        for (Object mapping : mappings(context)) {
            names.add((String) get(mapping, "getFilterName"));
        }
        return names;
    }

    private static List<?> mappings(ServletContext context) throws ReflectiveOperationException {
        String type = context.getClass().getName();
        if (type.startsWith("org.eclipse.jetty.")) {
            return list(get(get(get(context, "getContextHandler"), "getServletHandler"), "getFilterMappings"));
        }
        if (isCatalina(context)) {
            return list(catalinaMappings(context));
        }
        return isUndertow(context)
                ? list(get(get(get(context, "getDeployment"), "getDeploymentInfo"), "getFilterMappings")) : List.of();
    }

    private static Object catalinaMappings(ServletContext context) throws ReflectiveOperationException {
        Object application = context.getClass().getName().endsWith("Facade") ? inner(context) : context;
        return get(inner(application), "findFilterMaps");
    }

    private static List<?> list(Object mappings) {
        return mappings instanceof List<?> list ? list : List.of((Object[]) mappings);
    }

    private static Object get(Object owner, String getter) throws ReflectiveOperationException {
        return owner.getClass().getMethod(getter).invoke(owner);
    }

    /** What Tomcat's facade of a context, and the context behind it, hide. */
    private static Object inner(Object owner) throws ReflectiveOperationException {
        Field context = owner.getClass().getDeclaredField("context");
        context.setAccessible(true);
        return context.get(owner);
    }
}
