package org.tokenrevocation.bench;

import java.util.List;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.RedisClient;

/** The tokens of a trial, as live sessions in a Redis of its own. */
@State(Scope.Benchmark)
public class Workload {
    static final int TOKENS = 1_024;
    static final String ACCESS = "session:access:";

    /** Which kind of token. */
    @Param({"opaque-43", "jwt-800"})
    public String token;

    private LocalRedis redis;
    private List<String> tokens;

    /** Starts Redis and logs everybody in. */
    @Setup
    public void start() {
        redis = LocalRedis.launch();
        Samples samples = new Samples(1);
        tokens = Stream.generate(isJwt() ? samples::longHs256 : samples::opaque).limit(TOKENS).toList();
        logIn(redis, tokens);
    }

    static void logIn(LocalRedis redis, List<String> tokens) {
        try (RedisClient client = redis.client(); AbstractPipeline pipeline = client.pipelined()) {
            tokens.forEach(each -> pipeline.set(ACCESS + each, "alice"));
        }
    }

    boolean isJwt() {
        return token.startsWith("jwt");
    }

    List<String> tokens() {
        return tokens;
    }

    LocalRedis redis() {
        return redis;
    }

    /** Ends Redis. */
    @TearDown
    public void stop() {
        redis.close();
    }
}
