package org.tokenrevocation.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The host application: it knows nothing of us. Each way leads to {@code X-Target} by another kind of dispatch. */
final class HostServlets {
    /** Paths to servlets. */
    static final Map<String, Class<? extends HttpServlet>> PATHS = Map.ofEntries(
            Map.entry("/", Echo.class),
            Map.entry("/api/*", Echo.class),
            Map.entry("/public/*", Echo.class),
            Map.entry("/public/forward", Forward.class),
            Map.entry("/api/forward", Forward.class),
            Map.entry("/public/include", Include.class),
            Map.entry("/public/async", Async.class),
            Map.entry("/public/error", Failing.class),
            Map.entry("/oauth/revoke-token", Endpoint.class),
            Map.entry("/api/cross", Cross.class),
            Map.entry("/public/cross", Cross.class),
            Map.entry("/public/committed", Committed.class));

    /** Where an error is dispatched to. */
    static final String ERROR_PAGE = "/api/error-page";

    private HostServlets() {}

    /** Answers with what it saw. */
    public static final class Echo extends HttpServlet {
        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            String body = new String(request.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            response.getOutputStream().write(("reached " + request.getDispatcherType() + " "
                    + request.getAttribute("host-filter") + " body[" + body + "]")
                    .getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    /** Forwards. */
    public static final class Forward extends HttpServlet {
        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response)
                throws ServletException, IOException {
            request.getRequestDispatcher(request.getHeader("X-Target")).forward(request, response);
        }
    }

    /** In place of the endpoint; forwards where it is told to, as no endpoint would. */
    public static final class Endpoint extends HttpServlet {
        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response)
                throws ServletException, IOException {
            String target = request.getHeader("X-Target");
            if (target != null && request.getDispatcherType() == DispatcherType.REQUEST) {
                request.getRequestDispatcher(target).forward(request, response);
            } else {
                response.getOutputStream().print("reached the endpoint");
            }
        }
    }

    /** Includes. */
    public static final class Include extends HttpServlet {
        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response)
                throws ServletException, IOException {
            response.getOutputStream().print("before ");
            request.getRequestDispatcher(request.getHeader("X-Target")).include(request, response);
            response.getOutputStream().print(" after");
        }
    }

    /** Dispatches again from an asynchronous state. */
    public static final class Async extends HttpServlet {
        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) {
            request.startAsync().dispatch(request.getHeader("X-Target"));
        }
    }

    /** Fails, so that the container dispatches to the error page. */
    public static final class Failing extends HttpServlet {
        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.sendError(500);
        }
    }

    /** Forwards into another context. */
    public static final class Cross extends HttpServlet {
        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response)
                throws ServletException, IOException {
            RequestDispatcher other =
                    request.getServletContext().getContext("/other").getRequestDispatcher(request.getHeader("X-Target"));
            other.forward(request, response);
        }
    }

    /** Lets part of its answer leave, then dispatches. */
    public static final class Committed extends HttpServlet {
        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getOutputStream().print("left ");
            response.flushBuffer();
            request.startAsync().dispatch(request.getHeader("X-Target"));
        }
    }

    /** A filter of the host's web.xml that notes whether it was reached. */
    public static final class Tracing implements Filter {
        /** How many requests got as far as the host's own filters. */
        static volatile int reached;

        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            reached++;
            request.setAttribute("host-filter", "traced");
            chain.doFilter(request, response);
        }
    }

    /** A host's CORS filter in front of ours. */
    public static final class Cors implements Filter {
        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            if (request.getDispatcherType() == DispatcherType.REQUEST) {
                ((HttpServletResponse) response).setHeader("Access-Control-Allow-Origin", "https://example.org");
            }
            chain.doFilter(request, response);
        }
    }
}
