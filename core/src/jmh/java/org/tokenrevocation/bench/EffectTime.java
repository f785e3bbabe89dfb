package org.tokenrevocation.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.Verdict;
import redis.clients.jedis.RedisClient;

/**
 * From the call that kills a token to its refusal on three other nodes, beside what Redis itself needs to tell three
 * listeners. All nodes are in one process; {@link Witnesses} tell when each refuses.
 */
final class EffectTime {
    private static final int NODES = 3;
    private static final String MESSAGE = "x";
    /** Until everybody has heard of a login. */
    private static final long SETTLE_NANOS = 1_000_000;

    private final int samples;
    private final Map<String, Map<String, Object>> rows = new LinkedHashMap<>();
    private final AtomicLong acceptedAfterwards = new AtomicLong();
    private final AtomicLong judgedAfterwards = new AtomicLong();

    EffectTime(int samples) {
        this.samples = samples;
    }

    Map<String, Object> run() {
        try (LocalRedis redis = LocalRedis.launch(); RedisClient jedis = redis.client()) {
            measure("bare PUBLISH to SUBSCRIBE", told -> Ear.published(redis.port(), Ear.CHANNEL, text -> {
                if (text.equals(MESSAGE)) {
                    told.accept(text);
                }
            }), token -> { }, token -> jedis.publish(Ear.CHANNEL, MESSAGE), (token, listener) -> true);
            measure("bare DEL to push", sessionsOf(redis), token -> {
                jedis.set(Workload.ACCESS + token, "alice");
                LockSupport.parkNanos(SETTLE_NANOS);
            }, token -> jedis.del(Workload.ACCESS + token), (token, listener) -> true);
            sessions(redis, jedis);
        }
        try (LocalRedis redis = LocalRedis.launch()) {
            denylist(redis);
        }
        return Map.of("samples", samples, "nodes", NODES, "rows", rows,
                "judgedAfterSuccess", judgedAfterwards.get(), "acceptedAfterSuccess", acceptedAfterwards.get());
    }

    /** How often nodes that do break the guarantee were caught at it. Never would mean that nobody looks. */
    static long caughtCareless() {
        EffectTime effect = new EffectTime(1);
        try (LocalRedis redis = LocalRedis.launch(); RedisClient jedis = redis.client()) {
            List<TokenRevocation> nodes = nodes(redis, "sessions");
            try {
                jedis.set(Workload.ACCESS + "careless", "alice");
                List<Door> doors = nodes.stream().<Door>map(node -> new CarelessDoor(node::verdict)).toList();
                doors.forEach(door -> LocalRedis.await("live", () -> door.verdict("careless") == Verdict.LIVE));
                effect.revoke(nodes.get(0), doors, "careless").toCompletableFuture().join();
            } finally {
                nodes.forEach(TokenRevocation::close);
            }
        }
        if (effect.acceptedAfterwards.get() == 0) {
            throw new IllegalStateException("nodes that let a dead token in were not caught");
        }
        return effect.acceptedAfterwards.get();
    }

    private void sessions(LocalRedis redis, RedisClient jedis) {
        List<TokenRevocation> nodes = nodes(redis, "sessions");
        try {
            Consumer<String> logIn = token -> {
                jedis.set(Workload.ACCESS + token, "alice");
                // Its own push is on the way: what is asked before it arrives is not kept.
                LockSupport.parkNanos(SETTLE_NANOS);
                for (int i = 0; i < 2; i++) {
                    nodes.forEach(node -> LocalRedis.await("live", () -> node.verdict(token) == Verdict.LIVE));
                }
            };
            Witnesses.Question isRefused = (token, node) -> nodes.get(node + 1).verdict(token) == Verdict.REVOKED;
            measure("sessions: DEL by another client", sessionsOf(redis), logIn,
                    token -> jedis.del(Workload.ACCESS + token), isRefused);
            List<CompletionStage<Void>> over = new ArrayList<>();
            measure("sessions: revoke on another node", sessionsOf(redis), logIn,
                    token -> over.add(revoke(nodes.get(0), doors(nodes), token)), isRefused);
            over.forEach(each -> each.toCompletableFuture().join());
        } finally {
            nodes.forEach(TokenRevocation::close);
        }
    }

    private void denylist(LocalRedis redis) {
        List<TokenRevocation> nodes = nodes(redis, "denylist", HitBenchmark.Denylist.SETTINGS);
        try {
            List<CompletionStage<Void>> over = new ArrayList<>();
            measure("denylist: revoke on another node", told -> Fleet.ear(redis.port(), "denylist", () -> told.accept("")),
                    token -> { }, token -> over.add(revoke(nodes.get(0), doors(nodes), token)),
                    (token, node) -> nodes.get(node + 1).verdict(token) == Verdict.REVOKED);
            over.forEach(each -> each.toCompletableFuture().join());
        } finally {
            nodes.forEach(TokenRevocation::close);
        }
    }

    private static List<TokenRevocation> nodes(LocalRedis redis, String mode, String... settings) {
        return IntStream.rangeClosed(0, NODES).mapToObj(i -> redis.node("node" + i, mode, settings)).toList();
    }

    private static List<Door> doors(List<TokenRevocation> nodes) {
        return nodes.stream().<Door>map(node -> node::verdict).toList();
    }

    /** Writes; when the revocation is said to be done, every node is asked once more. */
    private CompletionStage<Void> revoke(TokenRevocation revoker, List<Door> doors, String token) {
        return revoker.revokeAll(List.of(token)).thenRun(() -> doors.forEach(door -> {
            judgedAfterwards.incrementAndGet();
            if (door.verdict(token) == Verdict.LIVE) {
                acceptedAfterwards.incrementAndGet();
            }
        }));
    }

    private static Witnesses.Hearing sessionsOf(LocalRedis redis) {
        return told -> Fleet.ear(redis.port(), "sessions", () -> told.accept(""));
    }

    private void measure(String name, Witnesses.Hearing hearing, Consumer<String> before, Consumer<String> write,
            Witnesses.Question question) {
        Samples tokens = new Samples(name.hashCode());
        List<String> all = Stream.generate(tokens::opaque).limit(samples + samples / 5).toList();
        long[] confirmed = new long[samples];
        long[] first = new long[samples];
        long[] last = new long[samples];
        long[] afterAnswer = new long[samples];
        try (Witnesses witnesses = new Witnesses(NODES, hearing, question)) {
            for (int i = -samples / 5; i < samples; i++) {
                String token = all.get(i + samples / 5);
                before.accept(token);
                witnesses.watch(token);
                long begin = System.nanoTime();
                write.accept(token);
                long answered = System.nanoTime();
                long[] seen = witnesses.seen();
                if (i >= 0) {
                    confirmed[i] = answered - begin;
                    first[i] = seen[0] - begin;
                    last[i] = seen[NODES - 1] - begin;
                    // Others may know before the writer has heard that it is done.
                    afterAnswer[i] = Math.max(0, seen[NODES - 1] - answered);
                }
            }
        }
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("confirmed", Statistics.micros(confirmed));
        row.put("firstNode", Statistics.micros(first));
        row.put("allNodes", Statistics.micros(last));
        row.put("afterAnswer", Statistics.micros(afterAnswer));
        rows.put(name, row);
        System.out.println(name + " " + row);
    }
}
