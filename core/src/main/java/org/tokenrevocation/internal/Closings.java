package org.tokenrevocation.internal;

import java.util.ArrayDeque;
import java.util.Queue;

/** What is to be done when something closes: once each, in order. Thread-safe. */
public final class Closings {
    private final Queue<Runnable> actions = new ArrayDeque<>();
    private boolean isClosed;

    /** Takes an action, or runs it at once if all have been run. */
    public void add(Runnable action) {
        if (!isTaken(action)) {
            action.run();
        }
    }

    private synchronized boolean isTaken(Runnable action) {
        return !isClosed && actions.add(action);
    }

    /** Runs all; idempotent. */
    public void run() {
        for (Runnable action = next(); action != null; action = next()) {
            action.run();
        }
    }

    private synchronized Runnable next() {
        isClosed = true;
        return actions.poll();
    }
}
