package org.tokenrevocation.internal.simulation;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.tokenrevocation.Mode;

/** Plays many schedules, on two threads: each schedule by one of them. */
final class Simulation {
    private static final int THREADS = 2;
    private static final long NONE = Long.MAX_VALUE;

    private Simulation() {}

    /** The lowest seed from a first one on that breaks a promise, or that was found to before the others were tried. */
    static Long breach(Mode mode, Variant variant, boolean isWhole, long firstSeed, long schedules)
            throws InterruptedException {
        return breach(mode, variant, isWhole, variant.isOfFence() ? Schedule.Kind.REPLICAS : Schedule.Kind.ONE_SERVER,
                firstSeed, schedules);
    }

    /** The same of a kind. */
    static Long breach(Mode mode, Variant variant, boolean isWhole, Schedule.Kind kind, long firstSeed, long schedules)
            throws InterruptedException {
        AtomicLong next = new AtomicLong();
        AtomicLong found = new AtomicLong(NONE);
        Callable<Void> work = () -> {
            for (long i = next.getAndIncrement(); i < schedules && found.get() == NONE; i = next.getAndIncrement()) {
                if (new Schedule(firstSeed + i, mode, variant, isWhole, kind, false).play() != null) {
                    found.accumulateAndGet(firstSeed + i, Math::min);
                }
            }
            return null;
        };
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            for (Future<Void> each : threads.invokeAll(Stream.generate(() -> work).limit(THREADS).toList())) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a schedule of " + mode + " from seed " + firstSeed + " on failed", e);
        } finally {
            threads.shutdownNow();
        }
        return found.get() == NONE ? null : found.get();
    }

    /** Plays one seed again and tells it; empty if it breaks nothing. */
    static String story(Mode mode, Variant variant, boolean isWhole, long seed) {
        return story(mode, variant, isWhole, variant.isOfFence() ? Schedule.Kind.REPLICAS : Schedule.Kind.ONE_SERVER, seed);
    }

    /** The same of a kind. */
    static String story(Mode mode, Variant variant, boolean isWhole, Schedule.Kind kind, long seed) {
        Schedule schedule = new Schedule(seed, mode, variant, isWhole, kind, true);
        String breach = schedule.play();
        return breach == null ? "" : breach + "\n" + schedule.story();
    }

    /** All naive versions with the modes that they concern. */
    static List<Case> naive() {
        return Stream.of(Variant.values())
                .filter(variant -> variant != Variant.NONE && !variant.isOfFence())
                .flatMap(variant -> Stream.of(Mode.values())
                        .map(mode -> variant.concerns(mode) ? new Case(mode, variant) : null)
                        .filter(Objects::nonNull))
                .toList();
    }

    /** Those that are naive around an engine, not in it. */
    static List<Case> naiveAroundEngine() {
        return naive().stream().filter(each -> each.variant.isAroundEngine()).toList();
    }

    /** One naive version in one mode. */
    record Case(Mode mode, Variant variant) {}
}
