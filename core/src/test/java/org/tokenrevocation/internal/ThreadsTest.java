package org.tokenrevocation.internal;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ThreadsTest {
    private static final int ROUNDS = 500;

    /** Tomcat reported such a thread as a leak: its executor was terminated, itself it was alive for some microseconds. */
    @Test
    void awaitEnd_poolThatWorked_noThreadIsAlive() {
        AtomicReference<Thread> worker = new AtomicReference<>();
        for (int i = 0; i < ROUNDS; i++) {
            ThreadPoolExecutor pool = Threads.pool("ending", "worker", 2, 5);
            pool.execute(() -> worker.set(Thread.currentThread()));
            pool.shutdown();
            Threads.awaitEnd(pool);
            assertFalse(worker.get().isAlive(), "in round " + i);
        }
    }
}
