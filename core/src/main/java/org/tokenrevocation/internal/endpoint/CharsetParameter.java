package org.tokenrevocation.internal.endpoint;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The parameter {@code charset} of a media type. It has no meaning for JSON (RFC 8259 section 11) nor for forms (WHATWG
 * URL section 5.1): both are UTF-8, and clients that send {@code ISO-8859-1} by default send ASCII. So it is ignored, as
 * long as a parser that follows it finds the same ASCII characters at the same places, and with them the same structure
 * and the same token: UTF-16, UTF-7 and EBCDIC read another text, GBK may take a backslash into the character before it.
 */
final class CharsetParameter {
    /** Encodings unknown to Java in which ASCII bytes mean other characters. */
    private static final Pattern FOREIGN = Pattern.compile("utf-?7|scsu|bocu|hz|ebcdic|imap");
    private static final String EVERY_ASCII = everyAscii();

    private CharsetParameter() {}

    private static String everyAscii() {
        StringBuilder text = new StringBuilder();
        for (char c = ' '; c <= '~'; c++) {
            text.append(c);
        }
        return text.toString();
    }

    /**
     * True if every charset of a Content-Type reads a body as UTF-8 does.
     *
     * @param contentType the field's value
     * @param body the body as UTF-8; empty if somebody else has read it, by that charset
     */
    static boolean isHarmless(String contentType, String body) {
        for (String parameter : contentType.split(";", -1)) {
            int equals = parameter.indexOf('=');
            if (equals >= 0 && parameter.substring(0, equals).strip().equalsIgnoreCase("charset")
                    && !readsAlike(name(parameter.substring(equals + 1)), body.isEmpty() ? EVERY_ASCII : body)) {
                return false;
            }
        }
        return true;
    }

    private static String name(String value) {
        return value.replaceAll("[\"'\\s]", "").toLowerCase(Locale.ROOT);
    }

    /** An unknown name is ignored: no parser follows it. */
    private static boolean readsAlike(String name, String body) {
        if (FOREIGN.matcher(name).find()) {
            return false;
        }
        try {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            return ascii(new String(bytes, Charset.forName(name))).equals(ascii(body));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return true;
        }
    }

    private static String ascii(String text) {
        StringBuilder ascii = new StringBuilder(text.length());
        text.chars().filter(c -> c < 128).forEach(c -> ascii.append((char) c));
        return ascii.toString();
    }
}
