package org.tokenrevocation.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.junit.jupiter.api.Test;
import org.tokenrevocation.testing.Await;
import org.tokenrevocation.testing.JettyHost;
import org.tokenrevocation.testing.JettyHost.Chain;
import org.tokenrevocation.testing.RedisServer;

/** The operators' page where a host has mapped it, in good times and bad. */
class HealthServletIT {
    private static final String PASSWORD = "a-password-of-redis";

    @Test
    void get_redisUpThenDown_200Then503AndNoPassword() throws IOException {
        try (RedisServer redis = RedisServer.launch("--requirepass", PASSWORD);
                JettyHost host = new JettyHost(Chain.ASYNC, handler -> {
                    handler.setInitParameter("revocation.redis-url", "redis://:" + PASSWORD + "@127.0.0.1:" + redis.port());
                    handler.addServlet(new ServletHolder(HealthServlet.class), "/operators/tokens");
                    handler.addServletContainerInitializer(new TokenRevocationInitializer());
                })) {
            Await.until("the node is up", () -> health(host).status() == 200);
            JsonNode up = json(health(host));
            assertEquals("SESSIONS", up.path("mode").textValue());
            assertEquals("UP", up.path("redis").textValue());
            assertTrue(up.path("trouble").isNull());
            assertTrue(up.path("memory").isTextual());
            assertTrue(up.has("leaseAgeMillis"));
            assertTrue(up.path("entries").isIntegralNumber());
            assertTrue(up.path("counters").path("verdicts.revoked").isIntegralNumber());
            assertEquals("250ms", up.path("settings").path("effect-bound").textValue());
            assertEquals("no-store", health(host).header("Cache-Control"));
            redis.kill();
            Await.until("the node says that Redis is down", () -> health(host).status() == 503);
            JsonNode down = json(health(host));
            assertTrue(down.path("trouble").isTextual(), down::toString);
            assertFalse((up.toString() + down).contains(PASSWORD));
        }
    }

    private static Http.Answer health(JettyHost host) {
        return Http.get(host.port(), "/operators/tokens");
    }

    private static JsonNode json(Http.Answer answer) throws IOException {
        return new ObjectMapper().readTree(answer.body());
    }
}
