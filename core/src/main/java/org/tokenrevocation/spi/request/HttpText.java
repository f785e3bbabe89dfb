package org.tokenrevocation.spi.request;

/** Blanks in header values, as HTTP and as more generous parsers know them. Stateless. */
final class HttpText {
    private HttpText() {}

    /** The text between two places without spaces and tabs at its ends. */
    static String trimmed(String text, int from, int to) {
        int begin = skipHttpBlanks(text, from, to);
        int end = to;
        while (end > begin && isHttpBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(begin, end);
    }

    /** The first place from here that is neither space nor tab. */
    static int skipHttpBlanks(String text, int from, int to) {
        int begin = from;
        while (begin < to && isHttpBlank(text.charAt(begin))) {
            begin++;
        }
        return begin;
    }

    /** The first place from here that is nothing that some trim, strip or regular expression takes for a blank. */
    static int skipAnyBlanks(String text, int from) {
        int begin = from;
        while (begin < text.length() && isAnyBlank(text.charAt(begin))) {
            begin++;
        }
        return begin;
    }

    /** The place behind the last character of a range that is no blank to anybody. */
    static int skipAnyBlanksBack(String text, int from, int to) {
        int end = to;
        while (end > from && isAnyBlank(text.charAt(end - 1))) {
            end--;
        }
        return end;
    }

    static boolean isHttpBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private static boolean isAnyBlank(char c) {
        return c <= ' ' || c > '~' && (c == 0x7f || c == 0x85 || c == 0xfeff
                || Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.getType(c) == Character.FORMAT);
    }
}
