package org.tokenrevocation.internal.endpoint;

import java.util.List;
import java.util.Locale;

/** Reads Content-Type and Content-Encoding (RFC 9110 sections 8.3 and 8.4). Names are not case-sensitive. */
final class MediaType {
    private MediaType() {}

    static boolean isJson(List<String> contentType) {
        return is(contentType, "application/json");
    }

    static boolean isForm(List<String> contentType) {
        return is(contentType, "application/x-www-form-urlencoded");
    }

    /** Two Content-Type fields count as none. */
    private static boolean is(List<String> contentType, String wanted) {
        return contentType.size() == 1 && type(contentType.get(0)).equals(wanted);
    }

    private static String type(String value) {
        int end = value.indexOf(';');
        return (end < 0 ? value : value.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    /** True if {@code Content-Encoding} names a coding other than {@code identity} (RFC 9110 section 12.5.3). */
    static boolean isEncoded(List<String> contentEncoding) {
        for (String field : contentEncoding) {
            for (String coding : field.split(",")) {
                String name = coding.strip();
                if (!name.isEmpty() && !name.equalsIgnoreCase("identity")) {
                    return true;
                }
            }
        }
        return false;
    }
}
