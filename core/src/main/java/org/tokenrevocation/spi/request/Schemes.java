package org.tokenrevocation.spi.request;

import java.util.List;

/** The authentication schemes that carry a token, and what stands behind them. A scheme is its place in the list. Immutable. */
final class Schemes {
    private final String[] names;

    Schemes(List<String> names) {
        this.names = names.toArray(String[]::new);
    }

    /** Where the token behind a scheme begins: behind its name. */
    int end(int begin, int scheme) {
        return begin + names[scheme].length();
    }

    /** The scheme that stands here in any case, with a blank behind it; -1 if none does. */
    int at(String text, int begin) {
        for (int i = 0; i < names.length; i++) {
            int end = begin + names[i].length();
            if (end < text.length() && HttpText.isHttpBlank(text.charAt(end)) && isNamed(text, begin, i)) {
                return i;
            }
        }
        return -1;
    }

    /** The last scheme that stands here, whatever stands behind its name; -1 if none does. */
    int begunAt(String text, int begin) {
        int begun = -1;
        for (int i = 0; i < names.length; i++) {
            begun = isNamed(text, begin, i) ? i : begun;
        }
        return begun;
    }

    /** The scheme that is the whole text; -1 if it is none. */
    int named(String text) {
        for (int i = 0; i < names.length; i++) {
            if (text.length() == names[i].length() && isNamed(text, 0, i)) {
                return i;
            }
        }
        return -1;
    }

    /**
     * Adds a value that holds a scheme and a token, or the bare token. Empty means that there is none. A list whose items
     * all carry the same token is what a proxy makes of equal fields, and counts as those.
     */
    void addValue(String value, Candidates found) {
        String text = HttpText.trimmed(value, 0, value.length());
        if (text.isEmpty()) {
            return;
        }
        int comma = text.indexOf(',');
        String first = comma < 0 ? text : HttpText.trimmed(text, 0, comma);
        if (comma >= 0 && !areAllLike(bare(first), text, comma)) {
            first = text;
        }
        int alone = named(first);
        if (alone >= 0) {
            found.addMalformed(alone);
        } else {
            found.add(bare(first), Math.max(0, at(first, 0)));
        }
    }

    /** A trimmed text without the scheme in front of it. */
    String bare(String text) {
        int scheme = at(text, 0);
        return scheme < 0 ? text : HttpText.trimmed(text, end(0, scheme), text.length());
    }

    private boolean areAllLike(String token, String list, int firstComma) {
        int comma = firstComma;
        while (comma >= 0) {
            int start = comma + 1;
            comma = list.indexOf(',', start);
            if (!bare(HttpText.trimmed(list, start, comma < 0 ? list.length() : comma)).equals(token)) {
                return false;
            }
        }
        return true;
    }

    private boolean isNamed(String text, int begin, int scheme) {
        return text.regionMatches(true, begin, names[scheme], 0, names[scheme].length());
    }
}
