package org.tokenrevocation.spi.request;

/**
 * Finds one parameter in a raw query string in any percent-spelling of its name, and in the names that frameworks derive
 * from it. Spring takes {@code name[]} and {@code name[0]} for {@code name}, and {@code !name} for its default; data
 * binders of every kind put {@code name.x} and {@code name[x]} into the object of that name. Immutable.
 *
 * <p>Containers and frameworks differ: a plus is a blank to most and itself to some, a semicolon separates parameters
 * for a few, {@code %u005F} is an escape for old ones. The name is therefore looked for behind semicolons too and read
 * with every escape, while the value must be plain in all readings: it runs to the next ampersand, a plus becomes a
 * blank, and both blank and semicolon lie outside every token grammar, so the core calls the value malformed. Tokens
 * with a plus arrive as {@code %2B} (RFC 6750 section 2.3, application/x-www-form-urlencoded).
 */
final class QueryParameter {
    private final String name;

    QueryParameter(String name) {
        this.name = name;
    }

    /** Adds each value of the parameter, up to the first fault, in linear time. */
    void find(String query, Candidates found) {
        int start = 0;
        do {
            int separator = nextSeparator(query, start);
            int nameEnd = nameEnd(query, start, separator);
            if (isName(query, start, nameEnd)) {
                int ampersand = query.indexOf('&', nameEnd);
                int valueStart = nameEnd < separator ? nameEnd + 1 : query.length();
                addValue(query, valueStart, ampersand < 0 ? query.length() : ampersand, found);
            }
            start = separator + 1;
        } while (start <= query.length() && !found.hasFault());
    }

    private static int nameEnd(String query, int start, int separator) {
        int i = start;
        while (i < separator && query.charAt(i) != '=') {
            i++;
        }
        return i;
    }

    private static int nextSeparator(String query, int from) {
        int i = from;
        while (i < query.length() && query.charAt(i) != '&' && query.charAt(i) != ';') {
            i++;
        }
        return i;
    }

    private boolean isName(String query, int start, int end) {
        if (start == end) {
            return false;
        }
        boolean hasMark = name.charAt(0) != '!' && charAt(query, start, end) == '!';
        int at = hasMark ? start + width(query, start, end) : start;
        for (int i = 0; i < name.length(); i++) {
            if (at >= end || charAt(query, at, end) != name.charAt(i)) {
                return false;
            }
            at += width(query, at, end);
        }
        return at == end || charAt(query, at, end) == '[' || charAt(query, at, end) == '.';
    }

    /** The character that stands here, spelled in whatever way. */
    private static char charAt(String query, int at, int end) {
        int width = escapeWidth(query, at, end);
        return width == 0 ? query.charAt(at) : escaped(query, at, width);
    }

    private static int width(String query, int at, int end) {
        return Math.max(escapeWidth(query, at, end), 1);
    }

    private static void addValue(String query, int start, int end, Candidates found) {
        if (start >= end) {
            found.addMalformed(0);
            return;
        }
        if (isPlain(query, start, end)) {
            found.addSole(query.substring(start, end), 0);
            return;
        }
        StringBuilder value = new StringBuilder(end - start);
        int at = start;
        while (at < end) {
            char c = query.charAt(at);
            int width = escapeWidth(query, at, end);
            if (c == '%' && width != 3) {
                found.addMalformed(0);
                return;
            }
            value.append(width == 3 ? escaped(query, at, width) : c == '+' ? ' ' : c);
            at += Math.max(width, 1);
        }
        found.addSole(value.toString(), 0);
    }

    private static boolean isPlain(String query, int start, int end) {
        for (int i = start; i < end; i++) {
            if (query.charAt(i) == '%' || query.charAt(i) == '+') {
                return false;
            }
        }
        return true;
    }

    /** The length of the escape that begins here: 3 for {@code %5F}, 6 for {@code %u005F}, else 0. */
    private static int escapeWidth(String query, int at, int end) {
        if (query.charAt(at) != '%' || at + 2 >= end) {
            return 0;
        }
        boolean isWide = (query.charAt(at + 1) | 0x20) == 'u';
        int width = isWide ? 6 : 3;
        if (at + width > end) {
            return 0;
        }
        for (int i = at + width - (isWide ? 4 : 2); i < at + width; i++) {
            if (Character.digit(query.charAt(i), 16) < 0) {
                return 0;
            }
        }
        return width;
    }

    private static char escaped(String query, int at, int width) {
        int code = 0;
        for (int i = at + (width == 6 ? 2 : 1); i < at + width; i++) {
            code = code << 4 | Character.digit(query.charAt(i), 16);
        }
        return (char) code;
    }
}
