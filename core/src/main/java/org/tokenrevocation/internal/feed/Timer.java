package org.tokenrevocation.internal.feed;

/** Something that calls back later; an argument, so that a test owns time. */
@FunctionalInterface
public interface Timer {
    /** Runs the task once, not before the delay has passed. */
    void schedule(Runnable task, long delayNanos);
}
