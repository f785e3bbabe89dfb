package org.tokenrevocation.spi;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a door must send back, to the byte. Immutable and thread-safe: many answers are shared by all calls.
 *
 * @param status the HTTP status code
 * @param headers header fields by name, in order and immutable; {@code Content-Length} is the door's to set
 * @param body the bytes of the body; empty for none. Each call returns a copy
 */
public record EndpointResponse(int status, Map<String, String> headers, byte[] body) {
    /** Copies both, so that nobody can change an answer. */
    public EndpointResponse {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        body = body.clone();
    }

    @Override
    public byte[] body() {
        return body.clone();
    }
}
