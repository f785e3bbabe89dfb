package org.tokenrevocation.sample.page;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** All threads of the page: daemons, named, and gone when it is closed. Idle ones end after some seconds. */
final class Crew implements AutoCloseable {
    private static final int MOST_ERRANDS = 96;
    private static final int LOAD_THREADS = 5;
    private static final long PATIENCE_SECONDS = 8;

    private final ThreadPoolExecutor errands = new ThreadPoolExecutor(
            0, MOST_ERRANDS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), named("page-errand-"));
    private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, named("page-clock-"));
    private final ScheduledThreadPoolExecutor load = new ScheduledThreadPoolExecutor(LOAD_THREADS, named("page-load-"));

    private static ThreadFactory named(String prefix) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Runs each task at once on a thread of its own; rejects what would be one too many. */
    ExecutorService errands() {
        return errands;
    }

    /** For what happens again and again and never blocks. */
    ScheduledThreadPoolExecutor clock() {
        return clock;
    }

    /** For the artificial load. */
    ScheduledThreadPoolExecutor load() {
        return load;
    }

    @Override
    public void close() {
        clock.shutdownNow();
        load.shutdownNow();
        errands.shutdownNow();
        try {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            for (ExecutorService part : new ExecutorService[] {clock, load, errands}) {
                part.awaitTermination(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
