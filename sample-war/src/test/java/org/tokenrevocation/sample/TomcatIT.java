package org.tokenrevocation.sample;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.tokenrevocation.testing.RedisServer;
import redis.clients.jedis.RedisClient;

/** The same file as a plain WAR in a stock Tomcat, configured by the environment alone. */
class TomcatIT extends SessionsStory {
    private static RedisServer server;
    private static RedisClient redis;
    private static Tomcat tomcat;

    @BeforeAll
    static void launch() {
        server = RedisServer.launch();
        redis = server.client();
        tomcat = Tomcat.launch(Map.of("REVOCATION_REDIS_URL", server.url()));
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
