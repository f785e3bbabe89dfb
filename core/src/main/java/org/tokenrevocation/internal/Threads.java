package org.tokenrevocation.internal;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads that keep no host alive: daemons, named after their instance, with our own class loader as context (never
 * that of whichever request happened to start them).
 */
public final class Threads {
    private static final long END_SECONDS = 2;

    private Threads() {}

    /** A factory of threads named {@code <instance> <role>-<n>}. */
    public static ThreadFactory named(String instance, String role) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            // No inherited ThreadLocals: they belong to whichever request happened to start the thread.
            Thread thread = new Thread(null, task, instance + " " + role + "-" + count.incrementAndGet(), 0, false);
            thread.setDaemon(true);
            thread.setContextClassLoader(Threads.class.getClassLoader());
            return thread;
        };
    }

    /** A pool that grows to {@code size} threads and shrinks to none. */
    public static ThreadPoolExecutor pool(String instance, String role, int size, long idleSeconds) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                size, size, idleSeconds, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), named(instance, role));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** Waits, two seconds at most, for the threads of executors that have been shut down. */
    public static void awaitEnd(ExecutorService... ended) {
        try {
            for (ExecutorService each : ended) {
                each.awaitTermination(END_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
