package org.tokenrevocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.tokenrevocation.testing.Await;
import org.tokenrevocation.testing.RedisServer;
import redis.clients.jedis.RedisClient;

/** What {@code instance-name} reaches: log, health, threads and, at Redis, the registry that says who was silent. */
class InstanceNameIT {
    private static final Logger LOGGER = Logger.getLogger("org.tokenrevocation");

    private static Settings.Builder settings(RedisServer redis) {
        return Settings.builder().set(SettingNames.REDIS_URL, redis.url());
    }

    @Test
    void open_instanceNameSet_everythingIsCalledSo() {
        Lines lines = new Lines();
        LOGGER.addHandler(lines);
        try (RedisServer redis = RedisServer.launch(); RedisClient jedis = redis.client();
                TokenRevocation node = TokenRevocation.open("/",
                        settings(redis).set(SettingNames.INSTANCE_NAME, "orders@pod-7").build())) {
            Await.untilUp(node);
            assertEquals("orders@pod-7", node.name());
            assertEquals("orders@pod-7", node.health().name());
            assertEquals("orders@pod-7", node.health().settings().get("instance-name"));
            Await.until("registered by its name", () -> registered(jedis).stream().anyMatch(value ->
                    value.startsWith("present ") && value.endsWith(" orders@pod-7")));
            Set<String> threads = Thread.getAllStackTraces().keySet().stream().map(Thread::getName)
                    .filter(name -> name.contains("feed")).collect(Collectors.toSet());
            assertTrue(threads.stream().anyMatch(name -> name.startsWith("orders@pod-7 feed-")), threads.toString());
            assertFalse(threads.stream().anyMatch(name -> name.startsWith("/ ")), threads.toString());
        } finally {
            LOGGER.removeHandler(lines);
        }
        assertTrue(lines.told.stream().anyMatch(line -> line.startsWith("orders@pod-7: started with ")), lines.told.toString());
        assertFalse(lines.told.stream().anyMatch(line -> line.startsWith("/: ")), lines.told.toString());
    }

    @Test
    void open_instanceNameNotSet_calledAsGiven() {
        Settings settings = Settings.builder().set(SettingNames.REDIS_URL, "redis://127.0.0.1:1").build();
        try (TokenRevocation node = TokenRevocation.open("/shop", settings)) {
            assertEquals("/shop", node.name());
        }
    }

    private static List<String> registered(RedisClient jedis) {
        return jedis.keys("*:nodes:*").stream().flatMap(key -> jedis.hvals(key).stream()).toList();
    }

    private static final class Lines extends Handler {
        private final List<String> told = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord line) {
            told.add(new SimpleFormatter().formatMessage(line));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
