package org.tokenrevocation.internal.identity;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads the first segment of a token: the one place that tells whether it is a JOSE header, for identity and verifier alike.
 * It is one iff it is canonical base64url of a JSON object with a string {@code alg}, with or without the padding that its
 * length asks for. Thread-safe, lock-free.
 */
public final class JoseHeaders {
    private final JoseHeaderReader reader;
    private final HeaderCache known = new HeaderCache();

    JoseHeaders(JoseHeaderReader reader) {
        this.reader = reader;
    }

    /** What the header says; empty if the token has none, or a torn one. */
    public static Optional<JoseFields> fields(String token) {
        byte[] bytes = token.getBytes(StandardCharsets.ISO_8859_1);
        int dot = token.indexOf('.');
        int end = contentEnd(bytes, dot);
        byte[] json = Base64Url.isCanonical(bytes, 0, end) ? Base64Url.decode(bytes, 0, end) : new byte[0];
        if (!opensObject(json)) {
            return Optional.empty();
        }
        JoseFields fields = JoseHeaderJson.fields(json);
        boolean isWhole = fields.kind() == JoseHeader.SIGNED || fields.kind() == JoseHeader.ENCRYPTED;
        return isWhole ? Optional.of(fields) : Optional.empty();
    }

    /** Where the header ends, without its padding. */
    static int contentEnd(byte[] bytes, int dot) {
        return Base64Url.contentEnd(bytes, 0, dot < 0 ? bytes.length : dot);
    }

    /**
     * What the first segment is.
     *
     * @param bytes the token's, one for each character
     * @param dot the first one, or −1
     */
    JoseHeader kind(String token, byte[] bytes, int dot) {
        int start = 0;
        while (start < bytes.length && !Base64Url.isSignificant(bytes[start])) {
            start++;
        }
        if (start == bytes.length || !mayOpenJson(bytes[start])) {
            return JoseHeader.NONE;
        }
        if (start > 0) {
            int next = token.indexOf('.', start);
            return forgiven(bytes, start, next < 0 ? bytes.length : next);
        }
        int end = contentEnd(bytes, dot);
        JoseHeader remembered = known.find(bytes, end);
        return remembered != null ? remembered : read(bytes, end);
    }

    /** Whether the decoded text can begin with a brace or with JSON's white space; spares nearly all opaque tokens. */
    private static boolean mayOpenJson(byte first) {
        return first == 'e' || first == 'I' || first == 'C' || first == 'D';
    }

    private JoseHeader read(byte[] bytes, int end) {
        if (!Base64Url.isCanonical(bytes, 0, end)) {
            return forgiven(bytes, 0, end);
        }
        JoseHeader header = readDecoded(bytes, 0, end);
        if (header == JoseHeader.SIGNED || header == JoseHeader.ENCRYPTED) {
            known.remember(bytes, end, header);
        }
        return header;
    }

    /** A spelling that is not canonical is malformed if any decoder could find a JOSE header in it. */
    private JoseHeader forgiven(byte[] bytes, int from, int to) {
        return readDecoded(bytes, from, to) == JoseHeader.NONE ? JoseHeader.NONE : JoseHeader.TORN;
    }

    private JoseHeader readDecoded(byte[] bytes, int from, int to) {
        byte[] json = Base64Url.decode(bytes, from, to);
        return opensObject(json) ? reader.read(json) : JoseHeader.NONE;
    }

    private static boolean opensObject(byte[] json) {
        int brace = skipWhiteSpace(json, 0);
        int quote = skipWhiteSpace(json, brace + 1);
        return quote < json.length && json[brace] == '{' && json[quote] == '"';
    }

    private static int skipWhiteSpace(byte[] json, int from) {
        int i = from;
        while (i < json.length && (json[i] == ' ' || json[i] == '\t' || json[i] == '\n' || json[i] == '\r')) {
            i++;
        }
        return i;
    }
}
