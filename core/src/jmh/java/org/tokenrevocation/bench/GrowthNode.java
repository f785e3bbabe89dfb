package org.tokenrevocation.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.Verdict;

/**
 * One node with a set of a given size, in a process of its own: prints what it needs and takes. Arguments: port of
 * Redis, mode, size, rounds.
 */
public final class GrowthNode {
    /** As many for every size, so that reading them costs the same, and enough that their places fit in no cache. */
    private static final int PICKS = 1 << 20;
    /** Requests between two looks at the clock; a divisor of all picks. */
    private static final int TURN = 1 << 10;
    /** Twelve seconds: on a small machine compiled code is there after five, and is eight times faster than before. */
    private static final int WARM_UP_ROUNDS = 40;
    private static final long ROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final int CALLERS = 4;

    private final TokenRevocation node;
    private final int size;
    private final int rounds;

    private GrowthNode(TokenRevocation node, int size, int rounds) {
        this.node = node;
        this.size = size;
        this.rounds = rounds;
    }

    /** Measures and prints JSON. */
    public static void main(String[] args) throws IOException {
        int port = Integer.parseInt(args[0]);
        String mode = args[1];
        int size = Integer.parseInt(args[2]);
        boolean isDenylist = mode.equals("denylist");
        String[] settings = isDenylist
                ? new String[] {"accept-unverified", "anonymous", "max-entries", "100000000"}
                : new String[] {"cache-size", String.valueOf(Math.min(10_000_000, size * 2))};
        long before = used();
        long begin = System.nanoTime();
        TokenRevocation node = LocalRedis.node(port, "node", mode, settings);
        LocalRedis.await("all is loaded", () -> !isDenylist || node.health().entries() >= size);
        double startMillis = (System.nanoTime() - begin) / 1e6;
        GrowthNode self = new GrowthNode(node, size, Integer.parseInt(args[3]));
        if (!isDenylist) {
            self.know();
        }
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("startMillis", startMillis);
        result.put("heapMegabytes", (used() - before) / 1e6);
        result.put("held", node.health().entries());
        SplittableRandom random = new SplittableRandom(3);
        result.put("memberNanos", self.time(number -> random.nextLong(size), isDenylist ? Verdict.REVOKED : Verdict.LIVE));
        if (isDenylist) {
            result.put("absentNanos", self.time(number -> size + number, Verdict.LIVE));
        }
        System.out.println(new ObjectMapper().writeValueAsString(result));
        System.exit(0);
    }

    /** One sight of each session; the tokens themselves are gone afterwards. */
    private void know() {
        List<Thread> threads = new ArrayList<>();
        for (int caller = 0; caller < CALLERS; caller++) {
            int first = caller;
            Thread thread = new Thread(() -> LongStream.iterate(first, number -> number < size, number -> number + CALLERS)
                    .forEach(number -> node.verdict(Tokens.brief(Growth.SEED, number))));
            threads.add(thread);
            thread.start();
        }
        threads.forEach(thread -> {
            while (thread.isAlive()) {
                LockSupport.parkNanos(1_000_000);
            }
        });
    }

    /** Nanoseconds for each verdict on tokens that are cut fresh from their headers, in random order; one value a round. */
    private List<Double> time(LongUnaryOperator pick, Verdict expected) {
        String[] headers = LongStream.range(0, PICKS)
                .map(pick)
                .mapToObj(number -> "Bearer " + Tokens.brief(Growth.SEED, number))
                .toArray(String[]::new);
        List<Double> nanos = new ArrayList<>();
        int at = 0;
        for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
            long begin = System.nanoTime();
            long count = 0;
            long asExpected = 0;
            while (System.nanoTime() - begin < ROUND_NANOS) {
                asExpected += judge(headers, at, expected);
                at = at + TURN & PICKS - 1;
                count += TURN;
            }
            double each = (double) (System.nanoTime() - begin) / count;
            if (asExpected != count) {
                throw new IllegalStateException("[" + (count - asExpected) + "] of [" + count + "] were not " + expected);
            }
            if (round >= 0) {
                nanos.add(Math.round(each * 10) / 10.0);
            }
        }
        return nanos;
    }

    /** A method of its own, or it would be compiled in the middle of the loop around it, and now and then six times slower. */
    private int judge(String[] headers, int from, Verdict expected) {
        int asExpected = 0;
        for (int i = 0; i < TURN; i++) {
            asExpected += node.verdict(Requests.cut(headers[from + i & PICKS - 1])) == expected ? 1 : 0;
        }
        return asExpected;
    }

    private static long used() {
        ManagementFactory.getMemoryMXBean().gc();
        ManagementFactory.getMemoryMXBean().gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
