package org.tokenrevocation.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Enumeration;
import java.util.function.BiConsumer;
import org.tokenrevocation.spi.request.RequestView;

/**
 * A request as this dispatch sees it. Dispatches bring queries of their own; the container shows their parameters together
 * with the first one's.
 */
final class ServletView implements RequestView {
    private static final String[] DISPATCH_QUERIES = {RequestDispatcher.FORWARD_QUERY_STRING,
            RequestDispatcher.INCLUDE_QUERY_STRING, AsyncContext.ASYNC_QUERY_STRING};

    private final HttpServletRequest request;

    ServletView(HttpServletRequest request) {
        this.request = request;
    }

    @Override
    public Enumeration<String> headers(String name) {
        return request.getHeaders(name);
    }

    @Override
    public int queries() {
        return request.getDispatcherType() == DispatcherType.REQUEST ? 1 : 1 + DISPATCH_QUERIES.length;
    }

    @Override
    public String query(int place) {
        return place == 0 ? request.getQueryString()
                : request.getAttribute(DISPATCH_QUERIES[place - 1]) instanceof String query ? query : null;
    }

    @Override
    public void cookies(BiConsumer<String, String> search) {
        Cookie[] sent = request.getCookies();
        for (int i = 0; sent != null && i < sent.length; i++) {
            search.accept(sent[i].getName(), sent[i].getValue());
        }
    }
}
