package org.tokenrevocation.sample;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.tokenrevocation.testing.RedisServer;
import redis.clients.jedis.RedisClient;

/** The plain WAR in a stock Tomcat; the environment sets the mode, and the node makes its own key. */
class DenylistTomcatIT extends DenylistStory {
    private static RedisServer server;
    private static RedisClient redis;
    private static Tomcat tomcat;

    @BeforeAll
    static void launch() {
        server = RedisServer.launch();
        redis = server.client();
        tomcat = Tomcat.launch(Map.of("REVOCATION_REDIS_URL", server.url(), "REVOCATION_MODE", "denylist"));
    }

    @AfterAll
    static void close() {
        tomcat.close();
        redis.close();
        server.close();
    }

    @Override
    List<URI> nodes() {
        return List.of(tomcat.address());
    }

    @Override
    RedisClient redis() {
        return redis;
    }
}
