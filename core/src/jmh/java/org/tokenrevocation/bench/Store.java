package org.tokenrevocation.bench;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.tokenrevocation.TokenRevocation;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;
import redis.clients.jedis.resps.Tuple;

/** What writing and loading cost beside plain Jedis doing as much. */
final class Store {
    private static final byte[] SET = "token-revocation:{denylist}:revoked".getBytes();
    private static final int PAGE = 5_000;
    private static final int IN_FLIGHT = 10_000;

    private final int rounds;

    Store(int rounds) {
        this.rounds = rounds;
    }

    /** A new node loads the whole set; a bare loop reads the same pages and keeps nothing. */
    Map<String, Object> snapshot(int size) {
        List<Double> ours = new ArrayList<>();
        List<Double> bare = new ArrayList<>();
        String[] settings = {"jwt-keys", Samples.JWT_KEYS, "max-entries", "10000000"};
        try (LocalRedis redis = LocalRedis.launch(); RedisClient jedis = redis.client();
                TokenRevocation first = redis.node("first", "denylist", settings)) {
            fill(jedis, size);
            for (int round = 0; round < rounds; round++) {
                bare.add(millis(() -> scan(jedis)));
                ours.add(millis(() -> {
                    try (TokenRevocation node = redis.node("new", "denylist", settings)) {
                        LocalRedis.await("all is loaded", () -> node.health().entries() >= size);
                    }
                }));
            }
        }
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("size", size);
        row.put("oursMillis", ours);
        row.put("bareMillis", bare);
        System.out.println(row);
        return row;
    }

    private static void fill(RedisClient jedis, int size) {
        SplittableRandom random = new SplittableRandom(1);
        double dropAt = System.currentTimeMillis() + TimeUnit.DAYS.toMillis(1);
        for (int at = 0; at < size; at += 10_000) {
            Map<byte[], Double> members = new java.util.IdentityHashMap<>();
            for (int i = 0; i < 10_000; i++) {
                members.put(ByteBuffer.allocate(16).putLong(random.nextLong()).putLong(random.nextLong()).array(), dropAt);
            }
            jedis.zadd(SET, members);
        }
    }

    private static void scan(RedisClient jedis) {
        ScanParams params = new ScanParams().count(PAGE);
        byte[] cursor = ScanParams.SCAN_POINTER_START_BINARY;
        long members = 0;
        do {
            ScanResult<Tuple> page = jedis.zscan(SET, cursor, params);
            members += page.getResult().size();
            cursor = page.getCursorAsBytes();
        } while (!new String(cursor).equals("0"));
        if (members == 0) {
            throw new IllegalStateException("nothing was read");
        }
    }

    /** Revocations per second, one call each and a thousand in one, beside Jedis with the same DELs; many in flight. */
    List<Map<String, Object>> revocations(int count) {
        List<Map<String, Object>> rows = new ArrayList<>();
        try (LocalRedis redis = LocalRedis.launch(); RedisClient jedis = redis.client();
                TokenRevocation node = redis.node("one", "sessions")) {
            rows.add(row("sessions, one by one", count, tokens -> one(node, tokens), tokens ->
                    tokens.forEach(token -> jedis.del(Workload.ACCESS + token, "session:refresh:" + token))));
            rows.add(row("sessions, 1,000 in one call", count * 5, tokens -> many(node, tokens), tokens ->
                    batches(tokens).forEach(batch -> delete(jedis, batch))));
        }
        try (LocalRedis redis = LocalRedis.launch(); RedisClient jedis = redis.client();
                TokenRevocation node = redis.node("one", "denylist", HitBenchmark.Denylist.SETTINGS)) {
            rows.add(row("denylist, one by one", count, tokens -> one(node, tokens), tokens ->
                    tokens.forEach(token -> add(jedis, List.of(token)))));
            rows.add(row("denylist, 1,000 in one call", count * 5, tokens -> many(node, tokens), tokens ->
                    batches(tokens).forEach(batch -> add(jedis, batch))));
        }
        return rows;
    }

    private Map<String, Object> row(
            String name, int count, java.util.function.Consumer<List<String>> ours,
            java.util.function.Consumer<List<String>> bare) {
        Samples samples = new Samples(name.hashCode());
        List<Double> oursRates = new ArrayList<>();
        List<Double> bareRates = new ArrayList<>();
        for (int round = -1; round < rounds; round++) {
            List<String> forOurs = Stream.generate(samples::opaque).limit(count).toList();
            List<String> forBare = Stream.generate(samples::opaque).limit(count).toList();
            double oursRate = count * 1000.0 / millis(() -> ours.accept(forOurs));
            double bareRate = count * 1000.0 / millis(() -> bare.accept(forBare));
            if (round >= 0) {
                oursRates.add(oursRate);
                bareRates.add(bareRate);
            }
        }
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("name", name);
        row.put("count", count);
        row.put("oursPerSecond", oursRates);
        row.put("barePerSecond", bareRates);
        System.out.println(row);
        return row;
    }

    /** One caller, who does not wait for one revocation before he begins the next; waits for all in the end. */
    private static void one(TokenRevocation node, List<String> tokens) {
        Semaphore inFlight = new Semaphore(IN_FLIGHT);
        for (String token : tokens) {
            inFlight.acquireUninterruptibly();
            node.revokeAll(List.of(token)).whenComplete((nothing, failure) -> inFlight.release());
        }
        inFlight.acquireUninterruptibly(IN_FLIGHT);
    }

    private static void many(TokenRevocation node, List<String> tokens) {
        List<CompletionStage<Void>> over = batches(tokens).map(node::revokeAll).toList();
        over.forEach(each -> each.toCompletableFuture().join());
    }

    private static Stream<List<String>> batches(List<String> tokens) {
        return Stream.iterate(0, at -> at < tokens.size(), at -> at + 1_000)
                .map(at -> tokens.subList(at, Math.min(tokens.size(), at + 1_000)));
    }

    private static void delete(RedisClient jedis, List<String> tokens) {
        try (AbstractPipeline pipeline = jedis.pipelined()) {
            tokens.forEach(token -> pipeline.del(Workload.ACCESS + token, "session:refresh:" + token));
        }
    }

    /** The two commands without which no denylist of this kind can do. */
    private static void add(RedisClient jedis, List<String> tokens) {
        try (AbstractPipeline pipeline = jedis.pipelined()) {
            for (String token : tokens) {
                pipeline.zadd("bench:revoked", 1e12, token.substring(0, 16));
                pipeline.xadd("bench:changes", redis.clients.jedis.params.XAddParams.xAddParams().maxLen(100_000)
                        .approximateTrimming(), Map.of("d", token.substring(0, 16), "t", "1000000000000"));
            }
        }
    }

    private static double millis(Runnable work) {
        long begin = System.nanoTime();
        work.run();
        return (System.nanoTime() - begin) / 1e6;
    }
}
