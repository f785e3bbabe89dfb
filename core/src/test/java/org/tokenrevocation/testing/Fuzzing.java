package org.tokenrevocation.testing;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

/**
 * Drives a fuzz target with generated and mutated bytes: from a fixed seed and a bounded number of runs in the ordinary
 * test run, from a fresh seed and four times as many in {@code .ci/full fuzz}, or {@code -Dfuzz.seconds=3600} per target. Those are not guided by coverage; {@code .ci/fuzz}
 * has Jazzer drive the same targets, guided by it.
 */
public final class Fuzzing {
    private static final int MOST_BYTES = 96;
    private static final int KEPT = 256;
    private static final long SECONDS = Long.getLong("fuzz.seconds", 0);
    private static final long TIMES = Long.getLong("fuzz.times", 1);
    private static final long SEED = Long.getLong("fuzz.seed", 1);

    private static Target captured;

    private Fuzzing() {}

    /**
     * For Jazzer, which finds this by name: takes the target of one test, given as class and method.
     *
     * @throws ReflectiveOperationException if there is no such test
     */
    public static void fuzzerInitialize(String[] test) throws ReflectiveOperationException {
        captured = data -> { };
        Constructor<?> constructor = Class.forName(test[0]).getDeclaredConstructor();
        constructor.setAccessible(true);
        Method method = constructor.getDeclaringClass().getDeclaredMethod(test[1]);
        method.setAccessible(true);
        Target none = captured;
        try {
            method.invoke(constructor.newInstance());
        } catch (InvocationTargetException e) {
            // The test has seen no runs; its target is what was wanted.
            if (captured == none) {
                throw e;
            }
        }
    }

    /** For Jazzer: one input, guided by coverage. */
    public static void fuzzerTestOneInput(byte[] data) throws Exception {
        captured.run(data);
    }

    /** What is fuzzed: takes every input and throws only if a promise is broken. */
    @FunctionalInterface
    public interface Target {
        /** Runs once. */
        void run(byte[] data) throws Exception;
    }

    /** Runs the target, and names the input that broke it; tells how often it ran. */
    public static long drive(String name, long runs, Target target) {
        if (captured != null) {
            captured = target;
            return 0;
        }
        Random random = new Random(SEED);
        byte[][] kept = new byte[KEPT][0];
        long goal = runs * TIMES;
        long end = System.nanoTime() + SECONDS * 1_000_000_000;
        long done = 0;
        while (SECONDS > 0 ? System.nanoTime() - end < 0 : done < goal) {
            byte[] data = random.nextInt(3) == 0 ? mutated(random, kept[random.nextInt(KEPT)]) : fresh(random);
            kept[random.nextInt(KEPT)] = data;
            try {
                target.run(data);
            } catch (Throwable e) {
                throw new AssertionError(name + " broke at run " + done + " of seed " + SEED + " by the input ["
                        + HexFormat.of().formatHex(data) + "]", e);
            }
            done++;
        }
        System.getLogger("org.tokenrevocation.fuzz").log(System.Logger.Level.INFO, "{0}: {1} runs", name,
                Long.toString(done));
        return done;
    }

    private static byte[] fresh(Random random) {
        byte[] data = new byte[1 + random.nextInt(MOST_BYTES)];
        random.nextBytes(data);
        return data;
    }

    private static byte[] mutated(Random random, byte[] original) {
        byte[] data = Arrays.copyOf(original, Math.max(1, Math.min(4 * MOST_BYTES,
                original.length + random.nextInt(9) - 4)));
        for (int i = random.nextInt(4); i >= 0; i--) {
            data[random.nextInt(data.length)] = (byte) random.nextInt(256);
        }
        return data;
    }
}
