package org.tokenrevocation.internal.simulation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * Code that blocks, in a world in which one thread runs at a time: each piece has a thread of its own, a strand, and
 * control is handed to it and back. So whole engines can be simulated, and of several that block any can go on first.
 */
public final class Strands {
    private static final ExecutorService THREADS = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "strand");
        thread.setDaemon(true);
        return thread;
    });

    private final Semaphore world = new Semaphore(0);
    private final Map<Object, Semaphore> blocked = new LinkedHashMap<>();
    private Semaphore running;
    private Throwable failure;
    private boolean isOver;

    /** Unwinds what is blocked when the schedule is over. */
    private static final class Over extends RuntimeException {
        private static final long serialVersionUID = 1;

        Over() {
            super("the schedule is over", null, false, false);
        }
    }

    /** Runs code until it blocks or ends; to be called from the world, not from a strand. */
    void run(Runnable code) {
        Semaphore turn = new Semaphore(0);
        THREADS.execute(() -> {
            turn.acquireUninterruptibly();
            try {
                code.run();
            } catch (Over e) {
                assert isOver : "unwound too early";
            } catch (RuntimeException | Error e) {
                failure = e;
            } finally {
                world.release();
            }
        });
        goOn(turn);
    }

    private void goOn(Semaphore turn) {
        if (running != null) {
            throw new IllegalStateException("two strands at once");
        }
        running = turn;
        turn.release();
        world.acquireUninterruptibly();
        running = null;
        if (failure != null) {
            throw new IllegalStateException("a strand failed", failure);
        }
    }

    /** Whether a strand is running. */
    boolean isRunning() {
        return running != null;
    }

    /** Blocks the running code until what it arranges calls back, once, from the world. */
    void await(Consumer<Runnable> arrange) {
        if (isOver) {
            throw new Over();
        }
        Semaphore turn = running;
        Object wait = new Object();
        blocked.put(wait, turn);
        arrange.accept(() -> {
            if (blocked.remove(wait) != null) {
                goOn(turn);
            }
        });
        world.release();
        turn.acquireUninterruptibly();
        if (isOver) {
            throw new Over();
        }
    }

    /** Ends all that is blocked. */
    void end() {
        isOver = true;
        while (!blocked.isEmpty()) {
            goOn(blocked.remove(blocked.keySet().iterator().next()));
        }
    }
}
