package org.tokenrevocation.internal.denylist;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one look-up costs in a small set and in a large one.
 *
 * <p>The digests to ask for lie in one long array of random picks, as long for the small set as for the large, and are
 * read in its order: {@code pickOnly} is the share of that reading. {@code member} and {@code absent} ask one after the
 * other as requests would, none needing the answer before it, so that the processor overlaps a few of them.
 *
 * <p>The floor is what no exact set can beat, since the members alone take many times the processor's caches:
 * {@code floor} reads one random word of an array as large as the set's slots, one after the other as above;
 * {@code floorLatency} asks with each word for the next place, so that nothing overlaps: the wait for one word.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 3, jvmArgsAppend = {"-Xms4g", "-Xmx4g"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class ReplicaBenchmark {
    private static final int PICKS = 1 << 22;

    /** How many digests the set holds. */
    @Param({"1000", "10000000"})
    public int size;

    private final long[] picks = new long[2 * PICKS];
    private final Replica replica = new Replica();
    private long[] slots;
    private long chased;
    private int at;

    /** Fills the set, then picks members at random. */
    @Setup
    public void fill() {
        SplittableRandom random = new SplittableRandom(1);
        long[] members = random.longs(2L * size).toArray();
        for (int i = 0; i < members.length; i += 2) {
            replica.add(members[i], members[i + 1], random.nextLong(1L << 41));
        }
        for (int i = 0; i < picks.length; i += 2) {
            int member = 2 * random.nextInt(size);
            picks[i] = members[member];
            picks[i + 1] = members[member + 1];
        }
        slots = Arrays.copyOf(members, members.length * 5 / 3);
    }

    private int next() {
        at = at + 2 & picks.length - 1;
        return at;
    }

    /** A random member. */
    @Benchmark
    public boolean member() {
        int pick = next();
        return replica.contains(picks[pick], picks[pick + 1]);
    }

    /** A digest that is not in the set: what a live token costs. */
    @Benchmark
    public boolean absent() {
        int pick = next();
        return replica.contains(~picks[pick], ~picks[pick + 1]);
    }

    /** One random word. */
    @Benchmark
    public long floor() {
        int pick = next();
        return slots[place(picks[pick])] ^ picks[pick + 1];
    }

    /** One random word, whose place the word before it tells. */
    @Benchmark
    public long floorLatency() {
        int pick = next();
        chased = slots[place(picks[pick] ^ chased)];
        return chased;
    }

    private int place(long random) {
        return (int) ((random >>> Integer.SIZE) * slots.length >>> Integer.SIZE);
    }

    /** No look-up. */
    @Benchmark
    public long pickOnly() {
        int pick = next();
        return picks[pick] ^ picks[pick + 1];
    }
}
