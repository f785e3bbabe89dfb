package org.tokenrevocation.internal.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.tokenrevocation.internal.lease.ServerId;

/** The servers of a schedule: one, or a primary and its replicas behind an endpoint that moves. */
final class Servers {
    /** A replica was asked to write. */
    static final class ReadOnly extends RuntimeException {
        private static final long serialVersionUID = 1;

        ReadOnly() {
            super("READONLY You can't write against a read only replica.", null, false, false);
        }
    }

    private final List<ModelRedis> all = new ArrayList<>();
    private ModelRedis endpoint;
    private ModelRedis executing;
    private ServerId known;

    /** The first is the primary, to which the endpoint leads. */
    void add(ModelRedis server) {
        all.add(server);
        endpoint = all.get(0);
        executing = endpoint;
    }

    boolean isSeveral() {
        return all.size() > 1;
    }

    List<ModelRedis> all() {
        return all;
    }

    /** Where new connections lead. */
    ModelRedis endpoint() {
        return endpoint;
    }

    void moveTo(ModelRedis server) {
        endpoint = server;
    }

    /** The primary that was promoted last. */
    ModelRedis newest() {
        return all.stream().filter(ModelRedis::isPrimary).max(Comparator.comparingInt(ModelRedis::epoch)).orElseThrow();
    }

    /** A command is going to be executed by a server, over a connection that knows it by this id; null for its present one. */
    void execute(ModelRedis server, ServerId knownAs) {
        executing = server;
        known = knownAs;
    }

    /** Which one executes the present command. */
    ModelRedis executing() {
        return executing;
    }

    /** The same for a command that writes. */
    ModelRedis writing() {
        if (!executing.isPrimary()) {
            throw new ReadOnly();
        }
        return executing;
    }

    /** What the present command's connection takes the server for. */
    ServerId id() {
        return known == null ? executing.id() : known;
    }
}
