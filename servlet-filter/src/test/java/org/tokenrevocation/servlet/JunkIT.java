package org.tokenrevocation.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.Base64URL;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.testing.RedisServer;
import redis.clients.jedis.RedisClient;

/**
 * Anybody may post anything, and nothing of it stays: not in Redis, not in a node. One in {@link #BY_API} comes over
 * HTTP, the rest through the API beneath it. {@code -Djunk.tokens=1000000} makes it a million.
 */
class JunkIT {
    private static final int TOKENS = Integer.getInteger("junk.tokens", 20_000);
    private static final int BY_API = 20;
    private static final int BATCH = 1_000;
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
    void revoke_junk_addsNothingAnywhere() throws IOException {
        Path keys = Files.writeString(folder.resolve("k.json"), new JWKSet(issuer.key.toPublicJWK()).toString());
        Map<String, String> quick = Map.of("effect-bound", "5ms");
        try (HostLibraries libraries = HostLibraries.of(issuer);
                DenylistHost node = new DenylistHost(redis.url(), "jwks:" + keys, libraries, quick).awaitUp();
                DenylistHost other = new DenylistHost(redis.url(), "jwks:" + keys, libraries, quick).awaitUp()) {
            String ours = issuer.token();
            assertEquals(200, node.revoke(ours).status());
            State before = state();
            post(node, TOKENS / BY_API);
            revoke(node.revocation(), TOKENS - TOKENS / BY_API);
            assertEquals(before, state());
            assertEquals(1, node.revocation().health().entries());
            assertEquals(1, other.revocation().health().entries());
            assertEquals(401, other.call("/api/nimbus", ours));
            assertEquals(200, other.call("/api/nimbus", issuer.token()));
        }
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
                        String token = junk(random);
                        Http.Answer answer = random.nextBoolean() ? node.revoke(token) : node.revokeByForm(token);
                        assertEquals(node.revocation().isToken(token) ? 200 : 400, answer.status(), token);
                    }, threads))
                    .toList();
            calls.forEach(CompletableFuture::join);
        } finally {
            threads.shutdown();
        }
    }

    private void revoke(TokenRevocation revocation, int count) {
        Random random = new Random(-1);
        for (int done = 0; done < count;) {
            List<String> batch = new ArrayList<>();
            while (batch.size() < BATCH && done + batch.size() < count) {
                String token = junk(random);
                if (revocation.isToken(token)) {
                    batch.add(token);
                }
            }
            revocation.revokeAll(batch).toCompletableFuture().join();
            done += batch.size();
        }
    }

    private String junk(Random random) {
        String claims = base64("{\"sub\":\"" + random.nextLong() + "\",\"exp\":4000000000}");
        return switch (random.nextInt(8)) {
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
