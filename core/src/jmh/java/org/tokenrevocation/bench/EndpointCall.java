package org.tokenrevocation.bench;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.tokenrevocation.spi.EndpointRequest;

/** An anonymous call of the revocation endpoint as any client sends it: the form of RFC 7009. */
record EndpointCall(byte[] form) implements EndpointRequest {
    static EndpointCall revoking(String token) {
        return new EndpointCall(("token=" + token).getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public String method() {
        return "POST";
    }

    @Override
    public List<String> headers(String name) {
        return name.equalsIgnoreCase("Content-Type") ? List.of("application/x-www-form-urlencoded") : List.of();
    }

    @Override
    public InputStream body() {
        return new ByteArrayInputStream(form);
    }
}
