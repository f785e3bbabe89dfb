package org.tokenrevocation.internal.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/**
 * True time, chance, and what happens next: everything in a schedule follows from one seed. Single-threaded.
 *
 * <p>Code that blocks (the background work of a join) is run by letting the world go on inside its call until the answer
 * is there; so of two that block at once, the one that began first ends last. Requests never block: they are cut into
 * steps.
 */
public final class World {
    private record Event(long atNanos, long number, Runnable task) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(atNanos, other.atNanos);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    /** Unwinds blocked code when the schedule is over. */
    private static final class Over extends RuntimeException {
        private static final long serialVersionUID = 1;

        Over() {
            super("the schedule is over", null, false, false);
        }
    }

    private final PriorityQueue<Event> events = new PriorityQueue<>(256);
    private final SplittableRandom random;
    private final List<String> trace;
    private long nowNanos;
    private long endNanos = Long.MAX_VALUE;
    private long count;

    World(long seed, boolean isTraced) {
        random = new SplittableRandom(seed);
        trace = isTraced ? new ArrayList<>() : null;
    }

    /** True time. */
    public long now() {
        return nowNanos;
    }

    /** Something happens later. */
    public void after(long delayNanos, Runnable task) {
        events.add(new Event(nowNanos + Math.max(0, delayNanos), count++, task));
    }

    /** Lets all happen that is due before an end. */
    void runUntil(long toNanos) {
        endNanos = toNanos;
        try {
            while (goOn()) {
                continue;
            }
        } catch (Over e) {
            note("over");
        }
    }

    /** Lets the world go on until something is the case: how simulated code blocks. */
    public void await(BooleanSupplier isDone) {
        while (!isDone.getAsBoolean()) {
            if (!goOn()) {
                throw new Over();
            }
        }
    }

    private boolean goOn() {
        Event next = events.peek();
        if (next == null || next.atNanos > endNanos) {
            return false;
        }
        events.poll();
        nowNanos = next.atNanos;
        next.task.run();
        return true;
    }

    /** A number from 0 to below a bound. */
    public int chance(int bound) {
        return random.nextInt(bound);
    }

    /** True so often in a thousand. */
    public boolean perMille(int share) {
        return random.nextInt(1000) < share;
    }

    /** A duration up to a bound. */
    public long upTo(long nanos) {
        return nanos <= 0 ? 0 : random.nextLong(nanos + 1);
    }

    long nextLong() {
        return random.nextLong();
    }

    /** Whether somebody reads the notes; ask before building a costly one. */
    public boolean isTraced() {
        return trace != null;
    }

    /** Writes a line of the schedule, if anybody reads it. */
    public void note(Object... what) {
        if (trace != null) {
            StringBuilder line = new StringBuilder(String.format("%12.6f ms  ", nowNanos / 1e6));
            for (Object part : what) {
                line.append(part);
            }
            trace.add(line.toString());
        }
    }

    List<String> trace() {
        return trace;
    }
}
