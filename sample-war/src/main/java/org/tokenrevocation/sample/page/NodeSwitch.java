package org.tokenrevocation.sample.page;

import jakarta.servlet.ServletContext;
import java.util.function.BiConsumer;
import java.util.function.IntPredicate;

/**
 * Stops one node and starts it again, where the launcher can: it puts the two functions into the servlet context. The
 * node is the last one, or the first if the last serves this page. Thread-safe.
 */
final class NodeSwitch {
    /** A {@code BiConsumer<Integer, Boolean>}: the node's number from 0, and whether it is to run. */
    private static final String SWITCH = "sample.node-switch";
    /** An {@code IntPredicate}: whether the node of this number is stopped. */
    private static final String STOPPED = "sample.node-stopped";

    private final BiConsumer<Integer, Boolean> turn;
    private final IntPredicate stopped;
    private final int node;

    @SuppressWarnings("unchecked")
    NodeSwitch(ServletContext context, int nodes, int own) {
        boolean isPresent = nodes > 1 && context.getAttribute(SWITCH) != null;
        this.turn = isPresent ? (BiConsumer<Integer, Boolean>) context.getAttribute(SWITCH) : null;
        this.stopped = (IntPredicate) context.getAttribute(STOPPED);
        this.node = own == nodes - 1 ? 0 : nodes - 1;
    }

    boolean isPresent() {
        return turn != null;
    }

    /** The number of the node that can be stopped. */
    int node() {
        return node;
    }

    boolean isStopped() {
        return isPresent() && stopped.test(node);
    }

    void turn(boolean isOn) {
        turn.accept(node, isOn);
    }
}
