package org.tokenrevocation.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** One ready-made answer in place of the host's, and what it counts as. Immutable. */
final class Refusal {
    private final String cause;
    private final int status;
    private final String header;
    private final String headerValue;
    private final byte[] body;

    Refusal(String cause, int status, String header, String headerValue, String body) {
        this.cause = cause;
        this.status = status;
        this.header = header;
        this.headerValue = headerValue;
        this.body = body.getBytes(StandardCharsets.US_ASCII);
    }

    /** The last part of the counter's name, for example {@code revoked}. */
    String cause() {
        return cause;
    }

    /**
     * Answers, unless the response has left already or belongs to an including page: then the guarded part is simply
     * missing. Never through {@code sendError}, which would dispatch to the host's error page.
     */
    void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (response.isCommitted() || request.getDispatcherType() == DispatcherType.INCLUDE) {
            return;
        }
        response.resetBuffer();
        response.setStatus(status);
        response.setHeader(header, headerValue);
        response.setHeader("Cache-Control", "no-store");
        response.setContentType("application/json");
        response.setContentLength(body.length);
        try {
            response.getOutputStream().write(body);
        } catch (IllegalStateException e) {
            // An earlier dispatch of this request has taken the writer; the text is ASCII, so the bytes are the same.
            response.getWriter().write(new String(body, StandardCharsets.US_ASCII));
        }
    }
}
