package org.tokenrevocation.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.tokenrevocation.TokenRevocation;

/** Waiting for an event, with a deadline that fails the test. */
public final class Await {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final long LOOK_AGAIN_NANOS = 1_000_000;

    private Await() {}

    /** Looks until the condition holds, 20 seconds at most. */
    public static void until(String what, BooleanSupplier condition) {
        until(what, DEADLINE, condition);
    }

    /** Waits until a node can judge requests: Redis answers, the fleet is founded, memory is loaded. */
    public static void untilUp(TokenRevocation node) {
        until("node " + node.name() + " is up: " + node.health().trouble(), () -> node.health().isUp());
    }

    /** Looks until the condition holds, or fails when the deadline has passed. */
    public static void until(String what, Duration deadline, BooleanSupplier condition) {
        long end = System.nanoTime() + deadline.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end >= 0) {
                throw new AssertionError("Waited " + deadline.toMillis() + " ms in vain until " + what);
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }
}
