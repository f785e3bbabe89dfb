package org.tokenrevocation;

import java.util.Map;

/**
 * What a door must send back, to the byte.
 *
 * @param status the HTTP status code
 * @param headers header fields by name, in order; {@code Content-Length} is the door's to set
 * @param body the bytes of the body; empty for none. Callers must not write to it
 */
public record EndpointResponse(int status, Map<String, String> headers, byte[] body) {}
