package org.tokenrevocation.internal.settings;

import java.util.List;

/**
 * Reads a setting's text as its source holds it. Env files, unit files and YAML do not all take quotes away, and editors
 * leave carriage returns and invisible characters behind: a scheme or a header of such a name never comes, and the
 * filter would guard nothing. Stateless.
 */
final class SettingText {
    private static final List<String> QUOTES =
            List.of("''", "\"\"", "``", "\u2018\u2019", "\u201c\u201d", "\u00ab\u00bb");

    private SettingText() {}

    /**
     * The text without the blanks at its ends.
     *
     * @throws IllegalArgumentException if the text, or an item of a list, stands in quotes or holds an invisible character
     */
    static String cleaned(Setting<?> setting, String text) {
        String cleaned = text.strip();
        if (isQuoted(cleaned)) {
            throw quoted(setting, text);
        }
        for (String part : setting.items(cleaned)) {
            String item = part.strip();
            if (isQuoted(item)) {
                throw quoted(setting, text);
            }
            if (item.chars().anyMatch(SettingText::isInvisible)) {
                throw setting.refused(text,
                        "leave out the control or invisible character (unless masked, it is written here as \\u and its code)");
            }
        }
        return cleaned;
    }

    /** A text fit for a message: invisible characters become escapes. */
    static String visible(String text) {
        StringBuilder visible = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            visible.append(isInvisible(c) ? String.format("\\u%04x", (int) c) : String.valueOf(c));
        }
        return visible.toString();
    }

    private static boolean isQuoted(String text) {
        int last = text.length() - 1;
        return last > 0 && QUOTES.contains("" + text.charAt(0) + text.charAt(last));
    }

    private static IllegalArgumentException quoted(Setting<?> setting, String text) {
        return setting.refused(text, "leave out the quotes: no source takes them away, they would be part of the value");
    }

    /** Any character that changes a value and that nobody sees in it. */
    private static boolean isInvisible(int c) {
        return Character.isISOControl(c) || Character.getType(c) == Character.FORMAT
                || c != ' ' && (Character.isSpaceChar(c) || Character.isWhitespace(c));
    }
}
