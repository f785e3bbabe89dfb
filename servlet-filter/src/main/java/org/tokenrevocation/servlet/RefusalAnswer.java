package org.tokenrevocation.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.tokenrevocation.spi.request.Refusal;

/** Writes a refusal in place of the host's answer. Stateless. */
final class RefusalAnswer {
    private RefusalAnswer() {}

    /**
     * Answers, unless the response has left already or belongs to an including page: then the guarded part is simply
     * missing. Never through {@code sendError}, which would dispatch to the host's error page.
     */
    static void write(Refusal refusal, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (response.isCommitted() || request.getDispatcherType() == DispatcherType.INCLUDE) {
            return;
        }
        byte[] body = refusal.body();
        response.resetBuffer();
        response.setStatus(refusal.status());
        response.setHeader(refusal.header(), refusal.headerValue());
        response.setHeader("Cache-Control", "no-store");
        response.setContentType("application/json");
        response.setContentLength(body.length);
        try {
            response.getOutputStream().write(body);
        } catch (IllegalStateException e) {
            // An earlier dispatch of this request has taken the writer; the text is ASCII, so the bytes are the same.
            response.getWriter().write(refusal.text());
        }
    }
}
