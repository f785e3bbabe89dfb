package org.tokenrevocation.internal.simulation;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import org.tokenrevocation.internal.Threads;
import org.tokenrevocation.internal.feed.Feed;
import org.tokenrevocation.internal.feed.FeedClient;
import org.tokenrevocation.internal.feed.QuietLog;
import org.tokenrevocation.internal.lease.FleetIncarnation;
import org.tokenrevocation.internal.lease.ServerId;

/** A pulse whose waiting is simulated, and whose caller may be stopped before or behind each of its steps. */
final class SimulatedPulse extends FeedClient {
    private static final ScheduledThreadPoolExecutor NO_TIMER =
            new ScheduledThreadPoolExecutor(1, Threads.named("simulation", "timer"));
    private static final ThreadPoolExecutor NO_WORKER = Threads.pool("simulation", "worker", 1, 1);

    private final WholeNode node;

    SimulatedPulse(WholeNode node, Feed feed) {
        super(node.toString(), feed, new QuietLog(node.toString()), node::ticks, NO_TIMER, NO_WORKER, () -> { });
        this.node = node;
    }

    @Override
    public <T> T await(CompletableFuture<T> future, long deadlineNanos, T otherwise) {
        return node.awaitWhole(future, deadlineNanos, otherwise);
    }

    @Override
    public void touch(long nowNanos) {
        super.touch(nowNanos);
        node.pause();
    }

    @Override
    public FleetIncarnation settled() {
        node.pause();
        return super.settled();
    }

    @Override
    public long boundNanos() {
        long nanos = super.boundNanos();
        node.pause();
        return nanos;
    }

    @Override
    public long trackedGeneration() {
        long generation = super.trackedGeneration();
        node.pause();
        return generation;
    }

    @Override
    public boolean isFrom(ServerId server) {
        boolean isFrom = super.isFrom(server);
        node.pause();
        return isFrom;
    }
}
