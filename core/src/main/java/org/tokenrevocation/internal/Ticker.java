package org.tokenrevocation.internal;

/** A monotonic clock as an argument, so that a test owns time. Values compare by difference only. */
@FunctionalInterface
public interface Ticker {
    /** The JVM's own. */
    Ticker SYSTEM = System::nanoTime;

    /** Nanoseconds since an arbitrary origin. */
    long nanos();
}
