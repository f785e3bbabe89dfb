package org.tokenrevocation.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.tokenrevocation.TokenRevocation;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.RedisClient;

/**
 * From the revoke call to the refusal on each of many nodes, each a process of its own, while they are idle and while
 * requests take 70 % of the machine. Revocations begin at a steady pace, whether or not those before are over, so that
 * many are under way at once; the same messages by bare Redis are measured just before, with the same processes.
 */
final class FleetEffect {
    private static final double LOAD = 0.7;
    private static final long SEED = 7;
    private static final int MOST_PER_SECOND = 1_000;
    /** The watching itself costs each node a few wake-ups for each revocation: more nodes, a slower pace. */
    private static final int HEARD_PER_SECOND = 4_000;

    private final int revocations;
    private final int published;
    private final int warmUps;
    private final List<Map<String, Object>> rows = new ArrayList<>();

    FleetEffect(int revocations) {
        this.revocations = revocations;
        this.published = revocations / 5;
        this.warmUps = revocations / 5;
    }

    Map<String, Object> run(int... fleets) throws IOException {
        for (String mode : List.of("sessions", "denylist")) {
            for (int nodes : fleets) {
                fleet(mode, nodes);
            }
        }
        return Map.of("revocations", revocations, "published", published, "rows", rows);
    }

    /** How often nodes that do break the guarantee were caught at it, in both modes. Never would mean that nobody looks. */
    static long caughtCareless(int revocations) throws IOException {
        long all = 0;
        for (String mode : List.of("sessions", "denylist")) {
            try (LocalRedis redis = LocalRedis.launch(); RedisClient jedis = redis.client();
                    TokenRevocation revoker = redis.node("revoker", mode, Fleet.settings(mode));
                    Fleet fleet = new Fleet(redis, mode, "careless", 2, SEED, revocations)) {
                logIn(jedis, mode, revocations);
                fleet.tell("know 0 " + revocations);
                long caught = new Experiment(fleet, jedis, revoker, MOST_PER_SECOND).revoke(0, revocations).acceptedAfterSuccess();
                if (caught == 0) {
                    throw new IllegalStateException("nodes that let dead tokens in were not caught, " + mode);
                }
                all += caught;
            }
        }
        return all;
    }

    private static void logIn(RedisClient jedis, String mode, int tokens) {
        if (mode.equals("sessions")) {
            try (AbstractPipeline pipeline = jedis.pipelined()) {
                Tokens.opaque(SEED, 0, tokens).forEach(token -> pipeline.set(Workload.ACCESS + token, "alice"));
            }
        }
    }

    private void fleet(String mode, int nodes) throws IOException {
        int all = warmUps + 2 * (published + revocations);
        try (LocalRedis redis = LocalRedis.launch(); RedisClient jedis = redis.client();
                TokenRevocation revoker = redis.node("revoker", mode, Fleet.settings(mode));
                Fleet fleet = new Fleet(redis, mode, "careful", nodes, SEED, all)) {
            logIn(jedis, mode, all);
            fleet.tell("know 0 " + all);
            Experiment experiment = new Experiment(fleet, jedis, revoker, Math.min(MOST_PER_SECOND, HEARD_PER_SECOND / nodes));
            experiment.revoke(0, warmUps);
            measure(experiment, mode, nodes, "idle", warmUps);
            int processors = Runtime.getRuntime().availableProcessors();
            int threads = Math.max(1, processors / nodes);
            fleet.tell("load " + threads + " " + LOAD * processors / (threads * nodes));
            measure(experiment, mode, nodes, "70 %", warmUps + published + revocations);
            fleet.tell("load 0 0");
        }
    }

    private void measure(Experiment experiment, String mode, int nodes, String load, int from) throws IOException {
        FleetHistory bare = experiment.publish(from, from + published);
        ProcessorTime before = ProcessorTime.now();
        FleetHistory ours = experiment.revoke(from + published, from + published + revocations);
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("mode", mode);
        row.put("nodes", nodes);
        row.put("load", load);
        row.put("perSecond", experiment.perSecond);
        row.put("processorsBusyPercent", ProcessorTime.now().busyPercentSince(before));
        row.put("bareLastNode", bare.heardByLast());
        row.put("eachNode", ours.refusedByEach());
        row.put("lastNode", ours.refusedByLast());
        row.put("requests", ours.requests());
        row.put("undecided", ours.undecided());
        row.put("mostUnderWay", ours.mostUnderWay());
        row.put("acceptedAfterSuccess", ours.acceptedAfterSuccess());
        rows.add(row);
        System.out.println(row);
    }

    /** A fleet, and what is done to it at a steady pace. */
    private record Experiment(Fleet fleet, RedisClient jedis, TokenRevocation revoker, int perSecond) {
        FleetHistory publish(int from, int to) throws IOException {
            AtomicLongArray begun = new AtomicLongArray(to - from);
            fleet.tell("begin " + from + " " + to);
            atPace(to - from, number -> {
                begun.set(number, System.nanoTime());
                jedis.publish(Ear.CHANNEL, String.valueOf(from + number));
            });
            return new FleetHistory(begun, begun, fleet.notes("heard"));
        }

        FleetHistory revoke(int from, int to) throws IOException {
            AtomicLongArray begun = new AtomicLongArray(to - from);
            AtomicLongArray answered = new AtomicLongArray(to - from);
            List<CompletionStage<Void>> all = new ArrayList<>();
            fleet.tell("begin " + from + " " + to);
            atPace(to - from, number -> {
                String token = Tokens.opaque(SEED, from + number);
                begun.set(number, System.nanoTime());
                all.add(revoker.revokeAll(List.of(token)).thenRun(() -> answered.set(number, System.nanoTime())));
            });
            all.forEach(each -> each.toCompletableFuture().join());
            return new FleetHistory(begun, answered, fleet.notes("refused"));
        }

        private void atPace(int count, IntConsumer work) {
            long begin = System.nanoTime();
            for (int i = 0; i < count; i++) {
                long due = begin + TimeUnit.SECONDS.toNanos(1) * i / perSecond;
                while (due - System.nanoTime() > 0) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                work.accept(i);
            }
        }
    }
}
