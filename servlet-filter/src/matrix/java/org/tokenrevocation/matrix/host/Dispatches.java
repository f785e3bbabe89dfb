package org.tokenrevocation.matrix.host;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** An existing application's servlets: each leads to the path in header {@code X-Target} by another dispatch. */
public final class Dispatches {
    private Dispatches() {}

    /** Answers with what it saw. */
    public static final class Echo extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getOutputStream().print("reached " + request.getDispatcherType() + " through "
                    + request.getAttribute("host-filters") + " body["
                    + new String(request.getInputStream().readAllBytes(), "ISO-8859-1") + "]");
        }
    }

    /** Says how many requests with a token the host's own filters have seen. */
    public static final class Seen extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getOutputStream().print("seen " + Filters.withToken());
        }
    }

    /** Forwards. */
    public static final class Forward extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response)
                throws ServletException, IOException {
            request.getRequestDispatcher(request.getHeader("X-Target")).forward(request, response);
        }
    }

    /** Forwards into the other application that header {@code X-Context} names. */
    public static final class Cross extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response)
                throws ServletException, IOException {
            request.getServletContext().getContext(request.getHeader("X-Context"))
                    .getRequestDispatcher(request.getHeader("X-Target")).forward(request, response);
        }
    }

    /** Includes. */
    public static final class Include extends HttpServlet {
        private static final long serialVersionUID = 1L;

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
        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) {
            request.startAsync(request, response).dispatch(request.getHeader("X-Target"));
        }
    }

    /** Waits until the container's own timer ends it: servers start what they need for that only then. */
    public static final class Waiting extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) {
            AsyncContext waiting = request.startAsync(request, response);
            waiting.setTimeout(100);
            waiting.addListener(new Ended());
        }
    }

    /** Completes what has waited long enough. */
    private static final class Ended implements AsyncListener {
        @Override
        public void onTimeout(AsyncEvent event) {
            event.getAsyncContext().complete();
        }

        @Override
        public void onComplete(AsyncEvent event) {}

        @Override
        public void onError(AsyncEvent event) {}

        @Override
        public void onStartAsync(AsyncEvent event) {}
    }

    /** Fails, so that the container dispatches to the error page. */
    public static final class Failing extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.sendError(500);
        }
    }
}
