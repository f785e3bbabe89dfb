package org.tokenrevocation.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.internal.redis.SameCommands;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.params.XAddParams;

/**
 * Revocations per second, one call each and a thousand in one, beside Jedis with the same writes and
 * {@code redis-benchmark} with the same command over as many connections; many are under way at once.
 */
final class Throughput {
    private static final int IN_FLIGHT = 10_000;
    private static final int CALLERS = 16;
    private static final int BATCH = 1_000;
    private static final String REFRESH = "session:refresh:";

    private final int rounds;
    private final int count;
    private final List<Map<String, Object>> rows = new ArrayList<>();
    private long seed;

    Throughput(int rounds, int count) {
        this.rounds = rounds;
        this.count = count;
    }

    List<Map<String, Object>> run() {
        List<String> delete = List.of("DEL", Workload.ACCESS + RedisTool.NUMBER, REFRESH + RedisTool.NUMBER);
        List<String> add = SameCommands.add(RedisTool.NUMBER + "1234",
                System.currentTimeMillis() + TimeUnit.DAYS.toMillis(1));
        mode("sessions", delete);
        mode("denylist", add);
        return rows;
    }

    private void mode(String mode, List<String> command) {
        try (LocalRedis redis = LocalRedis.launch(); RedisClient jedis = redis.client();
                TokenRevocation node = redis.node("one", mode, settings(mode))) {
            boolean isSessions = mode.equals("sessions");
            Contest one = new Contest(mode, "one caller, one by one", count);
            measure(redis, one, tokens -> rate(tokens, () -> oneByOne(node, tokens)),
                    tokens -> rate(tokens, () -> tokens.forEach(token -> write(jedis, List.of(token), isSessions))),
                    () -> RedisTool.perSecond(redis, count, 1, 1, command));
            Contest many = new Contest(mode, CALLERS + " callers, one by one", count * 2);
            measure(redis, many, tokens -> rate(tokens, () -> callers(tokens, each -> oneByOne(node, each))),
                    tokens -> rate(tokens, () -> callers(tokens, each ->
                            each.forEach(token -> write(jedis, List.of(token), isSessions)))),
                    () -> RedisTool.perSecond(redis, count * 2, CALLERS, 1, command));
            Contest bulk = new Contest(mode, "one caller, 1,000 in one call", count * 5);
            measure(redis, bulk, tokens -> rate(tokens, () -> bulk(node, tokens)),
                    tokens -> rate(tokens, () -> batches(tokens).forEach(batch -> write(jedis, batch, isSessions))),
                    () -> RedisTool.perSecond(redis, count * 5, 1, BATCH, command));
        }
    }

    /** All three contenders write to one set, for all rounds. */
    private static String[] settings(String mode) {
        List<String> settings = new ArrayList<>(List.of(Fleet.settings(mode)));
        if (mode.equals("denylist")) {
            settings.addAll(List.of("max-entries", "100000000"));
        }
        return settings.toArray(String[]::new);
    }

    private record Contest(String mode, String how, int count) {}

    /** The contenders in turn, so that a ratio compares neighbours in time. */
    private void measure(LocalRedis redis, Contest contest, ToDoubleFunction<List<String>> ours,
            ToDoubleFunction<List<String>> jedis, DoubleSupplier tool) {
        List<Double> oursRates = new ArrayList<>();
        List<Double> jedisRates = new ArrayList<>();
        List<Double> toolRates = new ArrayList<>();
        for (int round = -2; round < rounds; round++) {
            double oursRate = ours.applyAsDouble(tokens(redis, contest));
            double jedisRate = jedis.applyAsDouble(tokens(redis, contest));
            double toolRate = tool.getAsDouble();
            if (round >= 0) {
                oursRates.add(oursRate);
                jedisRates.add(jedisRate);
                toolRates.add(toolRate);
            }
        }
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("mode", contest.mode);
        row.put("how", contest.how);
        row.put("count", contest.count);
        row.put("oursPerSecond", oursRates);
        row.put("jedisPerSecond", jedisRates);
        row.put("redisBenchmarkPerSecond", toolRates);
        rows.add(row);
        System.out.println(row);
    }

    private List<String> tokens(LocalRedis redis, Contest contest) {
        List<String> tokens = Tokens.opaque(++seed, 0, contest.count);
        if (contest.mode.equals("sessions")) {
            Workload.logIn(redis, tokens);
        }
        return tokens;
    }

    /** A caller does not wait for one revocation before he begins the next; he waits for all in the end. */
    private static void oneByOne(TokenRevocation node, List<String> tokens) {
        Semaphore inFlight = new Semaphore(IN_FLIGHT);
        for (String token : tokens) {
            inFlight.acquireUninterruptibly();
            node.revokeAll(List.of(token)).whenComplete((nothing, failure) -> inFlight.release());
        }
        inFlight.acquireUninterruptibly(IN_FLIGHT);
    }

    private static void bulk(TokenRevocation node, List<String> tokens) {
        List<CompletionStage<Void>> over = batches(tokens).map(node::revokeAll).toList();
        over.forEach(each -> each.toCompletableFuture().join());
    }

    private static void callers(List<String> tokens, Consumer<List<String>> caller) {
        int share = tokens.size() / CALLERS;
        List<Thread> threads = IntStream.range(0, CALLERS)
                .mapToObj(i -> new Thread(() -> caller.accept(tokens.subList(i * share, (i + 1) * share)), "caller"))
                .toList();
        threads.forEach(Thread::start);
        threads.forEach(thread -> LocalRedis.await("the callers are done", () -> !thread.isAlive()));
    }

    private static Stream<List<String>> batches(List<String> tokens) {
        return Stream.iterate(0, at -> at < tokens.size(), at -> at + BATCH)
                .map(at -> tokens.subList(at, Math.min(tokens.size(), at + BATCH)));
    }

    /** What no store can do without: the deletion, or an entry in the set and one in the stream. */
    private static void write(RedisClient jedis, List<String> tokens, boolean isSessions) {
        try (AbstractPipeline pipeline = jedis.pipelined()) {
            for (String token : tokens) {
                if (isSessions) {
                    pipeline.del(Workload.ACCESS + token, REFRESH + token);
                } else {
                    pipeline.zadd("bench:revoked", 1e12, token.substring(0, 16));
                    pipeline.xadd("bench:changes", XAddParams.xAddParams().maxLen(100_000)
                            .approximateTrimming(), Map.of("d", token.substring(0, 16), "t", "1000000000000"));
                }
            }
        }
    }

    private static double rate(List<String> tokens, Runnable work) {
        long begin = System.nanoTime();
        work.run();
        return tokens.size() * 1e9 / (System.nanoTime() - begin);
    }
}
