package org.tokenrevocation.bench;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.Verdict;
import redis.clients.jedis.RedisClient;

/** What has to ask Redis, with opaque tokens: a token's first sight, a token that is refused, and plain commands. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 600, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 600, timeUnit = TimeUnit.MILLISECONDS)
public class RoundTripBenchmark {
    private static final int MANY = 1 << 15;

    private LocalRedis redis;
    private RedisClient jedis;
    private TokenRevocation node;
    private String[] live;
    private String[] unknown;

    /** Where one thread is in its round. */
    @State(Scope.Thread)
    public static class Round {
        private int at;

        /** Threads begin far from each other. */
        @Setup
        public void begin() {
            at = (int) Thread.currentThread().getId() * 7_919;
        }

        String next(String[] headers) {
            at = at + 1 & MANY - 1;
            return Requests.cut(headers[at]);
        }
    }

    /** 32,768 sessions, and a node whose memory has room for 100 of them: every verdict asks. */
    @Setup
    public void open() {
        redis = LocalRedis.launch();
        jedis = redis.client();
        Samples samples = new Samples(1);
        List<String> tokens = Stream.generate(samples::opaque).limit(MANY).toList();
        Workload.logIn(redis, tokens);
        live = Requests.headers(tokens);
        unknown = Requests.headers(Stream.generate(samples::opaque).limit(MANY).toList());
        node = redis.node("bench", "sessions", "cache-size", "100");
    }

    /** Ends all. */
    @TearDown
    public void close() {
        node.close();
        jedis.close();
        redis.close();
    }

    /** Ours: a live token for the first time. */
    @Benchmark
    public Verdict oursSessionsMiss(Round round) {
        return node.verdict(round.next(live));
    }

    /** Ours: a token without an entry, never cached. */
    @Benchmark
    public Verdict oursSessionsRefused(Round round) {
        return node.verdict(round.next(unknown));
    }

    /** A pooled EXISTS. */
    @Benchmark
    public boolean jedisExists(Round round) {
        return jedis.exists(Workload.ACCESS + round.next(live));
    }

    /** A pooled GET. */
    @Benchmark
    public String jedisGet(Round round) {
        return jedis.get(Workload.ACCESS + round.next(live));
    }
}
