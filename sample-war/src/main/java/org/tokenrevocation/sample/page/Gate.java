package org.tokenrevocation.sample.page;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Any web page that a browser shows can post to a local port, and with a name that it points to 127.0.0.1 it could read
 * the answers too. So what the page serves on the loopback address names that address as Host, and whatever changes
 * something comes from the page's own script.
 */
final class Gate {
    /** A header that a foreign page cannot send without a preflight, which nobody answers. */
    static final String HEADER = "X-Sample-Page";

    private static final Pattern LOOPBACK =
            Pattern.compile("(?:127\\.0\\.0\\.1|localhost|\\[::1\\])(?::\\d{1,5})?", Pattern.CASE_INSENSITIVE);

    private Gate() {}

    /** Why a request to look is turned away; empty if it is not. */
    static Optional<String> closedToLooking(HttpServletRequest request) {
        String host = request.getHeader("Host");
        return Page.isForThisMachine(request.getServletContext()) && (host == null || !LOOPBACK.matcher(host).matches())
                ? Optional.of("Host must be 127.0.0.1 or localhost")
                : Optional.empty();
    }

    /** Why a request to change something is turned away; empty if it is not. */
    static Optional<String> closedToChanging(HttpServletRequest request) {
        Optional<String> closed = closedToLooking(request);
        if (closed.isPresent()) {
            return closed;
        }
        String origin = request.getHeader("Origin");
        String host = request.getHeader("Host");
        if (origin == null || !(origin.equals("http://" + host) || origin.equals("https://" + host))) {
            return Optional.of("Origin must be the page's own");
        }
        if (!"1".equals(request.getHeader(HEADER))) {
            return Optional.of("Header " + HEADER + " must be 1");
        }
        return Optional.empty();
    }
}
