package org.tokenrevocation.matrix.host.socket;

import jakarta.websocket.OnMessage;
import jakarta.websocket.server.ServerEndpoint;

/** An existing application's WebSocket: says what it hears. */
@ServerEndpoint("/socket")
// Not final: servers with CDI may make a proxy of it.
public class Socket {
    @OnMessage
    public String heard(String text) {
        return "heard " + text;
    }
}
