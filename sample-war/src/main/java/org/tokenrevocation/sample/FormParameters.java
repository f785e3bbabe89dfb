package org.tokenrevocation.sample;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The parameters of a token request (RFC 6749 section 3.2): each at most once, empty ones as good as left out. */
final class FormParameters {
    private static final int MAX_BYTES = 16 * 1024;

    private final Map<String, String> values = new HashMap<>();

    private FormParameters() {}

    /**
     * Reads a body of at most 16 KiB.
     *
     * @throws IllegalArgumentException if it is larger, misspelled, or names a parameter twice
     */
    static FormParameters read(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException("the body is longer than " + MAX_BYTES + " bytes");
        }
        FormParameters form = new FormParameters();
        for (String pair : new String(bytes, StandardCharsets.UTF_8).split("&")) {
            if (!pair.isEmpty()) {
                form.add(pair);
            }
        }
        return form;
    }

    private void add(String pair) {
        int equals = pair.indexOf('=');
        String name = decode(equals < 0 ? pair : pair.substring(0, equals));
        if (values.put(name, equals < 0 ? "" : decode(pair.substring(equals + 1))) != null) {
            throw new IllegalArgumentException("a parameter is given twice");
        }
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("a percent sign is not followed by two hexadecimal digits", e);
        }
    }

    Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
    }

    /** @throws IllegalArgumentException if it is not there */
    String required(String name) {
        return get(name).orElseThrow(() -> new IllegalArgumentException(name + " is missing"));
    }
}
