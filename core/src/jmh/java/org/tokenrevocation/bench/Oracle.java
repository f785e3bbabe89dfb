package org.tokenrevocation.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.bench.TwoSamples.Result;
import org.tokenrevocation.spi.RevocationEndpoint;
import redis.clients.jedis.RedisClient;

/**
 * Whether the time until the endpoint's 200 tells what a token is: live, unknown, revoked before, or junk that no host ever
 * issued. One call after the other, in random order, on one of three nodes.
 */
final class Oracle {
    private static final int NODES = 3;
    private static final long SEED = 23;
    private static final int BATCH = 500;

    /** What a token is; the first is what the others are compared with. */
    private enum Kind { LIVE, UNKNOWN, REVOKED, JUNK }

    private final int each;
    private final List<Map<String, Object>> rows = new ArrayList<>();

    Oracle(int each) {
        this.each = each;
    }

    Map<String, Object> run() {
        for (String mode : List.of("sessions", "denylist")) {
            mode(mode);
        }
        return Map.of("each", each, "nodes", NODES, "rows", rows);
    }

    private void mode(String mode) {
        try (LocalRedis redis = LocalRedis.launch(); RedisClient jedis = redis.client()) {
            List<TokenRevocation> nodes = IntStream.range(0, NODES)
                    .mapToObj(i -> redis.node("node" + i, mode, Fleet.settings(mode)))
                    .toList();
            try {
                Map<Kind, List<String>> tokens = tokens(mode);
                prepare(mode, redis, nodes.get(0), tokens);
                measure(mode, nodes.get(0).endpoint(), tokens);
            } finally {
                nodes.forEach(TokenRevocation::close);
            }
        }
    }

    /** All of one length within a mode, except junk. */
    private Map<Kind, List<String>> tokens(String mode) {
        Samples samples = new Samples(SEED);
        Map<Kind, List<String>> tokens = new LinkedHashMap<>();
        for (Kind kind : Kind.values()) {
            boolean isOpaque = mode.equals("sessions") || kind == Kind.JUNK;
            List<String> own = new ArrayList<>();
            for (int i = 0; i < each; i++) {
                String token = isOpaque ? samples.opaque() : samples.hs256();
                own.add(kind == Kind.JUNK ? "junk-" + token.substring(0, 12) : kind == Kind.UNKNOWN && !isOpaque
                        ? unsigned(token) : token);
            }
            tokens.put(kind, own);
        }
        return tokens;
    }

    /** The same JWT with another signature, which no key verifies. */
    private static String unsigned(String token) {
        int end = token.length() - 10;
        char other = token.charAt(end) == 'A' ? 'B' : 'A';
        return token.substring(0, end) + other + token.substring(end + 1);
    }

    private static void prepare(String mode, LocalRedis redis, TokenRevocation node, Map<Kind, List<String>> tokens) {
        if (mode.equals("sessions")) {
            Workload.logIn(redis, tokens.get(Kind.LIVE));
            Workload.logIn(redis, tokens.get(Kind.REVOKED));
        }
        List<String> dead = tokens.get(Kind.REVOKED);
        for (int from = 0; from < dead.size(); from += BATCH) {
            node.revokeAll(dead.subList(from, Math.min(dead.size(), from + BATCH))).toCompletableFuture().join();
        }
    }

    private void measure(String mode, RevocationEndpoint endpoint, Map<Kind, List<String>> tokens) {
        Samples others = new Samples(SEED + 1);
        for (int i = 0; i < each; i++) {
            call(endpoint, others.opaque());
        }
        Map<Kind, long[]> nanos = new LinkedHashMap<>();
        tokens.keySet().forEach(kind -> nanos.put(kind, new long[each]));
        for (int number : order()) {
            Kind kind = Kind.values()[number / each];
            String token = tokens.get(kind).get(number % each);
            nanos.get(kind)[number % each] = call(endpoint, token);
        }
        for (Kind kind : Kind.values()) {
            row(mode, kind, nanos.get(Kind.LIVE), nanos.get(kind));
        }
    }

    private static long call(RevocationEndpoint endpoint, String token) {
        EndpointCall call = EndpointCall.revoking(token);
        long begin = System.nanoTime();
        int status = endpoint.answer(call).status();
        long end = System.nanoTime();
        if (status != 200) {
            throw new IllegalStateException("the endpoint answered [" + status + "]");
        }
        return end - begin;
    }

    /** Numbers of all tokens, shuffled. */
    private int[] order() {
        int[] order = IntStream.range(0, Kind.values().length * each).toArray();
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = order.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[other];
            order[other] = kept;
        }
        return order;
    }

    private void row(String mode, Kind kind, long[] live, long[] own) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("mode", mode);
        row.put("kind", kind.name().toLowerCase(Locale.ROOT));
        row.put("micros", Statistics.micros(own));
        if (kind != Kind.LIVE) {
            put(row, "ks", TwoSamples.kolmogorovSmirnov(live, own));
            put(row, "mw", TwoSamples.mannWhitney(live, own));
        }
        rows.add(row);
        System.out.println(row);
    }

    private static void put(Map<String, Object> row, String name, Result result) {
        row.put(name + "Statistic", result.statistic());
        row.put(name + "P", result.p());
    }
}
