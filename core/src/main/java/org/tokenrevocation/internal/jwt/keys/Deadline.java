package org.tokenrevocation.internal.jwt.keys;

/**
 * When a call began and how long it may take, by the JVM's own clock: it bounds real waiting.
 *
 * @param beganNanos {@link System#nanoTime()} at the begin
 * @param timeoutNanos the longest wait
 */
public record Deadline(long beganNanos, long timeoutNanos) {
    public static Deadline startingNow(long timeoutNanos) {
        return new Deadline(System.nanoTime(), timeoutNanos);
    }

    long remainingNanos() {
        return Math.max(0, timeoutNanos - (System.nanoTime() - beganNanos));
    }
}
