package org.tokenrevocation.sample.page;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/** The stream of snapshots: server-sent events, each complete, so a lost one costs nothing. */
@WebServlet(urlPatterns = "/page/events", asyncSupported = true)
public final class EventsServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    /** Made by the container. */
    public EventsServlet() {}

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<String> closed = Gate.closedToLooking(request);
        if (closed.isPresent()) {
            PageServlet.text(response, 403, closed.get());
            return;
        }
        Page page = Page.of(request);
        if (page.isFull()) {
            response.setHeader("Retry-After", "10");
            PageServlet.text(response, 503, "Too many open pages; close one");
            return;
        }
        PageServlet.protect(response);
        response.setContentType("text/event-stream;charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        AsyncContext exchange = request.startAsync();
        exchange.setTimeout(0);
        EventStream stream = new EventStream(exchange, page);
        exchange.addListener(stream);
        page.add(stream);
        exchange.getResponse().getOutputStream().setWriteListener(stream);
    }
}
