package org.tokenrevocation.bench;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.function.IntSupplier;
import org.tokenrevocation.Verdict;

/**
 * The requests of a node: a verdict and as much work as a small host does. One in a hundred asks for a token that is
 * dead already, one in ten for one that is about to die, the others for one that still lives.
 */
final class FleetRequests {
    private static final int HOST_WORK_BYTES = 16_384;
    private static final long BURST_NANOS = 500_000;
    private static final long CHECK_PAUSE_NANOS = 5_000_000;

    private final IntFunction<Verdict> door;
    private final IntSupplier next;
    private final IntSupplier end;
    private final LongAdder asked = new LongAdder();
    private final LongAdder undecided = new LongAdder();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean isEnded;

    FleetRequests(IntFunction<Verdict> door, IntSupplier next, IntSupplier end) {
        this.door = door;
        this.next = next;
        this.end = end;
    }

    /** Even an idle node is asked now and then, so that it would be seen to let a dead token in. */
    void begin() {
        asked.reset();
        undecided.reset();
        if (threads.isEmpty()) {
            start(1, 0, CHECK_PAUSE_NANOS);
        }
    }

    /** Bursts of requests, with pauses of random length between them. */
    void load(int count, double share) {
        end();
        start(count, BURST_NANOS, count == 0 ? 0 : (long) (BURST_NANOS * (1 - share) / share));
    }

    private void start(int count, long burstNanos, long pauseNanos) {
        isEnded = false;
        for (int i = 0; i < count; i++) {
            Thread thread = new Thread(() -> work(burstNanos, pauseNanos), "requests");
            threads.add(thread);
            thread.start();
        }
    }

    void end() {
        isEnded = true;
        for (Thread thread : threads) {
            LocalRedis.await("requests end", () -> !thread.isAlive());
        }
        threads.clear();
    }

    long asked() {
        return asked.sum();
    }

    long undecided() {
        return undecided.sum();
    }

    private void work(long burstNanos, long pauseNanos) {
        byte[] work = new byte[HOST_WORK_BYTES];
        ThreadLocalRandom random = ThreadLocalRandom.current();
        while (!isEnded) {
            long until = System.nanoTime() + burstNanos;
            do {
                request(random);
                work[0] ^= hostWork(work);
            } while (System.nanoTime() - until < 0);
            LockSupport.parkNanos((long) (-Math.log(1 - random.nextDouble()) * pauseNanos));
        }
    }

    private void request(ThreadLocalRandom random) {
        int from = next.getAsInt();
        int to = end.getAsInt();
        if (from >= to) {
            return;
        }
        int kind = random.nextInt(100);
        int number = kind == 0 ? Math.max(0, from - 1 - random.nextInt(50))
                : kind < 10 ? Math.min(to - 1, from + random.nextInt(3)) : from + random.nextInt(to - from);
        asked.increment();
        if (door.apply(number) == Verdict.UNDECIDED) {
            undecided.increment();
        }
    }

    private static byte hostWork(byte[] work) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(work)[0];
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
