package org.tokenrevocation.bench;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.lettuce.core.RedisClient;
import io.lettuce.core.TrackingArgs;
import io.lettuce.core.support.caching.CacheAccessor;
import io.lettuce.core.support.caching.CacheFrontend;
import io.lettuce.core.support.caching.ClientSideCaching;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
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
import org.redisson.Redisson;
import org.redisson.api.RLocalCachedMap;
import org.redisson.api.RedissonClient;
import org.redisson.api.options.LocalCachedMapOptions;
import org.redisson.config.Config;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.Verdict;
import org.tokenrevocation.internal.sessions.BareCaffeine;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.csc.DefaultCache;

/** A token that is known already: ours in both modes, and every cache that people would put there instead. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 600, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 600, timeUnit = TimeUnit.MILLISECONDS)
public class HitBenchmark {
    /** Ours over a set of sessions. */
    @State(Scope.Benchmark)
    public static class Sessions {
        private TokenRevocation node;

        /** Opens a node. */
        @Setup
        public void open(Workload workload) {
            node = workload.redis().node("bench", "sessions");
        }

        /** Closes it. */
        @TearDown
        public void close() {
            node.close();
        }
    }

    /** Ours over a denylist that holds other tokens. */
    @State(Scope.Benchmark)
    public static class Denylist {
        static final String[] SETTINGS = {"jwt-keys", Samples.JWT_KEYS, "accept-unverified", "anonymous"};

        private TokenRevocation node;

        /** Opens a node and has 1,024 tokens recorded that nobody will ask for. */
        @Setup
        public void open(Workload workload) {
            node = workload.redis().node("bench", "denylist", SETTINGS);
            Samples samples = new Samples(2);
            revoke(Stream.generate(samples::opaque).limit(Workload.TOKENS).toList());
        }

        TokenRevocation node() {
            return node;
        }

        void revoke(Collection<String> tokens) {
            node.revokeAll(tokens).toCompletableFuture().join();
        }

        /** Closes it. */
        @TearDown
        public void close() {
            node.close();
        }
    }

    /** The same, with the tokens of the trial revoked. */
    @State(Scope.Benchmark)
    public static class Revoked extends Denylist {
        /** Revokes. */
        @Setup
        public void revoke(Workload workload) {
            revoke(workload.tokens());
        }
    }

    /** So many live tokens that hardly one was seen a second ago, although all are known. */
    @State(Scope.Thread)
    public static class Crowd {
        private static final int MANY = 1 << 16;

        private String[] headers;
        private boolean isJwt;
        private int at;

        /** Logs everybody in. */
        @Setup
        public void logIn(Workload workload) {
            isJwt = workload.isJwt();
            Samples samples = new Samples(3);
            List<String> tokens = Stream.generate(workload.isJwt() ? samples::longHs256 : samples::opaque)
                    .limit(MANY).toList();
            Workload.logIn(workload.redis(), tokens);
            headers = Requests.headers(tokens);
        }

        String next() {
            at = at + 1 & MANY - 1;
            return Requests.cut(headers[at]);
        }

        byte[] sha256(String token) {
            String identity = isJwt ? token.substring(0, token.lastIndexOf('.')) : token;
            try {
                return MessageDigest.getInstance("SHA-256").digest(identity.getBytes(StandardCharsets.US_ASCII));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Jedis with its own client-side cache. */
    @State(Scope.Benchmark)
    public static class JedisCache {
        private redis.clients.jedis.RedisClient client;

        /** Jedis wants Redis 7.4 for its cache, but what it uses of it is older. */
        private static final class AnyServerCache extends DefaultCache {
            private AnyServerCache() {
                super(100_000);
            }

            @Override
            public boolean compatibilityMode() {
                return true;
            }
        }

        /** Connects. */
        @Setup
        public void open(Workload workload) {
            client = redis.clients.jedis.RedisClient.builder()
                    .hostAndPort("127.0.0.1", workload.redis().port())
                    .clientConfig(DefaultJedisClientConfig.builder().protocol(RedisProtocol.RESP3).build())
                    .cache(new AnyServerCache())
                    .build();
        }

        /** Disconnects. */
        @TearDown
        public void close() {
            client.close();
        }
    }

    /** Redisson with its local cached map. */
    @State(Scope.Benchmark)
    public static class RedissonMap {
        private RedissonClient client;
        private RLocalCachedMap<String, String> map;

        /** Connects and fills the map. */
        @Setup
        public void open(Workload workload) {
            Config config = new Config();
            config.useSingleServer().setAddress(workload.redis().url());
            client = Redisson.create(config);
            map = client.getLocalCachedMap(LocalCachedMapOptions.<String, String>name("sessions"));
            workload.tokens().forEach(token -> map.fastPut(token, "alice"));
        }

        /** Disconnects. */
        @TearDown
        public void close() {
            client.shutdown();
        }
    }

    /** Lettuce with its cache front end. */
    @State(Scope.Benchmark)
    public static class LettuceFront {
        private RedisClient client;
        private CacheFrontend<String, String> cache;

        /** Connects. */
        @Setup
        public void open(Workload workload) {
            client = RedisClient.create(workload.redis().url());
            cache = ClientSideCaching.enable(CacheAccessor.forMap(new ConcurrentHashMap<>()), client.connect(),
                    TrackingArgs.Builder.enabled());
        }

        /** Disconnects. */
        @TearDown
        public void close() {
            client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        }
    }

    /** The usual home-made answer: ask Redis once a second for each token, and believe it meanwhile. */
    @State(Scope.Benchmark)
    public static class CaffeineSecond {
        private redis.clients.jedis.RedisClient client;
        private LoadingCache<String, Boolean> cache;

        /** Connects. */
        @Setup
        public void open(Workload workload) {
            client = workload.redis().client();
            cache = Caffeine.newBuilder()
                    .maximumSize(100_000)
                    .expireAfterWrite(Duration.ofSeconds(1))
                    .build(token -> client.exists(Workload.ACCESS + token));
        }

        /** Disconnects. */
        @TearDown
        public void close() {
            client.close();
        }
    }

    /** What needs no Redis. */
    @State(Scope.Benchmark)
    public static class Local {
        private BareCaffeine caffeine;
        private final ConcurrentHashMap<String, Boolean> map = new ConcurrentHashMap<>();

        /** Fills both. */
        @Setup
        public void fill(Workload workload) {
            caffeine = new BareCaffeine(workload.tokens());
            workload.tokens().forEach(token -> map.put(token, true));
        }
    }

    /** Ours, sessions mode, live. */
    @Benchmark
    public Verdict oursSessionsHit(Sessions ours, Requests requests) {
        return ours.node.verdict(requests.next());
    }

    /** Ours, sessions mode, live, but not just seen: the digest is made anew. */
    @Benchmark
    @Warmup(iterations = 10, time = 600, timeUnit = TimeUnit.MILLISECONDS)
    public Verdict oursSessionsHitCrowd(Sessions ours, Crowd crowd) {
        return ours.node.verdict(crowd.next());
    }

    /** Ours, denylist mode, not in the set and not just seen: the digest is made anew. */
    @Benchmark
    public Verdict oursDenylistLiveCrowd(Denylist ours, Crowd crowd) {
        return ours.node.verdict(crowd.next());
    }

    /** Ours, denylist mode, not in the set. */
    @Benchmark
    public Verdict oursDenylistLive(Denylist ours, Requests requests) {
        return ours.node.verdict(requests.next());
    }

    /** Ours, denylist mode, in the set. */
    @Benchmark
    public Verdict oursDenylistRefused(Revoked ours, Requests requests) {
        return ours.node().verdict(requests.next());
    }

    /** Jedis' client-side cache, hit. */
    @Benchmark
    public String jedisClientSideCache(JedisCache jedis, Requests requests) {
        return jedis.client.get(Workload.ACCESS + requests.next());
    }

    /** Redisson's local cached map, hit. */
    @Benchmark
    public String redissonLocalCachedMap(RedissonMap redisson, Requests requests) {
        return redisson.map.get(requests.next());
    }

    /** Lettuce's cache front end, hit. */
    @Benchmark
    public String lettuceCacheFrontend(LettuceFront lettuce, Requests requests) {
        return lettuce.cache.get(Workload.ACCESS + requests.next());
    }

    /** Caffeine with a life of one second over EXISTS. */
    @Benchmark
    public Boolean caffeineOneSecond(CaffeineSecond caffeine, Requests requests) {
        return caffeine.cache.get(requests.next());
    }

    /** Caffeine alone, with our key work and a look at the clock. */
    @Benchmark
    public boolean floorCaffeine(Local local, Requests requests) {
        return local.caffeine.isLive(requests.next());
    }

    /** A concurrent map by the string itself. */
    @Benchmark
    public Boolean floorConcurrentHashMap(Local local, Requests requests) {
        return local.map.get(requests.next());
    }

    /** What the crowd's tokens cost anyway: cut from headers that no cache holds, and SHA-256 over what identifies them. */
    @Benchmark
    public byte[] floorSha256Crowd(Crowd crowd) {
        return crowd.sha256(crowd.next());
    }

    /** The request alone: cutting the token from its header. */
    @Benchmark
    public String floorCut(Requests requests) {
        return requests.next();
    }
}
