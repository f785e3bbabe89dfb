package org.tokenrevocation.sample;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import redis.clients.jedis.RedisClient;

/** Two nodes on one Redis: what one revokes the other refuses. */
class FleetIT extends SessionsStory {
    private static Sample sample;
    private static RedisClient redis;

    @BeforeAll
    static void launch() {
        sample = Sample.launch(2);
        redis = sample.redis();
    }

    @AfterAll
    static void close() {
        redis.close();
        sample.close();
    }

    @Override
    List<URI> nodes() {
        return sample.nodes();
    }

    @Override
    RedisClient redis() {
        return redis;
    }
}
