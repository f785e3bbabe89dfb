package org.tokenrevocation.internal.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.tokenrevocation.Mode;

/** What goes wrong in a schedule. */
final class Faults {
    private static final long MILLIS = Weather.MILLIS;
    private static final long HOUR_MILLIS = 3_600_000;

    private final World world;
    private final ModelRedis redis;
    private final ModelCommands commands;
    private final Node[] nodes;
    private final Mode mode;
    private final boolean jumpsAtRedis;
    private final Runnable revocation;
    private final List<Data> saved = new ArrayList<>();

    Faults(World world, ModelRedis redis, ModelCommands commands, Node[] nodes, Mode mode,
            boolean jumpsAtRedis, Runnable revocation) {
        this.revocation = revocation;
        this.world = world;
        this.redis = redis;
        this.commands = commands;
        this.nodes = nodes;
        this.mode = mode;
        this.jumpsAtRedis = jumpsAtRedis;
    }

    /** Draws some faults, at most one of them a loss of data. */
    void schedule(boolean losesData, long lengthNanos, IntConsumer begin, Runnable dataReplaced) {
        if (losesData) {
            saved.add(redis.data.copy());
            world.after(world.upTo(400 * MILLIS), () -> saved.add(redis.data.copy()));
            long at = 20 * MILLIS + world.upTo(500 * MILLIS);
            if (world.perMille(500)) {
                boolean isAtOnce = world.perMille(600);
                world.after(20 * MILLIS, () -> redis.onNextWrite(() -> world.after(
                        isAtOnce ? 0 : world.upTo(4 * MILLIS), () -> loseData(dataReplaced))));
            } else {
                world.after(at, () -> loseData(dataReplaced));
            }
            if (world.perMille(300)) {
                world.after(world.perMille(500) ? at + world.upTo(200 * MILLIS) : world.upTo(lengthNanos), this::jump);
            }
            return;
        }
        for (int i = world.chance(4); i > 0; i--) {
            world.after(world.upTo(lengthNanos * 2 / 3), () -> fault(begin));
        }
    }

    private void fault(IntConsumer begin) {
        Node node = nodes[world.chance(nodes.length)];
        switch (world.chance(12)) {
            case 0 -> script();
            case 1 -> stop();
            case 2 -> on(node, "starves", session -> session.starve(world.upTo(300 * MILLIS)));
            case 3 -> on(node, "is cut off", ModelLink.Session::cut);
            case 4 -> on(node, "hears nothing more", ModelLink.Session::fallSilent);
            case 5 -> restart(redis.data, "all its data");
            case 6 -> crash(node, begin);
            case 7 -> jump();
            case 8 -> stream();
            case 11 -> leave(node, begin);
            case 9 -> on(node, "reads haltingly", session -> session.halt(100 * MILLIS));
            default -> leaveReplica();
        }
    }

    private void on(Node node, String what, Consumer<ModelLink.Session> fault) {
        if (node != null && !node.isDead()) {
            world.note(node, " ", what);
            node.onFeed(fault);
        }
    }

    private void script() {
        long nanos = world.upTo(400 * MILLIS);
        if (world.perMille(700)) {
            redis.onNextWrite(() -> redis.script(nanos));
        } else {
            redis.script(nanos);
        }
    }

    private void stop() {
        long nanos = world.upTo(300 * MILLIS);
        world.note("redis: stopped for ", nanos / MILLIS, " ms");
        redis.stop(nanos);
    }

    private void restart(Data with, String words) {
        world.note("redis: dies, comes back with ", words);
        redis.restart(with, world.upTo(100 * MILLIS), world.upTo(world.perMille(300) ? 100 * MILLIS : MILLIS));
    }

    /** Another primary takes over, and some nodes go on with the one that was replaced. */
    void scheduleFailOver(Runnable onceSettled) {
        world.after(20 * MILLIS + world.upTo(400 * MILLIS), () -> {
            world.note("redis: another primary takes over");
            redis.failOver(session -> world.perMille(400), onceSettled);
        });
    }

    private void leave(Node node, IntConsumer begin) {
        if (node != null && !node.isDead()) {
            world.note(node, " leaves");
            node.leave();
            if (world.perMille(700)) {
                world.after(world.upTo(10 * MILLIS), revocation);
            }
            int number = Arrays.asList(nodes).indexOf(node);
            world.after(world.upTo(100 * MILLIS), () -> begin.accept(number));
        }
    }

    private void crash(Node node, IntConsumer begin) {
        if (node != null && !node.isDead()) {
            world.note(node, " dies");
            node.crash();
            int number = Arrays.asList(nodes).indexOf(node);
            world.after(world.upTo(50 * MILLIS), () -> begin.accept(number));
        }
    }

    private void jump() {
        long millis = world.perMille(500) ? HOUR_MILLIS : -HOUR_MILLIS;
        if (jumpsAtRedis) {
            world.note("redis' clock jumps by ", millis, " ms");
            redis.jump(millis);
        } else {
            Node node = nodes[world.chance(nodes.length)];
            if (node != null) {
                world.note(node, "'s clock jumps by ", millis, " ms");
                node.jump(millis);
            }
        }
    }

    private void stream() {
        if (mode == Mode.DENYLIST && !redis.data.stream.isEmpty()) {
            if (world.perMille(500)) {
                world.note("redis: the change stream is deleted");
                redis.data.stream.clear();
            } else {
                world.note("redis: the change stream is trimmed");
                redis.data.stream.subList(0, redis.data.stream.size() - 1).clear();
            }
            redis.touch("changes");
        }
    }

    private void leaveReplica() {
        world.note("some look-ups end at a replica from now on");
        commands.leaveReplica();
    }

    private void loseData(Runnable dataReplaced) {
        switch (world.chance(5)) {
            case 0 -> {
                world.note("redis: FLUSHALL");
                redis.flush();
            }
            case 1 -> {
                world.note("redis: SWAPDB with an empty database");
                redis.data = new Data();
            }
            case 2 -> restart(new Data(), "nothing");
            default -> restart(saved.get(world.chance(saved.size())).copy(), "older data");
        }
        dataReplaced.run();
    }
}
