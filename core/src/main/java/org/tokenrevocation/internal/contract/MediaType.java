package org.tokenrevocation.internal.contract;

import java.util.List;
import java.util.Locale;

/** The little of RFC 9110 section 8.3 that the contract needs. Type and parameter names go in any case. */
final class MediaType {
    private MediaType() {}

    static boolean isJson(List<String> contentType) {
        return is(contentType, "application/json");
    }

    static boolean isForm(List<String> contentType) {
        return is(contentType, "application/x-www-form-urlencoded");
    }

    /** Two fields are two opinions, and so none. */
    private static boolean is(List<String> contentType, String wanted) {
        return contentType.size() == 1 && type(contentType.get(0)).equals(wanted);
    }

    private static String type(String value) {
        int end = value.indexOf(';');
        return (end < 0 ? value : value.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    /** Whether each charset parameter, if there is one, says utf-8. */
    static boolean isUtf8(String value) {
        String[] parts = value.split(";", -1);
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip().toLowerCase(Locale.ROOT);
            if (parameter.startsWith("charset") && !parameter.equals("charset=utf-8")
                    && !parameter.equals("charset=\"utf-8\"")) {
                return false;
            }
        }
        return true;
    }
}
