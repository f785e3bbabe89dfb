package org.tokenrevocation.bench;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.tokenrevocation.TokenRevocation;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;
import redis.clients.jedis.resps.Tuple;

/** A new node loads the whole denylist; beside it a bare Jedis loop reads the same pages and keeps nothing. */
final class Snapshot {
    private static final byte[] SET = "token-revocation:{denylist}:revoked".getBytes();
    private static final int PAGE = 5_000;
    private static final int BATCH = 10_000;

    private Snapshot() {}

    static Map<String, Object> measure(int size, int rounds) {
        List<Double> ours = new ArrayList<>();
        List<Double> bare = new ArrayList<>();
        String[] settings = {"jwt-keys", Samples.JWT_KEYS, "max-entries", "10000000"};
        try (LocalRedis redis = LocalRedis.launch(); RedisClient jedis = redis.patientClient();
                TokenRevocation first = redis.node("first", "denylist", settings)) {
            fill(jedis, size);
            for (int round = -1; round < rounds; round++) {
                double bareMillis = millis(() -> scan(jedis, size));
                double oursMillis = millis(() -> {
                    try (TokenRevocation node = redis.node("new", "denylist", settings)) {
                        LocalRedis.await("all is loaded", () -> node.health().entries() >= size);
                    }
                });
                if (round >= 0) {
                    bare.add(bareMillis);
                    ours.add(oursMillis);
                }
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
        for (int at = 0; at < size; at += BATCH) {
            Map<byte[], Double> members = new HashMap<>();
            for (int i = 0; i < Math.min(BATCH, size - at); i++) {
                members.put(ByteBuffer.allocate(16).putLong(random.nextLong()).putLong(random.nextLong()).array(), dropAt);
            }
            jedis.zadd(SET, members);
        }
    }

    private static void scan(RedisClient jedis, int size) {
        ScanParams params = new ScanParams().count(PAGE);
        byte[] cursor = ScanParams.SCAN_POINTER_START_BINARY;
        long members = 0;
        do {
            ScanResult<Tuple> page = jedis.zscan(SET, cursor, params);
            members += page.getResult().size();
            cursor = page.getCursorAsBytes();
        } while (!new String(cursor).equals("0"));
        if (members < size) {
            throw new IllegalStateException("only [" + members + "] of [" + size + "] were read");
        }
    }

    private static double millis(Runnable work) {
        long begin = System.nanoTime();
        work.run();
        return (System.nanoTime() - begin) / 1e6;
    }
}
