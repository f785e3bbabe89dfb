package org.tokenrevocation.internal.simulation;

import org.tokenrevocation.internal.lease.ServerId;

/** A node's connections other than the feed's: they ask once a second where they lead, and what they know holds till then. */
final class NodePool {
    private static final long CHECK_NANOS = 1_000 * Weather.MILLIS;

    private final World world;
    private final Servers servers;
    private ModelRedis server;
    private ServerId known;
    private long checkedNanos;

    NodePool(World world, Servers servers) {
        this.world = world;
        this.servers = servers;
        repoint();
    }

    ModelRedis server() {
        if (world.now() - checkedNanos > CHECK_NANOS || !server.isUp) {
            checkedNanos = world.now();
            if (server.isPrimary()) {
                known = servers.isSeveral() ? server.id() : null;
            } else {
                repoint();
            }
        }
        return server;
    }

    /** What it takes that server for; null for what it is. */
    ServerId known() {
        return known;
    }

    boolean leadsTo(ModelRedis other) {
        return server == other;
    }

    void repoint() {
        server = servers.endpoint();
        known = servers.isSeveral() ? server.id() : null;
        checkedNanos = world.now();
    }
}
