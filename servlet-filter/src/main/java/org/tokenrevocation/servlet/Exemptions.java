package org.tokenrevocation.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Set;
import org.tokenrevocation.Settings;

/**
 * What is never judged: the endpoints and the paths of {@code exclude}. Immutable.
 *
 * <p>The path that counts is the present dispatch's own target, so a forward out of an excluded path is judged like any
 * other request. A path exempts only if no host can read the URI in another way than the container did: some frameworks
 * map by the raw URI, so one with dot segments, empty segments or an escaped separator exempts nothing. Nor does one with
 * path parameters, which some leave in the path, but for the {@code ;jsessionid=} that containers write at its end.
 */
final class Exemptions {
    private static final String SESSION = ";jsessionid=";

    private final Set<String> endpoints;
    private final List<String> exclusions;

    /** The endpoints by their decoded paths. */
    Exemptions(Set<String> endpoints, Settings settings) {
        this.endpoints = Set.copyOf(endpoints);
        this.exclusions = settings.exclusions();
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
                ? endpoint(request.getServletPath(), request.getPathInfo())
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
        if (path == null || endpoint(path, info) == null && !(isWithExclusions && isExcluded(path, info))) {
            return false;
        }
        // Last, because some containers make this text anew whenever they are asked for it.
        String uri = isIncluded ? (String) request.getAttribute(RequestDispatcher.INCLUDE_REQUEST_URI) : request.getRequestURI();
        return uri != null && isPlain(uri);
    }

    private String endpoint(String path, String info) {
        for (String endpoint : endpoints) {
            if (is(endpoint, path, info)) {
                return endpoint;
            }
        }
        return null;
    }

    private static boolean is(String endpoint, String path, String info) {
        int infoLength = info == null ? 0 : info.length();
        return path.length() + infoLength == endpoint.length()
                && endpoint.startsWith(path)
                && (info == null || endpoint.endsWith(info));
    }

    private boolean isExcluded(String path, String info) {
        if (exclusions.isEmpty()) {
            return false;
        }
        String whole = info == null ? path : path + info;
        for (String exclusion : exclusions) {
            if (isWithin(whole, exclusion)) {
                return true;
            }
        }
        return false;
    }

    /** By whole segments; the root excludes itself alone, because a guard that guards nothing is worse than none. */
    private static boolean isWithin(String path, String exclusion) {
        if (exclusion.equals("/")) {
            return path.equals("/") || path.isEmpty();
        }
        return path.startsWith(exclusion)
                && (path.length() == exclusion.length() || path.charAt(exclusion.length()) == '/');
    }

    /** Whether all parsers see the same segments in a raw URI. */
    static boolean isPlain(String uri) {
        int length = lengthWithoutSession(uri);
        int start = 1;
        while (start <= length) {
            int slash = uri.indexOf('/', start);
            int end = slash < 0 || slash > length ? length : slash;
            if (end == start && end < length || !isPlainSegment(uri, start, end)) {
                return false;
            }
            start = end + 1;
        }
        return uri.startsWith("/");
    }

    /** The URI's length up to a session id at its end: letters, digits and single marks between them. */
    private static int lengthWithoutSession(String uri) {
        int semicolon = uri.indexOf(';');
        if (semicolon < 0 || !uri.startsWith(SESSION, semicolon)) {
            return uri.length();
        }
        boolean wasMark = true;
        for (int i = semicolon + SESSION.length(); i < uri.length(); i++) {
            char c = uri.charAt(i);
            boolean isMark = c < 0x80 && "-_.!:~".indexOf(c) >= 0;
            boolean isWord = c >= '0' && c <= '9' || (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
            if (!isWord && !isMark || isMark && wasMark) {
                return uri.length();
            }
            wasMark = isMark;
        }
        return wasMark ? uri.length() : semicolon;
    }

    private static boolean isPlainSegment(String uri, int start, int end) {
        boolean isDots = end > start;
        int before = 0;
        int at = start;
        while (at < end) {
            int c = uri.charAt(at);
            int width = 1;
            if (c == '%') {
                int high = at + 2 < end ? Character.digit(uri.charAt(at + 1), 16) : -1;
                int low = high < 0 ? -1 : Character.digit(uri.charAt(at + 2), 16);
                if (low < 0) {
                    return false;
                }
                c = high << 4 | low;
                width = 3;
            }
            if (c < ' ' || c == 0x7f || c == '/' || c == '\\' || c == '%' || c == ';' || isOverlong(before, c)) {
                return false;
            }
            isDots &= c == '.' || c == ' ';
            before = c;
            at += width;
        }
        // Old file systems drop dots and blanks at a name's end, so any number of them may mean a folder further up.
        return !isDots;
    }

    /** UTF-8 of more bytes than the character needs: to careless decoders it spells dots and slashes. */
    private static boolean isOverlong(int before, int c) {
        return c == 0xc0 || c == 0xc1 || before == 0xe0 && c < 0xa0 || before == 0xf0 && c < 0x90 || c >= 0xf8;
    }
}
