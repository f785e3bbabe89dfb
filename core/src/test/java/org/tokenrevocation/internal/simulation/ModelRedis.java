package org.tokenrevocation.internal.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.tokenrevocation.internal.feed.Heard;
import org.tokenrevocation.internal.lease.ServerId;

/**
 * Redis as measured: commands that have arrived are executed in rounds of its event loop; a reply leaves when its command
 * runs, and so does what a script publishes; invalidations leave at the end of the round, so that a reply can overtake the
 * invalidation of a write of the same round. While a script runs, everybody hears {@code -BUSY}, and a round that had begun before keeps its invalidations
 * back. While it loads, everybody hears {@code -LOADING}. Each life has its own run id and replication id.
 */
public final class ModelRedis {
    /** An error reply. */
    record ErrorReply(String text) {}

    /**
     * A command under way.
     *
     * @param life the life of the server that its connection leads to
     * @param session the feed's that sent it; null for another connection: what those send to a primary that was replaced is
     *     not covered
     * @param known which server another connection takes this one for
     * @param reply hears what it returned, or an {@link ErrorReply}, at the moment when it leaves Redis
     * @param cut hears that the connection broke before it was executed
     */
    record Command(int life, ModelLink.Session session, ServerId known, Supplier<Object> work, Consumer<Object> reply,
            Runnable cut) {}

    /**
     * What a command returns that ends with {@code WAIT}.
     *
     * @param acks how many replicas are waited for
     * @param answer makes the answer of how many have acknowledged
     */
    record Waiting(int acks, long timeoutNanos, IntFunction<Object> answer) {}

    /** 2023-11-14: where every clock begins. */
    static final long EPOCH_MILLIS = 1_700_000_000_000L;

    private final World world;
    private final Weather weather;
    private final double rate;
    private final Servers servers;
    private final int number;
    private final List<Following> replicas = new ArrayList<>();
    private final Waits waits;
    private final List<ModelLink.Session> trackers = new ArrayList<>();
    private final List<ModelLink.Session> sessions = new ArrayList<>();
    private final Set<String> changed = new LinkedHashSet<>();
    private Deque<Command> arrived = new ArrayDeque<>();
    private boolean isRoundOn;
    private boolean isLoading;
    private long busyUntil;
    private long stoppedUntil;
    private long clockOffMillis;
    private ServerId id;
    private boolean isPrimary = true;
    private int epoch = 1;
    private Following following;
    private long offset;
    private Data frozen;
    private Runnable onWrite;
    private Replaced replaced;
    private Runnable onSettled;
    private List<ModelLink.Session> behind = List.of();

    Data data = new Data();
    int life = 1;
    boolean isUp = true;

    ModelRedis(World world, Weather weather, double rate, Servers servers) {
        this.servers = servers;
        this.waits = new Waits(world, replicas);
        this.number = servers.all().size();
        this.id = idOf(1);
        servers.add(this);
        this.world = world;
        this.weather = weather;
        this.rate = rate;
    }

    ServerId id() {
        return id;
    }

    private ServerId idOf(int life) {
        return new ServerId(String.format("%08x", number * 0x100 + life), String.format("%08x", 0xbeef00 + life));
    }

    long clockMillis() {
        return EPOCH_MILLIS + clockOffMillis + (long) (world.now() * rate / 1e6);
    }

    void jump(long millis) {
        clockOffMillis += millis;
    }

    /** Sends a command to the present life. */
    void send(long delayNanos, Command command) {
        world.after(delayNanos, () -> arrive(command));
    }

    private void arrive(Command command) {
        if (command.session != null && command.session.isBlocked()) {
            command.session.hold(() -> arrive(command));
        } else if (replaced != null && command.session != null && command.life == replaced.life) {
            command.reply.accept(replaced.execute(command));
        } else if (!isUp || command.life != life) {
            command.cut.run();
        } else if (isLoading) {
            command.reply.accept(new ErrorReply("LOADING Redis is loading the dataset in memory"));
        } else if (world.now() < busyUntil) {
            command.reply.accept(new ErrorReply("BUSY Redis is busy running a script"));
        } else {
            arrived.add(command);
            startRound();
        }
    }

    private void startRound() {
        if (!isRoundOn) {
            isRoundOn = true;
            int ofLife = life;
            world.after(weather.wakeUp(), () -> {
                if (life == ofLife) {
                    Deque<Command> batch = arrived;
                    arrived = new ArrayDeque<>();
                    execute(batch, ofLife);
                }
            });
        }
    }

    private void execute(Deque<Command> batch, int ofLife) {
        if (life != ofLife || !isUp) {
            batch.forEach(command -> command.cut.run());
            return;
        }
        long held = Math.max(busyUntil, stoppedUntil) - world.now();
        if (held > 0) {
            world.after(held, () -> execute(batch, ofLife));
            return;
        }
        Command next = batch.poll();
        if (next == null) {
            endRound();
        } else if (next.session != null && next.session.isBlocked()) {
            next.session.hold(() -> arrive(next));
            execute(batch, ofLife);
        } else {
            answer(next);
            world.after(weather.command(), () -> execute(batch, ofLife));
        }
    }

    private void answer(Command command) {
        servers.execute(this, command.known);
        Object answer;
        try {
            answer = command.work.get();
        } catch (Servers.ReadOnly e) {
            answer = new ErrorReply(e.getMessage());
        }
        waits.answer(command, answer, offset);
    }

    void acknowledged() {
        waits.acknowledged();
    }

    void lost(Following replica) {
        replicas.remove(replica);
    }

    boolean isPrimary() {
        return isPrimary;
    }

    int epoch() {
        return epoch;
    }

    int connected() {
        return replicas.size();
    }

    /** Something was written that replicas see; whether it changed the data. */
    void replicate(boolean isChange) {
        offset++;
        if (!replicas.isEmpty()) {
            if (isChange || frozen == null) {
                frozen = data.copy();
            }
            replicas.forEach(each -> each.write(offset, frozen));
        }
    }

    /** Calls itself a primary from now on. */
    void promote(int newEpoch) {
        following.leave();
        following = null;
        isPrimary = true;
        epoch = newEpoch;
        offset += 1_000_000;
        frozen = null;
        id = new ServerId(id.runId(), String.format("%08x", 0xbeef00 + newEpoch));
    }

    /** Follows a primary, and takes its data, after a while. */
    void follow(ModelRedis primary) {
        if (following != null) {
            following.leave();
        }
        isPrimary = false;
        replicas.clear();
        waits.end();
        Following next = new Following(world, weather, primary, this);
        following = next;
        world.after(weather.net() + weather.net(), () -> {
            if (following == next && primary.isPrimary) {
                data = primary.data.copy();
                id = new ServerId(id.runId(), primary.id.replicationId());
                epoch = primary.epoch;
                push(null);
                primary.replicas.add(next);
            }
        });
    }

    private void endRound() {
        if (!changed.isEmpty()) {
            List<String> keys = List.copyOf(changed);
            changed.clear();
            push(keys);
        }
        isRoundOn = false;
        if (!arrived.isEmpty()) {
            startRound();
        }
    }

    private void push(Collection<String> keys) {
        List.copyOf(trackers).forEach(tracker -> tracker.push(keys));
    }

    /** Entries were deleted, and their keys told. */
    void tellDeleted(List<byte[][]> pairs) {
        List.copyOf(sessions).forEach(session -> session.deleted(pairs));
        replicate(false);
    }

    /** A command changed a key that is tracked. */
    void touch(String key) {
        changed.add(key);
        written();
    }

    void announce(Heard heard) {
        List.copyOf(sessions).forEach(session -> session.announce(heard));
        replicate(false);
        written();
    }

    void acknowledge(String inbox, String id, long first, long last) {
        List.copyOf(sessions).forEach(session -> session.acknowledge(inbox, id, first, last));
        replicate(false);
    }

    private void written() {
        Runnable task = onWrite;
        onWrite = null;
        if (task != null) {
            task.run();
        }
    }

    /** Has something happen while the next write is executed. */
    void onNextWrite(Runnable task) {
        onWrite = task;
    }

    void opened(ModelLink.Session session, boolean isTracked) {
        sessions.add(session);
        if (isTracked) {
            trackers.add(session);
        }
    }

    void closed(ModelLink.Session session) {
        sessions.remove(session);
        trackers.remove(session);
    }

    /** A script runs, right behind the command that is being executed. */
    void script(long nanos) {
        world.note("redis: a script runs for ", nanos / Weather.MILLIS, " ms");
        busyUntil = world.now() + nanos;
    }

    void stop(long nanos) {
        stoppedUntil = world.now() + nanos;
    }

    void flush() {
        data = new Data();
        push(null);
    }

    /** A primary that was replaced, and still answers those that are connected. */
    private final class Replaced {
        private final int life;
        private final ServerId id;
        private final Data data;

        Replaced(int life, ServerId id, Data data) {
            this.life = life;
            this.id = id;
            this.data = data;
        }

        Object execute(Command command) {
            Data present = ModelRedis.this.data;
            ServerId presentId = ModelRedis.this.id;
            List<ModelLink.Session> all = List.copyOf(sessions);
            ModelRedis.this.data = data;
            ModelRedis.this.id = id;
            sessions.clear();
            try {
                servers.execute(ModelRedis.this, null);
                return command.work.get();
            } finally {
                ModelRedis.this.data = present;
                ModelRedis.this.id = presentId;
                sessions.addAll(all);
            }
        }
    }

    /** Another server takes over with all the data; some that are connected go on with the old one, till {@link #settled}, and then something happens. */
    void failOver(Predicate<ModelLink.Session> goesOn, Runnable then) {
        onSettled = then;
        List<ModelLink.Session> others = sessions.stream().filter(goesOn.negate()).toList();
        if (!changed.isEmpty()) {
            push(List.copyOf(changed));
            changed.clear();
        }
        replaced = new Replaced(life, id, data);
        data = data.copy();
        life++;
        id = idOf(life);
        isRoundOn = false;
        arrived.forEach(command -> command.cut.run());
        arrived.clear();
        others.forEach(ModelLink.Session::cut);
        trackers.clear();
        behind = List.copyOf(sessions);
    }

    /** A founding is over: what the guarantee covers does not last longer for a primary that was replaced. */
    void settled() {
        if (replaced != null) {
            replaced = null;
            // Whoever was connected to it hears of that, or of nothing any more.
            behind.forEach(world.perMille(500) ? ModelLink.Session::cut : ModelLink.Session::fallSilent);
            onSettled.run();
        }
    }

    /** Dies, and comes back with some data. */
    void restart(Data with, long downNanos, long loadingNanos) {
        life++;
        id = idOf(life);
        isUp = false;
        isRoundOn = false;
        busyUntil = 0;
        stoppedUntil = 0;
        changed.clear();
        arrived.forEach(command -> command.cut.run());
        arrived.clear();
        List.copyOf(sessions).forEach(ModelLink.Session::cut);
        world.after(downNanos, () -> {
            world.note("redis: up again as ", id());
            isUp = true;
            isLoading = true;
            data = with;
            world.after(loadingNanos, () -> isLoading = false);
        });
    }
}
