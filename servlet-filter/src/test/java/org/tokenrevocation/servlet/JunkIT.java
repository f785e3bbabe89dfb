package org.tokenrevocation.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.Base64URL;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.spi.EndpointRequest;
import org.tokenrevocation.testing.RedisServer;
import redis.clients.jedis.RedisClient;

/**
 * Anybody may post anything, and nothing of it stays: not in Redis, not in a node. One in {@link #BY_CONTRACT} comes
 * over HTTP, the rest at the contract beneath it. {@code -Djunk.tokens=1000000} makes it a million ({@code .ci/full junk}).
 */
class JunkIT {
    private static final int TOKENS = Integer.getInteger("junk.tokens", 20_000);
    private static final int BY_CONTRACT = 20;
    private static final int WARM_UP = 2_000;
    private static final long GROWTH_BYTES = 4 << 20;
    private static final int COLLECTIONS = 5;
    private static final int UNDER_WAY = 200;
    private static final int THREADS = 16;
    private static final String CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/";

    @TempDir
    private Path folder;

    private final RedisServer redis = RedisServer.launch();
    private final RedisClient jedis = redis.client();
    private final Issuer issuer = new Issuer();

    @AfterEach
    void stop() {
        jedis.close();
        redis.close();
    }

    @Test
    void revoke_junk_addsNothingAnywhere() throws IOException, InterruptedException {
        Path keys = Files.writeString(folder.resolve("k.json"), new JWKSet(issuer.key.toPublicJWK()).toString());
        Map<String, String> quick = Map.of("effect-bound", "5ms");
        try (HostLibraries libraries = HostLibraries.of(issuer);
                DenylistHost node = new DenylistHost(redis.url(), "jwks:" + keys, libraries, quick).awaitUp();
                DenylistHost other = new DenylistHost(redis.url(), "jwks:" + keys, libraries, quick).awaitUp()) {
            String ours = issuer.token();
            assertEquals(200, node.revoke(ours).status());
            // What is set up once, connections and threads among it, is no matter of the tokens.
            junk(node, WARM_UP);
            State before = state();
            long redisBefore = redisBytes();
            long heapBefore = heapBytes();
            junk(node, TOKENS);
            assertEquals(before, state());
            long redisGrowth = redisBytes() - redisBefore;
            assertTrue(redisGrowth < GROWTH_BYTES, "Redis grew by " + redisGrowth + " bytes");
            long heapGrowth = heapBytes() - heapBefore;
            assertTrue(heapGrowth < GROWTH_BYTES, "the heap grew by " + heapGrowth + " bytes");
            assertEquals(1, node.revocation().health().entries());
            assertEquals(1, other.revocation().health().entries());
            assertEquals(401, other.call("/api/nimbus", ours));
            assertEquals(200, other.call("/api/nimbus", issuer.token()));
        }
    }

    private void junk(DenylistHost node, int count) throws InterruptedException {
        post(node, count / BY_CONTRACT);
        hand(node.revocation(), count - count / BY_CONTRACT);
    }

    private long redisBytes() {
        Matcher bytes = Pattern.compile("used_memory_dataset:(\\d+)").matcher(jedis.info("memory"));
        assertTrue(bytes.find());
        return Long.parseLong(bytes.group(1));
    }

    /** Both nodes' and this test's own, without garbage. */
    private static long heapBytes() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
            least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }

    /** What Redis holds: all keys, the records, and the length of the change stream. */
    private record State(Set<String> keys, long records, long changes) {}

    private State state() {
        return new State(new TreeSet<>(jedis.keys("*")), jedis.zcard("token-revocation:{denylist}:revoked"),
                jedis.xlen("token-revocation:{denylist}:changes"));
    }

    private void post(DenylistHost node, int count) {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<CompletableFuture<Void>> calls = IntStream.range(0, count)
                    .mapToObj(i -> CompletableFuture.runAsync(() -> {
                        Random random = new Random(i);
                        Junk junk = junk(random);
                        Http.Answer answer =
                                random.nextBoolean() ? node.revoke(junk.token) : node.revokeByForm(junk.token);
                        assertTrue(junk.answers(node.revocation()).contains(answer.status()),
                                () -> answer.status() + ": " + junk);
                    }, threads))
                    .toList();
            calls.forEach(CompletableFuture::join);
        } finally {
            threads.shutdown();
        }
    }

    /** The contract that both doors serve, without a server in front: no thread waits for the commit wait. */
    private void hand(TokenRevocation revocation, int count) throws InterruptedException {
        Semaphore underWay = new Semaphore(UNDER_WAY);
        Map<Integer, LongAdder> unexpected = new ConcurrentHashMap<>();
        Random random = new Random(-1);
        for (int i = 0; i < count; i++) {
            Junk junk = junk(random);
            Set<Integer> expected = junk.answers(revocation);
            underWay.acquire();
            revocation.endpoint().answer(new Form(junk.token), answer -> {
                if (!expected.contains(answer.status())) {
                    unexpected.computeIfAbsent(answer.status(), status -> new LongAdder()).increment();
                }
                underWay.release();
            });
        }
        underWay.acquire(UNDER_WAY);
        assertEquals(Map.of(), unexpected);
    }

    private record Form(String token) implements EndpointRequest {
        @Override
        public String method() {
            return "POST";
        }

        @Override
        public List<String> headers(String name) {
            return name.equalsIgnoreCase("Content-Type") ? List.of("application/x-www-form-urlencoded") : List.of();
        }

        @Override
        public InputStream body() {
            String form = "token=" + URLEncoder.encode(token, StandardCharsets.UTF_8);
            return new ByteArrayInputStream(form.getBytes(StandardCharsets.UTF_8));
        }
    }

    /**
     * What somebody may post.
     *
     * @param isDoubtful whether the node may be unable to tell whose it is: encrypted, or of an algorithm that nobody knows
     */
    private record Junk(String token, boolean isDoubtful) {
        Set<Integer> answers(TokenRevocation revocation) {
            return !revocation.isToken(token) ? Set.of(400) : isDoubtful ? Set.of(200, 500, 503) : Set.of(200);
        }
    }

    private Junk junk(Random random) {
        String claims = base64("{\"sub\":\"" + random.nextLong() + "\",\"exp\":4000000000}");
        int kind = random.nextInt(8);
        String token = switch (kind) {
            case 0 -> header("\"ES256\",\"kid\":\"signing\"") + "." + claims + "." + letters(random, 86);
            case 1 -> header("\"ES256\",\"kid\":\"" + random.nextInt() + "\"") + "." + claims + "." + letters(random, 86);
            case 2 -> header("\"none\"") + "." + claims + ".";
            case 3 -> header("\"HS256\",\"kid\":\"signing\"") + "." + claims + "." + letters(random, 43);
            case 4 -> header("\"dir\",\"enc\":\"A256GCM\"") + ".." + letters(random, 16) + "." + letters(random, 64)
                    + "." + letters(random, 22);
            case 5 -> header("\"" + random.nextInt() + "\"").substring(random.nextInt(4)) + "." + claims + ".AAAA";
            case 6 -> letters(random, 1 + random.nextInt(2_000));
            default -> text(random, 1 + random.nextInt(100));
        };
        return new Junk(token, kind == 4 || kind == 5);
    }

    private static String header(String algorithm) {
        return base64("{\"alg\":" + algorithm + "}");
    }

    private static String base64(String text) {
        return Base64URL.encode(text).toString();
    }

    /** Of base64url. */
    private static String letters(Random random, int length) {
        return text(random, length, 64).replace('.', '_');
    }

    private static String text(Random random, int length) {
        return text(random, length, CHARACTERS.length());
    }

    private static String text(Random random, int length, int characters) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(CHARACTERS.charAt(random.nextInt(characters)));
        }
        return text.toString();
    }
}
