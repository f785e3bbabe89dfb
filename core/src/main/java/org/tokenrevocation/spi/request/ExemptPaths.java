package org.tokenrevocation.spi.request;

import java.util.List;
import java.util.Set;
import org.tokenrevocation.Settings;

/**
 * The paths that are never judged: the endpoints and those of {@code exclude}. Immutable.
 *
 * <p>A path exempts only if no host can read the URI in another way than the container did: some frameworks map by the raw
 * URI, so one with dot segments, empty segments or an escaped separator exempts nothing. Nor does one with path parameters,
 * which some leave in the path, but for the {@code ;jsessionid=} that containers write at its end.
 */
public final class ExemptPaths {
    private static final String SESSION = ";jsessionid=";

    private final Set<String> endpoints;
    private final List<String> exclusions;

    /**
     * By the settings.
     *
     * @param endpoints the decoded paths of the endpoints
     * @param settings hold the exclusions
     */
    public ExemptPaths(Set<String> endpoints, Settings settings) {
        this.endpoints = Set.copyOf(endpoints);
        this.exclusions = settings.exclusions();
    }

    /**
     * Which endpoint a decoded path is.
     *
     * @param path its first part
     * @param info its second part, or null
     * @return the endpoint's path, which both together are; null for none
     */
    public String endpoint(String path, String info) {
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

    /**
     * Whether a decoded path is an excluded one, or below it.
     *
     * @param path its first part
     * @param info its second part, or null
     * @return true if both together are
     */
    public boolean isExcluded(String path, String info) {
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

    /**
     * Whether all parsers see the same segments in a raw URI.
     *
     * @param uri the path as received
     * @return false if it exempts nothing
     */
    public static boolean isPlain(String uri) {
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
