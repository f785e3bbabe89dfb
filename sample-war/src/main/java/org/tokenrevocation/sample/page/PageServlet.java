package org.tokenrevocation.sample.page;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Serves the page's own files under the root and under {@code /page/}. */
@WebServlet(urlPatterns = {"", "/page/*"}, asyncSupported = true)
public final class PageServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
            + " require-trusted-types-for 'script'; trusted-types 'none'";

    /** Made by the container. */
    public PageServlet() {}

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<String> closed = Gate.closedToLooking(request);
        String path = request.getServletPath().equals("/page") ? request.getPathInfo() : "/index.html";
        PageFile file = path == null ? null : PageFile.named(path.substring(1));
        if (closed.isPresent()) {
            text(response, 403, closed.get());
        } else if (file == null) {
            text(response, 404, "Not found");
        } else {
            serve(file, request, response);
        }
    }

    private static void serve(PageFile file, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        protect(response);
        response.setHeader("Cache-Control", "no-cache");
        response.setHeader("ETag", file.tag());
        if (file.tag().equals(request.getHeader("If-None-Match"))) {
            response.setStatus(304);
            return;
        }
        response.setContentType(file.contentType());
        response.setContentLength(file.bytes().length);
        response.getOutputStream().write(file.bytes());
    }

    static void protect(HttpServletResponse response) {
        response.setHeader("Content-Security-Policy", POLICY);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    }

    static void text(HttpServletResponse response, int status, String text) throws IOException {
        answer(response, status, "text/plain;charset=UTF-8", text);
    }

    static void answer(HttpServletResponse response, int status, String type, String text) throws IOException {
        protect(response);
        response.setStatus(status);
        response.setHeader("Cache-Control", "no-store");
        response.setContentType(type);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
