package org.tokenrevocation.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The scenario on embedded Tomcat. */
class TomcatFilterIT extends FilterScenario {
    @Override
    Host start(HostSpec spec) throws Exception {
        return TomcatHost.start(spec);
    }

    @ParameterizedTest
    @CsvSource({"Bearer live,101", "Bearer dead,401", "Bearer,401", "Basic eDp5,101"})
    void handshake_ofWebSocket_guardedLikeAnyRequest(String authorization, int status) throws Exception {
        share(spec());
        assertEquals(status, get("/socket", "Authorization: " + authorization, "Connection: Upgrade",
                "Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==")
                .status());
    }

    @ParameterizedTest
    @CsvSource({"Bearer live,101", "Bearer dead,401", "Bearer,401"})
    void handshake_inDenylistMode_guardedToo(String authorization, int status) throws Exception {
        Host host = share(spec().set("mode", "denylist").set("accept-unverified", "anonymous"));
        host.revocation().revoke("dead");
        assertEquals(status, get("/socket", "Authorization: " + authorization, "Connection: Upgrade",
                "Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==")
                .status());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"bearer, live|101", "bearer, dead|401", "base64url.bearer.authorization.k8s.io.bGl2ZQ|101",
        "base64url.bearer.authorization.k8s.io.ZGVhZA|401", "graphql-ws|101"})
    void handshake_tokenInSubprotocol_guardedToo(String subprotocols, int status) throws Exception {
        share(spec().set("token-subprotocols", SUBPROTOCOLS));
        assertEquals(status, get("/socket", "Sec-WebSocket-Protocol: " + subprotocols, "Connection: Upgrade",
                "Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==").status());
    }

    @ParameterizedTest
    @CsvSource({"live,101", "dead,401"})
    void handshake_tokenInQuery_guardedToo(String token, int status) throws Exception {
        share(spec());
        assertEquals(status, get("/socket?access_token=" + token, "Connection: Upgrade", "Upgrade: websocket",
                "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==").status());
    }
}
