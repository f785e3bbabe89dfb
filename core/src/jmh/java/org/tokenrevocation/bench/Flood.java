package org.tokenrevocation.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.spi.RevocationEndpoint;
import redis.clients.jedis.RedisClient;

/** What a flood of junk at one node's anonymous endpoint costs Redis, by Redis' own count; three nodes that do nothing else. */
final class Flood {
    private static final int NODES = 3;
    private static final long SEED = 29;
    private static final int[] PER_SECOND = {0, 10, 1_000, 10_000};

    private final int seconds;
    private final List<Map<String, Object>> rows = new ArrayList<>();

    Flood(int seconds) {
        this.seconds = seconds;
    }

    Map<String, Object> run() {
        for (String mode : List.of("sessions", "denylist")) {
            try (LocalRedis redis = LocalRedis.launch(); RedisClient jedis = redis.client()) {
                List<TokenRevocation> nodes = IntStream.range(0, NODES)
                        .mapToObj(i -> redis.node("node" + i, mode, Fleet.settings(mode)))
                        .toList();
                try {
                    send(nodes.get(0).endpoint(), 1_000, 1);
                    for (int perSecond : PER_SECOND) {
                        measure(mode, jedis, nodes.get(0).endpoint(), perSecond);
                    }
                } finally {
                    nodes.forEach(TokenRevocation::close);
                }
            }
        }
        return Map.of("seconds", seconds, "nodes", NODES, "rows", rows);
    }

    private void measure(String mode, RedisClient jedis, RevocationEndpoint endpoint, int perSecond) {
        Map<String, Long> before = LocalRedis.commands(jedis);
        long begin = System.nanoTime();
        long refused = send(endpoint, perSecond, seconds);
        double took = (System.nanoTime() - begin) / 1e9;
        Map<String, Double> calls = new LinkedHashMap<>();
        LocalRedis.commands(jedis).forEach((name, count) -> {
            double each = (count - before.getOrDefault(name, 0L)) / took;
            if (each > 0) {
                calls.put(name, each);
            }
        });
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("mode", mode);
        row.put("asked", perSecond);
        row.put("sentPerSecond", perSecond * seconds / took);
        row.put("refused", refused);
        row.put("commandsPerSecond", calls.values().stream().mapToDouble(Double::doubleValue).sum());
        row.put("byCommand", calls);
        rows.add(row);
        System.out.println(row);
    }

    /** At a steady pace, whether or not those before are answered; how many were not answered with 200. */
    private static long send(RevocationEndpoint endpoint, int perSecond, int seconds) {
        long all = (long) perSecond * seconds;
        AtomicLong answered = new AtomicLong();
        AtomicLong refused = new AtomicLong();
        long begin = System.nanoTime();
        for (long i = 0; i < all; i++) {
            long due = begin + TimeUnit.SECONDS.toNanos(1) * i / perSecond;
            while (due - System.nanoTime() > 0) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            endpoint.answer(EndpointCall.revoking("junk-" + Tokens.brief(SEED, i)), answer -> {
                refused.addAndGet(answer.status() == 200 ? 0 : 1);
                answered.incrementAndGet();
            });
        }
        long end = begin + TimeUnit.SECONDS.toNanos(seconds);
        while (end - System.nanoTime() > 0) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
        LocalRedis.await("all is answered", () -> answered.get() == all);
        return refused.get();
    }
}
