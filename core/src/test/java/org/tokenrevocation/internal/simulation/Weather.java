package org.tokenrevocation.internal.simulation;

import org.tokenrevocation.internal.lease.Fence;

/**
 * How slow things are in one schedule: drawn once, so that there are calm schedules and rough ones. All in nanoseconds
 * of true time.
 */
public final class Weather {
    /** One millisecond. */
    public static final long MILLIS = 1_000_000;
    private static final long QUICK = MILLIS / 5;
    private static final long CALM_MOST = 12 * MILLIS;

    private final World world;
    private final boolean isCalm;
    private final int slowNet;
    private final int slowThreads;
    private final int slowRounds;
    private final boolean isJoinSlow;
    private final int lossPerMille;
    private final long longestNet;
    private final long longestPause;

    /**
     * Draws.
     *
     * @param isCalm whether nothing on the feed's way may take so long that a node misses a founding
     */
    Weather(World world, boolean isCalm) {
        this.world = world;
        this.isCalm = isCalm;
        slowNet = share();
        slowThreads = share();
        slowRounds = share();
        isJoinSlow = world.perMille(200);
        lossPerMille = world.perMille(250) ? 150 : 5;
        longestNet = (1 + world.chance(200)) * MILLIS;
        longestPause = (1 + world.chance(200)) * MILLIS;
    }

    private int share() {
        return world.perMille(300) ? 0 : world.chance(250);
    }

    /** One way through the network, from or to a request's connection. */
    long net() {
        return QUICK / 4 + world.upTo(world.perMille(slowNet) ? longestNet : QUICK);
    }

    /** One way through the network, and a wait for the feed's thread. */
    long feed() {
        long delay = net() + (world.perMille(slowThreads / 2) ? world.upTo(longestPause) : 0);
        return isCalm ? Math.min(delay, CALM_MOST) : delay;
    }

    /** How late a timer fires. */
    long lateness() {
        long late = world.upTo(world.perMille(slowThreads / 2) ? longestPause : QUICK);
        return isCalm ? Math.min(late, CALM_MOST) : late;
    }

    /** How long a request's thread stands still between two of its steps; mostly not at all. */
    long preemption() {
        return world.perMille(slowThreads) ? world.upTo(longestPause) : 0;
    }

    /** The same for the thread that revokes. */
    long longPreemption() {
        return world.perMille(100 + slowThreads) ? world.upTo(longestPause) : 0;
    }

    /** Whether a reply is lost on its way. */
    boolean isReplyLost() {
        return world.perMille(lossPerMille);
    }

    /** How long the background thread stands still before one of its calls; a join may take longer than a founding. */
    long backgroundPause(Fence fence) {
        // A node that sleeps through a founding is as good as gone where servers may lack what it knows: not covered.
        long longest = fence.revokeAcks() < fence.replicas() ? MILLIS : 450 * MILLIS;
        return isJoinSlow && world.perMille(500) ? world.upTo(longest) : 0;
    }

    /** Until Redis' event loop looks at what has arrived. */
    long wakeUp() {
        return world.upTo(world.perMille(slowRounds) ? 3 * MILLIS : MILLIS / 20);
    }

    /** How long one command takes in it. */
    long command() {
        return 1000 + world.upTo(world.perMille(slowRounds) ? 6 * MILLIS : 3000);
    }
}
