package org.tokenrevocation.internal.redis;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a node publishes in a revoker's inbox: {@code <node id> <first> <last>}, for it has applied the announcements with these
 * numbers. What is not of this shape is passed over.
 */
final class AcknowledgementText {
    private static final Pattern FORM = Pattern.compile("([0-9a-f]{32}) (\\d{1,18}) (\\d{1,18})");

    /** Takes in what it says. */
    interface Reader {
        void read(String id, long first, long last);
    }

    private AcknowledgementText() {}

    static String of(String id, long first, long last) {
        return id + " " + first + " " + last;
    }

    static void read(byte[] message, Reader reader) {
        Matcher matcher = FORM.matcher(new String(message, StandardCharsets.ISO_8859_1));
        if (matcher.matches()) {
            reader.read(matcher.group(1), Long.parseLong(matcher.group(2)), Long.parseLong(matcher.group(3)));
        }
    }
}
