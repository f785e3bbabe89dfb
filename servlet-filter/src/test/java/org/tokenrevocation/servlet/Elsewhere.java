package org.tokenrevocation.servlet;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;
import org.eclipse.jetty.websocket.api.annotations.OnWebSocketMessage;
import org.eclipse.jetty.websocket.api.annotations.WebSocket;
import org.tokenrevocation.Cutoff;
import org.tokenrevocation.TokenRevocation;

/** Tokens that arrive where the filter does not look; the documents quote this. */
final class Elsewhere {
    private Elsewhere() {}

    /** A token in the body of a form. */
    static final class FormServlet extends HttpServlet {
        private static final long serialVersionUID = 1L;

        private final transient TokenRevocation revocation;

        FormServlet(TokenRevocation revocation) {
            this.revocation = revocation;
        }

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
            switch (revocation.verdict(request.getParameter("access_token"))) {
                case LIVE, FOREIGN -> response.getWriter().print("welcome");
                case UNDECIDED -> response.setStatus(503);
                default -> response.setStatus(401);
            }
        }
    }

    /** Ends all tokens of a user, in either mode. */
    static final class LogOut {
        private final TokenRevocation revocation;
        private final Map<String, Collection<String>> sessions;

        LogOut(TokenRevocation revocation, Map<String, Collection<String>> sessions) {
            this.revocation = revocation;
            this.sessions = sessions;
        }

        void byCutoff(String userId) {
            Cutoff all = Cutoff.subject("https://issuer.example/", userId);   // the token's iss and sub
            revocation.revokeAll(all).toCompletableFuture().join();          // no node accepts any of them any more
        }

        void bySessions(String userId) {
            Collection<String> tokens = mySessionsOf(userId);                // as issued
            revocation.revokeAll(tokens).toCompletableFuture().join();       // one call, one wait
        }

        private Collection<String> mySessionsOf(String userId) {
            return sessions.get(userId);
        }
    }

    /** A token in the first message of a WebSocket, asked again with each further one: memory answers. */
    @WebSocket
    public static final class Chat {
        private final TokenRevocation revocation;
        private String token;

        Chat(TokenRevocation revocation) {
            this.revocation = revocation;
        }

        /** Each message. */
        @OnWebSocketMessage
        public void receive(Session session, String message) {
            token = token == null ? message : token;
            if (revocation.verdict(token).mayPass()) {
                session.sendText("heard", Callback.NOOP);
            } else {
                session.close(StatusCode.POLICY_VIOLATION, "the token is not accepted", Callback.NOOP);
            }
        }
    }
}
