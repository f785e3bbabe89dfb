package org.tokenrevocation.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tokenrevocation.testing.Await;
import org.tokenrevocation.testing.RedisServer;
import redis.clients.jedis.RedisClient;

/** A host with other versions of all that we bring: both work, each with its own. */
class ClashMatrix {
    @TempDir
    Path folder;

    static List<String> servers() {
        return Containers.plainNames();
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("servers")
    void host_withOtherVersionsOfEverything_bothWork(String server) throws IOException {
        Path clash = new HostWar().withAllJar().withLibraries(Path.of(System.getProperty("matrix.clash")))
                .withClashingServlet().write(folder.resolve("clash.war"));
        try (RedisServer redis = RedisServer.launch(); Container container = Containers.of(server)) {
            try (RedisClient jedis = redis.client()) {
                jedis.set("session:access:alive", "alice");
            }
            container.start(ContainerMatrix.settings(redis), List.of(clash));
            container.awaitUp("clash");
            Await.until("ours judges", () -> container.call("GET", "/clash/api/x", null,
                    "Authorization", "Bearer alive").statusCode() == 200);
            HttpResponse<String> theirs = container.call("GET", "/clash/public/clash", null,
                    "Authorization", "Bearer alive", "X-Redis-Port", String.valueOf(redis.port()));
            assertEquals(200, theirs.statusCode(), theirs.body());
            for (String line : new String[] {"jedis PONG jedis-5.2.0.jar", "gson {\"a\":1} gson-2.8.9.jar",
                "jackson {\"b\":2} jackson-databind-2.13.5.jar", "pool 8 commons-pool2-2.9.0.jar",
                "slf4j ch.qos.logback.classic.LoggerContext slf4j-api-1.7.36.jar"}) {
                assertTrue(theirs.body().contains(line), line + " is not in:\n" + theirs.body());
            }
            assertEquals(200, container.call("POST", "/clash/oauth/revoke-token",
                    "{\"token\":\"alive\",\"token_type\":\"access\"}", "Content-Type", "application/json").statusCode());
            assertEquals(401, container.call("GET", "/clash/api/x", null, "Authorization", "Bearer alive").statusCode());
            assertEquals(200, container.call("GET", "/clash/public/clash", null,
                    "X-Redis-Port", String.valueOf(redis.port())).statusCode());
        }
    }
}
