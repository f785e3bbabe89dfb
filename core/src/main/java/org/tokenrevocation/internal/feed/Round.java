package org.tokenrevocation.internal.feed;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.tokenrevocation.internal.lease.Fence;

/**
 * One announcement of this node, and who has acknowledged it. Acknowledgements may come before the exchange's own reply,
 * so they are collected from the moment on at which the round gets its number. Guarded by {@link Acknowledgements}; the
 * address never changes.
 */
public final class Round {
    private final String epoch;
    private final Fence fence;
    private final String inbox;
    private final long number;
    private final CompletableFuture<Void> all = new CompletableFuture<>();
    private final Set<String> heardFrom = new HashSet<>();
    private Map<String, String> awaited;

    Round(String epoch, Fence fence, String inbox, long number) {
        this.epoch = epoch;
        this.fence = fence;
        this.inbox = inbox;
        this.number = number;
    }

    /** Which registry is to be read. */
    public String epoch() {
        return epoch;
    }

    /** How many replicas are to acknowledge the write. */
    public Fence fence() {
        return fence;
    }

    /** Where acknowledgements are to be sent. */
    public String inbox() {
        return inbox;
    }

    /** Which announcement of this sender it is. */
    public long number() {
        return number;
    }

    /** Completes when all have acknowledged, in the feed's thread. */
    CompletableFuture<Void> all() {
        return all;
    }

    void heardFrom(String id) {
        heardFrom.add(id);
    }

    /** From now on it is known whose acknowledgements are wanted. */
    void await(Map<String, String> instances) {
        awaited = instances;
    }

    boolean isAcknowledged() {
        return awaited != null && heardFrom.containsAll(awaited.keySet());
    }

    /** Whether any acknowledgement came, so that this node would have heard the others too. */
    boolean isHeardByAny() {
        return !heardFrom.isEmpty();
    }

    /** Who is awaited and has not acknowledged: id to instance name. */
    Map<String, String> silent() {
        Map<String, String> silent = new LinkedHashMap<>(awaited == null ? Map.of() : awaited);
        silent.keySet().removeAll(heardFrom);
        return silent;
    }
}
