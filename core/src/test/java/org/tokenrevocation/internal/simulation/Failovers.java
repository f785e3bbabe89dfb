package org.tokenrevocation.internal.simulation;

import java.util.List;
import org.tokenrevocation.internal.lease.Fence;

/**
 * Failovers in a schedule with replicas: up to three, each of which promotes a replica that has got as far as it has. The
 * others follow it one after the other; the primary that was replaced goes on for a while, for those nodes that are not cut
 * off from it.
 *
 * <p>What is not covered is left out: where a promoted server may lack a confirmed revocation, nodes come to it within the
 * founding window, from when on it has as many replicas as that asks for, and no server begins to follow one that was
 * replaced meanwhile; and no server goes back to a primary that was replaced, unless the schedule is to show that.
 */
final class Failovers {
    private static final long MILLIS = Weather.MILLIS;
    private static final int MOST = 3;

    private final World world;
    private final Servers servers;
    private final Node[] nodes;
    private final Fence fence;
    private final boolean goesBack;
    private final long longestFollow;
    private int epoch = 1;

    Failovers(World world, Servers servers, Node[] nodes, Fence fence, boolean goesBack) {
        this.world = world;
        this.servers = servers;
        this.nodes = nodes;
        this.fence = fence;
        this.goesBack = goesBack;
        this.longestFollow = (5 + world.chance(400)) * MILLIS;
    }

    void schedule(long lengthNanos) {
        for (int i = 1 + world.chance(MOST); i > 0; i--) {
            world.after(30 * MILLIS + world.upTo(lengthNanos / 2), this::failOver);
        }
    }

    private void failOver() {
        ModelRedis last = servers.newest();
        List<ModelRedis> candidates = servers.all().stream().filter(each -> !each.isPrimary()).toList();
        if (candidates.isEmpty()) {
            return;
        }
        ModelRedis next = candidates.get(world.chance(candidates.size()));
        next.promote(++epoch);
        world.note("server ", next.id(), " takes over from ", last.id());
        for (ModelRedis each : servers.all()) {
            if (each != next) {
                boolean isLast = each.isPrimary();
                world.after((isLast ? 50 * MILLIS : 0) + world.upTo(isLast ? 2_000 * MILLIS : longestFollow),
                        () -> follow(each, next, isLast));
            }
        }
        world.after(world.upTo(50 * MILLIS), () -> {
            if (servers.newest() == next) {
                servers.moveTo(next);
                lead(next);
            }
        });
    }

    private void follow(ModelRedis server, ModelRedis promoted, boolean wasPrimary) {
        ModelRedis primary = isEveryCopyWhole() ? promoted : servers.newest();
        if (server.epoch() < primary.epoch() && server.isPrimary() == wasPrimary && primary.isPrimary()) {
            world.note("server ", server.id(), " follows ", primary.id());
            server.follow(primary);
            if (goesBack && !wasPrimary && world.perMille(300)) {
                servers.all().stream().filter(each -> each.isPrimary() && each.epoch() < primary.epoch()).findFirst()
                        .ifPresent(old -> world.after(world.upTo(20 * MILLIS), () -> server.follow(old)));
            }
        }
    }

    /** Some nodes are cut off at once, the others later. */
    private void lead(ModelRedis primary) {
        for (Node node : nodes) {
            if (node != null && !node.isDead() && world.perMille(500)) {
                world.after(world.upTo(30 * MILLIS), () -> repoint(node, primary));
            }
        }
        if (isEveryCopyWhole()) {
            world.after(world.upTo(2_500 * MILLIS), () -> bringAll(primary));
        } else {
            awaitReplicas(primary);
        }
    }

    private boolean isEveryCopyWhole() {
        return fence.revokeAcks() == fence.replicas();
    }

    private void awaitReplicas(ModelRedis primary) {
        if (servers.newest() != primary) {
            return;
        }
        if (primary.connected() >= fence.foundingAcks()) {
            world.after(world.upTo(Node.WINDOW.toNanos() / 2), () -> bringAll(primary));
        } else {
            world.after(5 * MILLIS, () -> awaitReplicas(primary));
        }
    }

    private void bringAll(ModelRedis primary) {
        for (Node node : nodes) {
            if (node != null && !node.isDead()) {
                repoint(node, primary);
            }
        }
    }

    private void repoint(Node node, ModelRedis primary) {
        if (servers.endpoint() == primary && node.isElsewhere(primary)) {
            node.repoint();
        }
    }
}
