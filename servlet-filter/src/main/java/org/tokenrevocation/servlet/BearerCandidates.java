package org.tokenrevocation.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Enumeration;
import java.util.List;
import org.tokenrevocation.Settings;

/**
 * Finds every text that a host may take as this request's token, and reads neither the body nor any parameter through
 * the container. The strategy errs on the side of refusing: where two parsers could read a value differently, the text
 * that goes to the core lies outside the token grammar, and the answer is 400. Immutable.
 *
 * <p>An {@code Authorization} value is searched at its begin and behind every comma. What follows a scheme is taken to
 * the value's end, commas included, as a naive {@code startsWith} and {@code substring} would: a comma is in no grammar,
 * so {@code Bearer a, Basic b} is refused while {@code Basic b, Bearer a} yields {@code a}.
 */
final class BearerCandidates {
    private final String[] schemes;
    private final List<String> headers;
    private final List<String> cookies;
    private final QueryParameter query;

    BearerCandidates(Settings settings) {
        schemes = settings.schemes().toArray(String[]::new);
        headers = settings.tokenHeaders();
        cookies = settings.tokenCookies();
        query = settings.queryParameter().isEmpty() ? null : new QueryParameter(settings.queryParameter());
    }

    /** All candidates of a request as this dispatch sees it. */
    Candidates find(HttpServletRequest request) {
        Candidates found = new Candidates();
        Enumeration<String> values = request.getHeaders("Authorization");
        while (values != null && values.hasMoreElements()) {
            addCredentials(values.nextElement(), found);
        }
        if (query != null) {
            addQueries(request, found);
        }
        for (int i = 0; i < headers.size(); i++) {
            values = request.getHeaders(headers.get(i));
            while (values != null && values.hasMoreElements()) {
                addValue(values.nextElement(), found);
            }
        }
        if (!cookies.isEmpty()) {
            addCookies(request, found);
        }
        return found;
    }

    private void addCredentials(String value, Candidates found) {
        int start = 0;
        do {
            int begin = skipBlanks(value, start);
            if (addSchemed(value, begin, found)) {
                return;
            }
            start = value.indexOf(',', begin) + 1;
        } while (start > 0);
    }

    /** Adds what follows a scheme at this place; tells whether one of ours stands there at all, rightly or wrongly. */
    private boolean addSchemed(String value, int begin, Candidates found) {
        int begun = -1;
        for (int i = 0; i < schemes.length; i++) {
            if (value.regionMatches(true, begin, schemes[i], 0, schemes[i].length())) {
                int end = begin + schemes[i].length();
                if (end < value.length() && isHttpBlank(value.charAt(end))) {
                    found.addSole(trimmed(value, end), i);
                    return true;
                }
                begun = i;
            }
        }
        if (begun >= 0) {
            found.addFault(begun);
        }
        return begun >= 0;
    }

    /** Dispatches bring queries of their own; the container shows their parameters together with the first one's. */
    private void addQueries(HttpServletRequest request, Candidates found) {
        query.find(request.getQueryString(), found);
        if (request.getDispatcherType() != DispatcherType.REQUEST) {
            query.find(attribute(request, RequestDispatcher.FORWARD_QUERY_STRING), found);
            query.find(attribute(request, RequestDispatcher.INCLUDE_QUERY_STRING), found);
            query.find(attribute(request, AsyncContext.ASYNC_QUERY_STRING), found);
        }
    }

    private static String attribute(HttpServletRequest request, String name) {
        return request.getAttribute(name) instanceof String text ? text : null;
    }

    /**
     * As the container reads them and in the raw headers, because JAX-RS stacks split those for themselves, at commas and
     * without regard to quotes: {@code a=b,sid=t} holds a {@code sid} to Jersey and none to Jetty.
     */
    private void addCookies(HttpServletRequest request, Candidates found) {
        Cookie[] sent = request.getCookies();
        for (int i = 0; sent != null && i < sent.length; i++) {
            if (cookies.contains(sent[i].getName()) && sent[i].getValue() != null) {
                addValue(unquoted(sent[i].getValue()), found);
            }
        }
        Enumeration<String> values = request.getHeaders("Cookie");
        while (values != null && values.hasMoreElements()) {
            addRawCookies(values.nextElement(), found);
        }
    }

    private void addRawCookies(String header, Candidates found) {
        int start = 0;
        int equals = -1;
        for (int at = 0; at <= header.length(); at++) {
            char c = at < header.length() ? header.charAt(at) : ';';
            if (c == '=' && equals < start) {
                equals = at;
            } else if (c == ';' || c == ',') {
                if (equals >= start && isCookie(header, skipBlanks(header, start), equals)) {
                    addValue(unquoted(trimmed(header.substring(equals + 1, at), 0)), found);
                }
                start = at + 1;
            }
        }
    }

    private boolean isCookie(String header, int start, int equals) {
        int end = equals;
        while (end > start && isAnyBlank(header.charAt(end - 1))) {
            end--;
        }
        for (int i = 0; i < cookies.size(); i++) {
            String name = cookies.get(i);
            if (name.length() == end - start && header.startsWith(name, start)) {
                return true;
            }
        }
        return false;
    }

    /** An extra header or a cookie: a scheme and a token, or the bare token. Empty means that there is none. */
    private void addValue(String value, Candidates found) {
        String text = trimmed(value, 0);
        if (text.isEmpty()) {
            return;
        }
        for (int i = 0; i < schemes.length; i++) {
            int end = schemes[i].length();
            if (text.regionMatches(true, 0, schemes[i], 0, end)) {
                if (text.length() == end) {
                    found.addFault(i);
                    return;
                }
                if (isHttpBlank(text.charAt(end))) {
                    found.add(trimmed(text, end), i);
                    return;
                }
            }
        }
        found.add(text, 0);
    }

    private static String unquoted(String value) {
        int last = value.length() - 1;
        return last > 0 && value.charAt(0) == '"' && value.charAt(last) == '"' ? value.substring(1, last) : value;
    }

    private static String trimmed(String value, int from) {
        int begin = from;
        int end = value.length();
        while (begin < end && isHttpBlank(value.charAt(begin))) {
            begin++;
        }
        while (end > begin && isHttpBlank(value.charAt(end - 1))) {
            end--;
        }
        return value.substring(begin, end);
    }

    /** Whatever some trim, strip or regular expression takes for a blank. */
    private static int skipBlanks(String value, int from) {
        int begin = from;
        while (begin < value.length() && isAnyBlank(value.charAt(begin))) {
            begin++;
        }
        return begin;
    }

    private static boolean isHttpBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private static boolean isAnyBlank(char c) {
        return c <= ' ' || c > '~' && (c == 0x7f || c == 0x85 || c == 0xfeff
                || Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.getType(c) == Character.FORMAT);
    }
}
