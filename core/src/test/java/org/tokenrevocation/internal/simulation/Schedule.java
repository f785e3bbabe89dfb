package org.tokenrevocation.internal.simulation;

import java.util.ArrayList;
import java.util.List;
import org.tokenrevocation.Mode;
import org.tokenrevocation.internal.denylist.DenylistEngineNode;
import org.tokenrevocation.internal.denylist.DenylistNode;
import org.tokenrevocation.internal.lease.Fence;
import org.tokenrevocation.internal.lease.FleetRecord;
import org.tokenrevocation.internal.sessions.SessionEngineNode;
import org.tokenrevocation.internal.sessions.SessionNode;

/**
 * One schedule: three nodes on one Redis, some tokens, revocations of them, requests for them, and faults, all from one
 * seed.
 *
 * <p>What the guarantee does not cover is left out: where Redis comes back without a revocation, no node dies, and none
 * is kept away from it for the length of the founding window; wall clocks are wrong either at Redis or at the nodes; no
 * database is swapped back.
 */
final class Schedule {
    private static final long MILLIS = Weather.MILLIS;
    private static final int NODES = 3;

    private final long seed;
    private final Mode mode;
    private final Variant variant;
    private final boolean isWhole;
    private final Strands strands = new Strands();
    private final World world;
    private final Weather weather;
    private final ModelRedis redis;
    private final ModelCommands commands;
    private final Node[] nodes = new Node[NODES];
    private final List<Token> tokens = new ArrayList<>();
    private final History history;
    private final boolean losesData;
    private final boolean failsOver;
    private final boolean jumpsAtRedis;
    private final long lengthNanos;

    /** With nodes around whole engines, or with nodes that repeat an engine's steps. */
    Schedule(long seed, Mode mode, Variant variant, boolean isWhole, boolean isTraced) {
        this.isWhole = isWhole;
        this.seed = seed;
        this.mode = mode;
        this.variant = variant;
        world = new World(seed, isTraced);
        losesData = world.perMille(300);
        failsOver = !losesData && world.perMille(150);
        jumpsAtRedis = world.perMille(500);
        lengthNanos = (losesData || failsOver ? 1500 : 650) * MILLIS;
        weather = new Weather(world, losesData || failsOver);
        redis = new ModelRedis(world, weather, 0.95 + 0.1 * world.chance(1000) / 1000);
        commands = new ModelCommands(redis, world);
        history = new History(world, redis, mode);
    }

    /** Plays it; null if all went well, else what went wrong. */
    String play() {
        prepare();
        for (int i = 0; i < NODES; i++) {
            boolean isLate = world.perMille(losesData ? 250 : 60);
            int number = i;
            world.after(isLate ? world.upTo(lengthNanos) : 0, () -> begin(number));
        }
        tokens.forEach(this::schedule);
        Faults faults = new Faults(world, redis, commands, nodes, mode, jumpsAtRedis,
                () -> revoke(tokens.get(world.chance(tokens.size())), world.chance(NODES), 2));
        if (failsOver) {
            faults.scheduleFailOver(() -> tokens.forEach(token -> revoke(token, world.chance(NODES), 2)));
        } else {
            faults.schedule(losesData, lengthNanos, this::begin, () -> tokens.forEach(token -> token.wasMissing = true));
        }
        world.runUntil(lengthNanos);
        strands.end();
        return history.violation();
    }

    private void prepare() {
        int count = 1 + world.chance(3);
        for (int i = 0; i < count; i++) {
            long lifeMillis = world.perMille(150) ? world.upTo(800) : 600_000 + world.upTo(3_600_000);
            Token token = new Token(i, ModelRedis.EPOCH_MILLIS + lifeMillis);
            tokens.add(token);
            redis.data.entries.add(token.accessKey);
        }
        if (world.perMille(900)) {
            redis.data.fleet = new FleetRecord("0123456789abcdef", Node.BOUND.toMillis(), mode,
                    redis.id().replicationId(), Fence.NONE, 0, ModelRedis.EPOCH_MILLIS - 1000).text();
        }
    }

    private void begin(int number) {
        Node.Site site = new Node.Site(
                world, redis, commands, weather, variant, "node" + number, world.perMille(930), world.perMille(960), strands);
        nodes[number] = node(site);
        world.note("node", number, " starts");
        nodes[number].start();
    }

    private Node node(Node.Site site) {
        if (isWhole) {
            return mode == Mode.SESSIONS ? new SessionEngineNode(site) : new DenylistEngineNode(site);
        }
        return mode == Mode.SESSIONS ? new SessionNode(site) : new DenylistNode(site);
    }

    private void schedule(Token token) {
        for (int i = world.chance(4) * NODES; i > 0; i--) {
            request(token, i % NODES, world.upTo(lengthNanos * 2 / 3));
        }
        if (world.perMille(850)) {
            long at = 20 * MILLIS + world.upTo(lengthNanos / 2);
            for (int i = 0; i < NODES; i++) {
                request(token, i, at - world.upTo(10 * MILLIS));
            }
            world.after(at, () -> revoke(token, world.chance(NODES), 2));
        }
    }

    private void revoke(Token token, int number, int repeats) {
        Node node = nodes[number];
        token.isRevocationAsked = true;
        if (node == null || node.isDead()) {
            return;
        }
        world.note(node, " is asked to revoke ", token);
        node.revoke(token, isDone -> {
            world.note(node, (isDone ? " says 200 for " : " says 503 for "), token);
            if (isDone) {
                history.revoked(token);
                requestsAfter(token);
            } else if (repeats > 0) {
                revoke(token, world.chance(NODES), repeats - 1);
            }
        });
    }

    private void requestsAfter(Token token) {
        for (int i = 0; i < NODES; i++) {
            request(token, i, 1);
            request(token, i, world.upTo(5 * MILLIS));
            request(token, i, world.upTo(60 * MILLIS));
            for (long at = world.upTo(200 * MILLIS); world.now() + at < lengthNanos; at += world.upTo(400 * MILLIS)) {
                request(token, i, at);
            }
        }
    }

    private void request(Token token, int number, long delayNanos) {
        world.after(delayNanos, () -> {
            Node node = nodes[number];
            if (node != null && !node.isDead()) {
                long begin = world.now();
                world.note(node, " is asked for ", token);
                node.request(token, verdict -> history.judged(node, token, begin, verdict));
            }
        });
    }

    /** The whole schedule in words, for one that was traced. */
    String story() {
        return "seed " + seed + ", " + mode + ", " + variant + (isWhole ? ", whole engines" : "") + (losesData ? ", with loss of data" : failsOver ? ", with another primary" : "") + "\n"
                + String.join("\n", world.trace());
    }
}
