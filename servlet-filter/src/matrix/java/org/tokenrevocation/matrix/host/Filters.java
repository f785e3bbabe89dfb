package org.tokenrevocation.matrix.host;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/** An existing application's filters, one of each way to declare them. */
public final class Filters {
    private static final AtomicInteger WITH_TOKEN = new AtomicInteger();

    private Filters() {}

    static int withToken() {
        return WITH_TOKEN.get();
    }

    private static void note(ServletRequest request, String name) {
        if (((HttpServletRequest) request).getHeader("Authorization") != null) {
            WITH_TOKEN.incrementAndGet();
        }
        Object before = request.getAttribute("host-filters");
        request.setAttribute("host-filters", before == null ? name : before + "," + name);
    }

    /** Declared in web.xml. */
    public static final class Declared implements Filter {
        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            note(request, "declared");
            chain.doFilter(request, response);
        }
    }

    /** Found by its annotation. */
    @WebFilter(urlPatterns = "/*", asyncSupported = true)
    public static final class Annotated implements Filter {
        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            note(request, "annotated");
            chain.doFilter(request, response);
        }
    }

    /** Lets pages of one other origin read the answers, and answers their preflight requests. */
    public static final class Cors implements Filter {
        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            HttpServletResponse answer = (HttpServletResponse) response;
            if (request.getDispatcherType() == DispatcherType.REQUEST) {
                answer.setHeader("Access-Control-Allow-Origin", "https://page.example");
                answer.setHeader("Access-Control-Allow-Headers", "Authorization");
                answer.setHeader("Access-Control-Expose-Headers", "WWW-Authenticate");
            }
            if (((HttpServletRequest) request).getMethod().equals("OPTIONS")) {
                answer.setStatus(204);
            } else {
                chain.doFilter(request, response);
            }
        }
    }

    /** Declared without async support, as most are; it takes asynchrony away from whatever stands behind it. */
    public static final class Blocking implements Filter {
        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            chain.doFilter(request, response);
        }
    }
}
