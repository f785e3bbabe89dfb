package org.tokenrevocation.spi.request;

import java.util.Enumeration;
import java.util.List;
import org.tokenrevocation.Mode;
import org.tokenrevocation.Settings;

/**
 * Finds the tokens in the cookies of {@code token-cookies}. They are read as the container reads them and in the raw
 * headers, because JAX-RS stacks split those for themselves, at commas and without regard to quotes: {@code a=b,sid=t}
 * holds a {@code sid} to Jersey and none to Jetty. Immutable.
 *
 * <p>Scripts write cookies with {@code encodeURIComponent} and servlets with {@code URLEncoder}, so a value with percent
 * signs is decoded once, and a plus behind a scheme is its blank. A host may read the same value in another way. In
 * sessions mode that gains nobody anything: what we read must be live in its own right. In denylist mode every text is
 * live that nobody has revoked, so there each other reading is a candidate as well: a plus as a blank at the ends, and
 * percent signs passed over, as forgiving decoders of base64 do.
 */
final class CookieCandidates {
    private final List<String> names;
    private final Schemes schemes;
    private final boolean isEachReadingJudged;
    private final boolean isPercentInTokens;

    CookieCandidates(Settings settings, Schemes schemes) {
        this.names = settings.tokenCookies();
        this.schemes = schemes;
        this.isEachReadingJudged = settings.mode() == Mode.DENYLIST;
        this.isPercentInTokens = settings.tokenCharacters().indexOf('%') >= 0;
    }

    void find(RequestView request, Candidates found) {
        if (names.isEmpty()) {
            return;
        }
        request.cookies((name, value) -> {
            if (names.contains(name) && value != null) {
                addValue(value, found);
            }
        });
        Enumeration<String> values = request.headers("Cookie");
        while (values != null && values.hasMoreElements()) {
            addRaw(values.nextElement(), found);
        }
    }

    private void addRaw(String header, Candidates found) {
        int start = 0;
        int equals = -1;
        for (int at = 0; at <= header.length(); at++) {
            char c = at < header.length() ? header.charAt(at) : ';';
            if (c == '=' && equals < start) {
                equals = at;
            } else if (c == ';' || c == ',') {
                if (equals >= start && isOurs(header, HttpText.skipAnyBlanks(header, start), equals)) {
                    addValue(HttpText.trimmed(header, equals + 1, at), found);
                }
                start = at + 1;
            }
        }
    }

    private boolean isOurs(String header, int start, int equals) {
        int end = HttpText.skipAnyBlanksBack(header, start, equals);
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (name.length() == end - start && header.startsWith(name, start)) {
                return true;
            }
        }
        return false;
    }

    private void addValue(String quotedOrNot, Candidates found) {
        String raw = unquoted(quotedOrNot);
        if (raw.indexOf('%') < 0 && raw.indexOf('+') < 0) {
            schemes.addValue(raw, found);
            return;
        }
        String text = decoded(raw, false);
        if (text == null && !isPercentInTokens) {
            found.addMalformed(0);
            return;
        }
        if (text != null) {
            schemes.addValue(withBlankBehindScheme(raw, text), found);
        }
        if (isPercentInTokens) {
            schemes.addValue(raw, found);
        }
        if (isEachReadingJudged) {
            addOtherReadings(raw, text, found);
        }
    }

    private void addOtherReadings(String raw, String text, Candidates found) {
        schemes.addValue(raw.replace("%", ""), found);
        if (text != null) {
            schemes.addValue(text, found);
            String form = decoded(raw, true).strip();
            // A blank within is in no token, so what is left with one opens nothing.
            if (schemes.bare(form).indexOf(' ') < 0) {
                schemes.addValue(form, found);
            }
        }
    }

    private String withBlankBehindScheme(String raw, String text) {
        int scheme = schemes.begunAt(raw, 0);
        int end = scheme < 0 ? raw.length() : schemes.end(0, scheme);
        return end < raw.length() && raw.charAt(end) == '+' ? text.substring(0, end) + ' ' + text.substring(end + 1) : text;
    }

    /** The text with each escape decoded to one character; null if a percent sign begins none. */
    private static String decoded(String raw, boolean isPlusBlank) {
        StringBuilder text = new StringBuilder(raw.length());
        for (int at = 0; at < raw.length(); at++) {
            char c = raw.charAt(at);
            if (c == '%') {
                int high = at + 2 < raw.length() ? Character.digit(raw.charAt(at + 1), 16) : -1;
                int low = high < 0 ? -1 : Character.digit(raw.charAt(at + 2), 16);
                if (low < 0) {
                    return null;
                }
                c = (char) (high << 4 | low);
                at += 2;
            } else if (c == '+' && isPlusBlank) {
                c = ' ';
            }
            text.append(c);
        }
        return text.toString();
    }

    private static String unquoted(String value) {
        int last = value.length() - 1;
        return last > 0 && value.charAt(0) == '"' && value.charAt(last) == '"' ? value.substring(1, last) : value;
    }
}
