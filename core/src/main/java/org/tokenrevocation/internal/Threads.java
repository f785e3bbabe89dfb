package org.tokenrevocation.internal;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
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
        return new Named(instance + " " + role + "-");
    }

    /** A pool that grows to {@code size} threads and shrinks to none. */
    public static ThreadPoolExecutor pool(String instance, String role, int size, long idleSeconds) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                size, size, idleSeconds, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), named(instance, role));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /**
     * A pool that starts a thread whenever none is idle, and shrinks to none: for what may be held up from outside, by a
     * caller who does not read or by code of the host. Its user bounds what runs at a time.
     */
    public static ThreadPoolExecutor growing(String instance, String role, long idleSeconds) {
        return new ThreadPoolExecutor(0, Integer.MAX_VALUE, idleSeconds, TimeUnit.SECONDS, new SynchronousQueue<>(),
                named(instance, role));
    }

    /**
     * Waits, two seconds at most, for the threads of executors that have been shut down. An executor calls itself
     * terminated while its last thread is still on its way out, and a container that looks then reports a leak.
     */
    public static void awaitEnd(ThreadPoolExecutor... ended) {
        long deadline = Ticker.SYSTEM.nanos() + TimeUnit.SECONDS.toNanos(END_SECONDS);
        try {
            for (ThreadPoolExecutor each : ended) {
                each.awaitTermination(Math.max(1, deadline - Ticker.SYSTEM.nanos()), TimeUnit.NANOSECONDS);
                if (each.getThreadFactory() instanceof Named threads) {
                    threads.join(deadline);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Makes threads, and knows those that have not ended. Thread-safe. */
    private static final class Named implements ThreadFactory {
        private final String prefix;
        private final AtomicInteger count = new AtomicInteger();
        private final Set<Thread> made = ConcurrentHashMap.newKeySet();

        Named(String prefix) {
            this.prefix = prefix;
        }

        @Override
        public Thread newThread(Runnable task) {
            made.removeIf(thread -> thread.getState() == Thread.State.TERMINATED);
            // No inherited ThreadLocals: they belong to whichever request happened to start the thread.
            Thread thread = new Thread(null, task, prefix + count.incrementAndGet(), 0, false);
            thread.setDaemon(true);
            thread.setContextClassLoader(Threads.class.getClassLoader());
            made.add(thread);
            return thread;
        }

        private void join(long deadline) throws InterruptedException {
            for (Thread thread : made) {
                if (thread != Thread.currentThread()) {
                    thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - Ticker.SYSTEM.nanos())));
                }
            }
        }
    }
}
