package org.tokenrevocation.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.junit.jupiter.api.Test;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.Verdict;
import org.tokenrevocation.testing.Await;
import org.tokenrevocation.testing.JettyHost;
import org.tokenrevocation.testing.JettyHost.Chain;
import org.tokenrevocation.testing.RawHttp;
import org.tokenrevocation.testing.RedisServer;

/** The servlet by itself: it opens the application's instance from the context-params and closes it at the end. */
class RevocationServletLifeIT {
    @Test
    void servlet_withoutAnotherDoor_opensAndClosesTheInstance() {
        AtomicReference<ServletContextHandler> context = new AtomicReference<>();
        TokenRevocation instance;
        try (RedisServer redis = RedisServer.launch()) {
            try (JettyHost host = new JettyHost(Chain.ASYNC, handler -> {
                context.set(handler);
                handler.setInitParameter("revocation.redis-url", redis.url());
                ServletHolder holder = new ServletHolder(RevocationServlet.class);
                holder.setAsyncSupported(true);
                holder.setInitOrder(1);
                handler.addServlet(holder, "/oauth/revoke-token");
            })) {
                instance = assertInstanceOf(TokenRevocation.class,
                        context.get().getServletContext().getAttribute(TokenRevocation.CONTEXT_ATTRIBUTE));
                Await.until("the endpoint answers", () -> RawHttp.send(host.port(), "POST", "/oauth/revoke-token",
                        "Content-Type: application/x-www-form-urlencoded\r\n",
                        "token=t1".getBytes(StandardCharsets.UTF_8)).status() == 200);
            }
            assertEquals(Verdict.UNDECIDED, instance.verdict("t1"), "it is closed");
        }
    }

    /** The table's evidence for E20 stands on this: the host filter in front really takes asynchrony away. */
    @Test
    void chain_blockingHostFilter_isNotAsyncSupported() {
        for (Chain chain : Chain.values()) {
            HttpServlet echo = new HttpServlet() {
                private static final long serialVersionUID = 1L;

                @Override
                protected void service(HttpServletRequest request, HttpServletResponse response) {
                    response.setStatus(request.isAsyncSupported() ? 202 : 200);
                }
            };
            try (JettyHost host = new JettyHost(chain, handler -> {
                ServletHolder holder = new ServletHolder(echo);
                holder.setAsyncSupported(true);
                handler.addServlet(holder, "/*");
            })) {
                assertEquals(chain == Chain.BLOCKING ? 200 : 202, RawHttp.send(host.port(), "GET", "/", "", null).status());
            }
        }
    }
}
