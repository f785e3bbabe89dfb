package org.tokenrevocation.bench;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.tokenrevocation.TokenRevocation;
import redis.clients.jedis.RedisClient;

/** How much heap a node needs for the live tokens that it has seen, by the JVM's own count after a collection. */
final class Memory {
    private Memory() {}

    /** The tokens themselves are gone when it is counted: only what the node keeps remains. */
    static Map<String, Object> sessions(int size) {
        try (LocalRedis redis = LocalRedis.launch(); RedisClient jedis = redis.client();
                TokenRevocation node = redis.node("one", "sessions", "cache-size", String.valueOf(size * 2))) {
            List<Map<String, Object>> rows = new ArrayList<>();
            long before = used();
            Samples samples = new Samples(1);
            for (int tenth = 1; tenth <= 10; tenth++) {
                for (int at = 0; at < size / 10; at += 1_000) {
                    List<String> tokens = Stream.generate(samples::opaque).limit(Math.min(1_000, size / 10)).toList();
                    Workload.logIn(redis, tokens);
                    tokens.parallelStream().forEach(node::verdict);
                    jedis.ping();
                    tokens.parallelStream().forEach(node::verdict);
                }
                if (tenth == 1 || tenth == 10) {
                    long bytes = used() - before;
                    long entries = node.health().entries();
                    Map<String, Object> row = new LinkedHashMap<>();
                    row.put("entries", entries);
                    row.put("bytesEach", (double) bytes / entries);
                    row.put("megabytes", bytes / 1e6);
                    System.out.println(row);
                    rows.add(row);
                }
            }
            return Map.of("rows", rows);
        }
    }

    private static long used() {
        ManagementFactory.getMemoryMXBean().gc();
        ManagementFactory.getMemoryMXBean().gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
