package org.tokenrevocation.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.tokenrevocation.internal.denylist.Digests;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.RedisClient;

/**
 * What a larger set costs: one verdict, heap, start-up and memory at Redis, for live revocations and for cached sessions
 * in steps of ten. Each size gets a node in a process of its own ({@link GrowthNode}).
 */
final class Growth {
    static final long SEED = 11;
    private static final int BATCH = 2_000;

    private final List<Map<String, Object>> rows = new ArrayList<>();
    private final int rounds;

    Growth(int rounds) {
        this.rounds = rounds;
    }

    List<Map<String, Object>> run(int mostRevocations, int mostSessions) throws IOException {
        mode("denylist", mostRevocations);
        mode("sessions", mostSessions);
        return rows;
    }

    private void mode(String mode, int most) throws IOException {
        try (LocalRedis redis = LocalRedis.launch(); RedisClient jedis = redis.patientClient()) {
            // The fleet is founded once, for a second: no later start waits for that.
            redis.node("founder", mode, Fleet.settings(mode)).close();
            long empty = used(jedis);
            long filled = 0;
            for (int size = 1_000; size <= most; size *= 10) {
                fill(jedis, mode, filled, size);
                filled = size;
                long bytes = used(jedis) - empty;
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("mode", mode);
                row.put("entries", size);
                row.put("redisMegabytes", bytes / 1e6);
                row.putAll(node(redis, mode, size));
                rows.add(row);
                System.out.println(row);
            }
        }
    }

    private static void fill(RedisClient jedis, String mode, long from, long to) {
        double dropAt = System.currentTimeMillis() + TimeUnit.DAYS.toMillis(1);
        for (long at = from; at < to; at += BATCH) {
            LongStream numbers = LongStream.range(at, Math.min(to, at + BATCH));
            if (mode.equals("denylist")) {
                Map<byte[], Double> members = new HashMap<>();
                numbers.forEach(number -> members.put(Digests.of(Tokens.brief(SEED, number)), dropAt));
                jedis.zadd("token-revocation:{denylist}:revoked".getBytes(), members);
            } else {
                try (AbstractPipeline pipeline = jedis.pipelined()) {
                    numbers.forEach(number -> pipeline.set(Workload.ACCESS + Tokens.brief(SEED, number), "alice"));
                }
            }
        }
    }

    private static long used(RedisClient jedis) {
        return jedis.info("memory").lines()
                .filter(line -> line.startsWith("used_memory:"))
                .mapToLong(line -> Long.parseLong(line.substring("used_memory:".length()).trim()))
                .sum();
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> node(LocalRedis redis, String mode, int size) throws IOException {
        Process process = new ProcessBuilder(ProcessHandle.current().info().command().orElse("java"), "-Xms3g", "-Xmx3g",
                "-cp", System.getProperty("java.class.path"), GrowthNode.class.getName(), String.valueOf(redis.port()),
                mode, String.valueOf(size), String.valueOf(rounds))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String result = new String(process.getInputStream().readAllBytes());
        if (result.isEmpty()) {
            throw new IllegalStateException("the node with [" + size + "] entries said nothing");
        }
        return new ObjectMapper().readValue(result, Map.class);
    }
}
