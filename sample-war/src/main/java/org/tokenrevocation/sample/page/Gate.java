package org.tokenrevocation.sample.page;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Any web page that a browser shows can post to a local port, and with a name that it points to 127.0.0.1 it could read
 * the answers too. So what reaches the page on the loopback address must name that address as Host, in every container,
 * and whatever changes something must come from the page's own script.
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
        return isOnLoopback(request) && (host == null || !LOOPBACK.matcher(host).matches())
                ? Optional.of("Host must be 127.0.0.1 or localhost")
                : Optional.empty();
    }

    /** The socket's own address, which no client chooses; a literal, so nothing is looked up. */
    private static boolean isOnLoopback(HttpServletRequest request) {
        try {
            return InetAddress.getByName(request.getLocalAddr()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return true;
        }
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
