package org.tokenrevocation.internal.simulation;

import java.util.ArrayList;
import java.util.List;

/** A server's clients that are blocked in {@code WAIT}. */
final class Waits {
    private record Blocked(ModelRedis.Command command, ModelRedis.Waiting waiting, long offset) {}

    private final World world;
    private final List<Following> replicas;
    private final List<Blocked> blocked = new ArrayList<>();

    Waits(World world, List<Following> replicas) {
        this.world = world;
        this.replicas = replicas;
    }

    /** Hands over what a command returned, once enough replicas have acknowledged what was written before, or its time is up. */
    void answer(ModelRedis.Command command, Object answer, long offset) {
        if (!(answer instanceof ModelRedis.Waiting waiting)) {
            command.reply().accept(answer);
        } else if (count(offset) >= waiting.acks()) {
            command.reply().accept(waiting.answer().apply(count(offset)));
        } else {
            Blocked each = new Blocked(command, waiting, offset);
            blocked.add(each);
            block(command, true);
            world.after(waiting.timeoutNanos(), () -> unblock(each, waiting.answer().apply(count(offset))));
        }
    }

    private int count(long offset) {
        return (int) replicas.stream().filter(each -> each.hasAcknowledged(offset)).count();
    }

    private static void block(ModelRedis.Command command, boolean isOn) {
        if (command.session() != null) {
            command.session().block(isOn);
        }
    }

    private void unblock(Blocked each, Object answer) {
        if (blocked.remove(each)) {
            each.command.reply().accept(answer);
            block(each.command, false);
        }
    }

    void acknowledged() {
        for (Blocked each : List.copyOf(blocked)) {
            if (count(each.offset) >= each.waiting.acks()) {
                unblock(each, each.waiting.answer().apply(count(each.offset)));
            }
        }
    }

    /** The server is no primary any more. */
    void end() {
        List.copyOf(blocked).forEach(each ->
                unblock(each, new ModelRedis.ErrorReply("UNBLOCKED force unblock from blocking operation")));
    }
}
