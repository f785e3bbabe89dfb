package org.tokenrevocation.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.Verdict;
import redis.clients.jedis.RedisClient;

/** What a fleet asks of Redis, counted by Redis: idle, and with a thousand requests per second on each node. */
final class Traffic {
    private static final int REQUESTS_PER_SECOND = 1_000;
    private static final int TOKENS = 100;

    private final int seconds;
    private final List<Map<String, Object>> rows = new ArrayList<>();

    Traffic(int seconds) {
        this.seconds = seconds;
    }

    Map<String, Object> run(int... fleets) {
        for (int nodes : fleets) {
            fleet("sessions", nodes);
            fleet("denylist", nodes);
        }
        return Map.of("seconds", seconds, "requestsPerSecondAndNode", REQUESTS_PER_SECOND, "rows", rows);
    }

    private void fleet(String mode, int size) {
        try (LocalRedis redis = LocalRedis.launch(); RedisClient jedis = redis.client()) {
            String[] settings = mode.equals("denylist") ? HitBenchmark.Denylist.SETTINGS : new String[0];
            List<TokenRevocation> nodes = IntStream.range(0, size)
                    .mapToObj(i -> redis.node("node" + i, mode, settings))
                    .toList();
            try {
                measure(mode, jedis, redis, nodes);
            } finally {
                nodes.forEach(TokenRevocation::close);
            }
        }
    }

    private void measure(String mode, RedisClient jedis, LocalRedis redis, List<TokenRevocation> nodes) {
        Samples samples = new Samples(1);
        List<String> tokens = Stream.generate(samples::opaque).limit(TOKENS).toList();
        Workload.logIn(redis, tokens);
        requests(nodes, tokens, 2);
        Map<String, Long> before = LocalRedis.commands(jedis);
        long requests = requests(nodes, tokens, seconds);
        Map<String, Long> busy = difference(before, LocalRedis.commands(jedis));
        // Two seconds without a request, so that all are idle.
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(2));
        before = LocalRedis.commands(jedis);
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(seconds));
        Map<String, Long> idle = difference(before, LocalRedis.commands(jedis));
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("mode", mode);
        row.put("nodes", nodes.size());
        row.put("requests", requests);
        row.put("busyCommands", busy);
        row.put("idleCommands", idle);
        row.put("commandsPer1000Requests", 1000.0 * busy.values().stream().mapToLong(Long::longValue).sum() / requests);
        row.put("lookUpsPer1000Requests", 1000.0 * busy.getOrDefault("pttl", 0L) / requests);
        row.put("beatsPerSecondAndNodeBusy", (double) busy.getOrDefault("exec", 0L) / seconds / nodes.size());
        row.put("beatsPerSecondAndNodeIdle", (double) idle.getOrDefault("exec", 0L) / seconds / nodes.size());
        rows.add(row);
        System.out.println(row);
    }

    private static Map<String, Long> difference(Map<String, Long> before, Map<String, Long> after) {
        Map<String, Long> difference = new TreeMap<>();
        after.forEach((name, calls) -> {
            long more = calls - before.getOrDefault(name, 0L);
            if (more > 0 && !name.equals("info")) {
                difference.put(name, more);
            }
        });
        return difference;
    }

    /** One thread asks all nodes in turn, at the given pace; how many requests that were. */
    private static long requests(List<TokenRevocation> nodes, List<String> tokens, int seconds) {
        long begin = System.nanoTime();
        long rounds = (long) seconds * REQUESTS_PER_SECOND;
        long count = 0;
        for (int round = 0; round < rounds; round++) {
            long due = begin + TimeUnit.SECONDS.toNanos(1) * round / REQUESTS_PER_SECOND;
            while (due - System.nanoTime() > 0) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            for (TokenRevocation node : nodes) {
                Verdict verdict = node.verdict(tokens.get(round % TOKENS));
                if (verdict != Verdict.LIVE) {
                    throw new IllegalStateException("a live token was judged " + verdict);
                }
                count++;
            }
        }
        return count;
    }
}
