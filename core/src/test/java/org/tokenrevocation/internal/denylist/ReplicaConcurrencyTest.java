package org.tokenrevocation.internal.denylist;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Readers that hammer a replica while its writer adds, grows and drops. The model checker's part is in src/jcstress. */
class ReplicaConcurrencyTest {
    private static final int READERS = 3;
    private static final int MEMBERS = 20_000;
    private static final int ROUNDS = 60;
    private static final int SHORT_LIVED = 2000;
    private static final long SLOT_FACTOR = 0x9E3779B97F4A7C15L;

    private final long seed = System.nanoTime();
    private final Replica replica = new Replica(0, 1, SLOT_FACTOR);
    private final long[] members = new SplittableRandom(seed).longs(2L * MEMBERS).toArray();
    /** How many of the members' adds have returned; also what hands them to the readers. */
    private volatile int added;
    private volatile boolean over;

    @Test
    void contains_whileTheWriterAddsGrowsAndDrops_missesNoMemberAndInventsNone() throws Exception {
        System.out.println("ReplicaConcurrencyTest seed " + seed);
        ExecutorService readers = Executors.newFixedThreadPool(READERS);
        try {
            List<Future<Long>> wrong = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                wrong.add(readers.submit(reader(seed + i)));
            }
            write();
            for (Future<Long> reader : wrong) {
                assertEquals(0L, reader.get(), "wrong answers, seed " + seed);
            }
        } finally {
            over = true;
            readers.shutdown();
        }
    }

    /** Members stay for good; between them come crowds that expire at once, so that tables grow and shrink under them. */
    private void write() {
        SplittableRandom random = new SplittableRandom(~seed);
        long second = 0;
        for (int round = 0; round < ROUNDS; round++) {
            int end = MEMBERS * (round + 1) / ROUNDS;
            for (int i = MEMBERS * round / ROUNDS; i < end; i++) {
                replica.add(members[2 * i], members[2 * i + 1], Long.MAX_VALUE);
                added = i + 1;
            }
            for (int i = 0; i < SHORT_LIVED; i++) {
                replica.add(random.nextLong() | 1, random.nextLong(), second * 1000);
            }
            second++;
            replica.dropExpired(second * 1000, second * 1000);
        }
        over = true;
    }

    private Callable<Long> reader(long readerSeed) {
        SplittableRandom random = new SplittableRandom(readerSeed);
        return () -> {
            long wrong = 0;
            while (!over) {
                int known = added;
                wrong += isHalfSeen(known % MEMBERS);
                if (known > 0) {
                    int latest = known - 1;
                    int any = random.nextInt(known);
                    wrong += isMissed(latest) + isMissed(any) + isInvented(any, random.nextInt(known));
                }
            }
            return wrong;
        };
    }

    private int isMissed(int member) {
        return replica.contains(members[2 * member], members[2 * member + 1]) ? 0 : 1;
    }

    /** A digest that is just being added must not be taken for one that ends in zeros. */
    private int isHalfSeen(int member) {
        return replica.contains(members[2 * member], 0) ? 1 : 0;
    }

    /** The words of two members make a digest that was never added. */
    private int isInvented(int one, int other) {
        return one != other && replica.contains(members[2 * one], members[2 * other + 1]) ? 1 : 0;
    }
}
