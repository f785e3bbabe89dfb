package org.tokenrevocation.sample.page;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures a revocation: one thread per node asks again and again with the tokens to be revoked, from before the revoke
 * call until the node refuses each. The time ends when the refusal has arrived, so it includes the request.
 */
final class Chase {
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(500);
    private static final long DOWN_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final List<Node> nodes;
    private final List<Grant> grants;
    private final EffectTimes times;
    private final CountDownLatch firstAnswers;
    private final AtomicInteger chasing;
    private volatile long startNanos;
    private volatile boolean isStarted;

    private Chase(List<Node> nodes, List<Grant> grants, EffectTimes times) {
        this.nodes = nodes;
        this.grants = grants;
        this.times = times;
        this.firstAnswers = new CountDownLatch(nodes.size());
        this.chasing = new AtomicInteger(nodes.size());
    }

    /** Returns when every node has been asked once (or after a second), so that connections are open. */
    static Chase begin(List<Node> nodes, List<Grant> grants, EffectTimes times, ExecutorService threads) {
        Chase chase = new Chase(nodes, grants, times);
        long end = System.nanoTime() + LIMIT_NANOS;
        for (int node = 0; node < nodes.size(); node++) {
            int index = node;
            try {
                threads.execute(() -> chase.run(index, end));
            } catch (RejectedExecutionException busy) {
                chase.firstAnswers.countDown();
            }
        }
        try {
            chase.firstAnswers.await(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return chase;
    }

    /** Whether nothing is asked: no light will change. */
    boolean isEmpty() {
        return nodes.isEmpty();
    }

    /** To be called right before the revoke call. */
    void start() {
        startNanos = System.nanoTime();
        isStarted = true;
    }

    double millisSinceStart() {
        return (System.nanoTime() - startNanos) / 1e6;
    }

    private void run(int index, long endNanos) {
        Node node = nodes.get(index);
        Set<Grant> left = new LinkedHashSet<>(grants);
        boolean isDown = false;
        while (!left.isEmpty() && System.nanoTime() - endNanos < 0 && !Thread.currentThread().isInterrupted()) {
            for (Grant grant : new ArrayList<>(left)) {
                long sentAtNanos = System.nanoTime();
                Standing standing = node.standing(grant.access());
                if (standing == Standing.REFUSED && isStarted) {
                    grant.refused(index, millisSinceStart(), sentAtNanos);
                    left.remove(grant);
                } else {
                    isDown = standing == Standing.DOWN;
                    grant.stands(index, standing, sentAtNanos);
                }
            }
            firstAnswers.countDown();
            // Room for what is measured; adds half a millisecond at most.
            LockSupport.parkNanos(isDown ? DOWN_PAUSE_NANOS : PAUSE_NANOS);
        }
        if (chasing.decrementAndGet() == 0) {
            grants.forEach(this::record);
        }
    }

    private void record(Grant grant) {
        double slowest = 0;
        for (int node = 0; node < nodes.size(); node++) {
            Double millis = grant.effectMillis(node);
            if (millis != null) {
                slowest = Math.max(slowest, millis);
            } else if (grant.standing(node) != Standing.DOWN) {
                return;
            }
        }
        if (slowest > 0) {
            times.add(slowest);
        }
    }
}
