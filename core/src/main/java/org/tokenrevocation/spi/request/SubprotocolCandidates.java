package org.tokenrevocation.spi.request;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Enumeration;
import java.util.List;

/**
 * Finds the tokens that browsers send as WebSocket subprotocols (RFC 6455 section 11.3.4), since a script cannot set
 * another header of a handshake. Three forms of {@code token-subprotocols}: {@code bearer} (the next subprotocol is the
 * token), {@code auth.{token}} (the rest of the same one is) and {@code base64url.bearer.authorization.k8s.io.{base64url}}
 * (its rest is the token in base64url). Names are compared in any case; other subprotocols are left alone. Immutable.
 */
final class SubprotocolCandidates {
    private static final String HEADER = "Sec-WebSocket-Protocol";
    private static final String TOKEN = "{token}";
    private static final String BASE64URL = "{base64url}";

    private final List<String> names = new ArrayList<>();
    private final List<String> prefixes = new ArrayList<>();
    private final List<String> encodedPrefixes = new ArrayList<>();

    SubprotocolCandidates(List<String> forms) {
        for (String form : forms) {
            if (form.endsWith(TOKEN)) {
                prefixes.add(form.substring(0, form.length() - TOKEN.length()));
            } else if (form.endsWith(BASE64URL)) {
                encodedPrefixes.add(form.substring(0, form.length() - BASE64URL.length()));
            } else {
                names.add(form);
            }
        }
    }

    /** Several fields are one list (RFC 9110 section 5.3). */
    void find(RequestView request, Candidates found) {
        if (names.isEmpty() && prefixes.isEmpty() && encodedPrefixes.isEmpty()) {
            return;
        }
        boolean isTokenNext = false;
        Enumeration<String> values = request.headers(HEADER);
        while (values != null && values.hasMoreElements()) {
            isTokenNext = findInList(values.nextElement(), isTokenNext, found);
        }
        if (isTokenNext) {
            found.addMalformed(0);
        }
    }

    private boolean findInList(String list, boolean isFirstToken, Candidates found) {
        boolean isTokenNext = isFirstToken;
        int start = 0;
        while (start <= list.length()) {
            int comma = list.indexOf(',', start);
            int end = comma < 0 ? list.length() : comma;
            int begin = HttpText.skipHttpBlanks(list, start, end);
            if (begin < end) {
                String item = HttpText.trimmed(list, begin, end);
                if (isTokenNext) {
                    found.add(item, 0);
                }
                isTokenNext = addNamed(item, found);
            }
            start = end + 1;
        }
        return isTokenNext;
    }

    /** Adds the token that the item itself holds; tells whether the next item is one. */
    private boolean addNamed(String item, Candidates found) {
        int begin = HttpText.skipAnyBlanks(item, 0);
        for (String prefix : prefixes) {
            if (item.regionMatches(true, begin, prefix, 0, prefix.length())) {
                found.add(item.substring(begin + prefix.length()), 0);
            }
        }
        for (String prefix : encodedPrefixes) {
            if (item.regionMatches(true, begin, prefix, 0, prefix.length())) {
                addEncoded(item.substring(begin + prefix.length()), found);
            }
        }
        int length = HttpText.skipAnyBlanksBack(item, begin, item.length()) - begin;
        for (String name : names) {
            if (name.length() == length && item.regionMatches(true, begin, name, 0, length)) {
                return true;
            }
        }
        return false;
    }

    private static void addEncoded(String text, Candidates found) {
        try {
            found.add(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.ISO_8859_1), 0);
        } catch (IllegalArgumentException e) {
            // What a strict decoder refuses, a forgiving one may read as any token.
            found.addMalformed(0);
        }
    }
}
