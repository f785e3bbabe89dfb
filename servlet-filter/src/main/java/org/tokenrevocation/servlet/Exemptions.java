package org.tokenrevocation.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Set;
import org.tokenrevocation.Settings;
import org.tokenrevocation.spi.request.ExemptPaths;

/**
 * What is never judged: the endpoints and the paths of {@code exclude}. Immutable.
 *
 * <p>The path that counts is the present dispatch's own target, so a forward out of an excluded path is judged like any
 * other request.
 */
final class Exemptions {
    private static final System.Logger LOG = System.getLogger("org.tokenrevocation");

    private final ExemptPaths paths;
    private final List<String> exclusions;

    /** The endpoints by their decoded paths. */
    Exemptions(Set<String> endpoints, Settings settings) {
        this.paths = new ExemptPaths(endpoints, settings);
        this.exclusions = settings.exclusions();
    }

    /** Warns of excluded paths that repeat the context path: paths here begin behind it, so they exempt nothing that was meant. */
    void warnOfContextPath(String instance, String contextPath) {
        for (String path : exclusions) {
            if (!contextPath.isEmpty() && (path + "/").startsWith(contextPath + "/")) {
                String rest = path.substring(contextPath.length());
                LOG.log(System.Logger.Level.WARNING, "{0}: revocation.exclude [{1}] begins with the context path [{2}], and paths"
                        + " there begin behind it, so this one stands for [{2}{1}]; write [{3}] if [{1}] is meant", instance,
                        path, contextPath, rest.isEmpty() ? "/" : rest);
            }
        }
    }

    /**
     * Fetch standard, CORS-preflight request: browsers send it without credentials, so it needs no token. Only so far is
     * it exempt: whoever puts a token into one means to be served, and many a host serves OPTIONS like any other method.
     */
    static boolean isPreflight(HttpServletRequest request) {
        return "OPTIONS".equals(request.getMethod())
                && request.getHeader("Origin") != null
                && request.getHeader("Access-Control-Request-Method") != null;
    }

    /**
     * As which endpoint the filter may answer this request: by the same reading of the path that exempts it.
     *
     * @return its decoded path; null for none
     */
    String endpoint(HttpServletRequest request) {
        DispatcherType type = request.getDispatcherType();
        return type != DispatcherType.INCLUDE && type != DispatcherType.ERROR && covers(request, false)
                ? paths.endpoint(request.getServletPath(), request.getPathInfo())
                : null;
    }

    boolean cover(HttpServletRequest request) {
        return covers(request, true);
    }

    private boolean covers(HttpServletRequest request, boolean isWithExclusions) {
        boolean isIncluded = request.getDispatcherType() == DispatcherType.INCLUDE;
        String path;
        String info;
        try {
            path = isIncluded ? (String) request.getAttribute(RequestDispatcher.INCLUDE_SERVLET_PATH) : request.getServletPath();
            info = isIncluded ? (String) request.getAttribute(RequestDispatcher.INCLUDE_PATH_INFO) : request.getPathInfo();
        } catch (IllegalArgumentException e) {
            // Jetty refuses to decode an ambiguous path that it was told to let in: nobody knows what it means.
            return false;
        }
        // A named dispatcher leaves no path.
        if (path == null || paths.endpoint(path, info) == null && !(isWithExclusions && paths.isExcluded(path, info))) {
            return false;
        }
        // Last, because some containers make this text anew whenever they are asked for it.
        String uri = isIncluded ? (String) request.getAttribute(RequestDispatcher.INCLUDE_REQUEST_URI) : request.getRequestURI();
        return uri != null && ExemptPaths.isPlain(uri);
    }
}
