package org.tokenrevocation.internal.redis;

import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tokenrevocation.internal.Refusal;
import org.tokenrevocation.internal.feed.BeatRequest;
import org.tokenrevocation.internal.lease.Fence;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The commands that a store and its feed need, each in a form that changes nothing: run when the first connection is
 * there, and while a call was refused, so that the log and the health name what is switched off before a user finds out,
 * and say when it is over though nobody asks. Immutable.
 */
final class Rehearsal {
    /** Redis names the line of a script, not the command in it. */
    private static final Pattern SCRIPT_LINE = Pattern.compile("user_script:\\s*(\\d+)");
    private static final Pattern CALL = Pattern.compile("redis\\.call\\('(\\w+)'");

    private static final String FULL = "OOM";
    private static final Refusal SILENCE = new Refusal("Redis answers what only reads, and no write (CLIENT PAUSE WRITE, or"
            + " a failover that has begun)", true);

    private final List<Step> steps = new ArrayList<>();

    /** One command; the script is null if it is none. */
    private record Step(CommandArguments command, String script, boolean isWrite) {
        String name(String refusal) {
            String name = command.getCommand().toString();
            Matcher line = SCRIPT_LINE.matcher(refusal);
            if (script == null || !line.find()) {
                return name;
            }
            Matcher call = CALL.matcher(script.lines().skip(Long.parseLong(line.group(1)) - 1).findFirst().orElse(""));
            return call.find() ? call.group(1) + " (in EVAL)" : name;
        }
    }

    /** Without it tokens cannot be judged. */
    Rehearsal read(CommandArguments command) {
        steps.add(new Step(command, null, false));
        return this;
    }

    /** The same for a transaction, {@code MULTI} and {@code EXEC} included. */
    Rehearsal read(List<CommandArguments> transaction) {
        transaction.forEach(this::read);
        return this;
    }

    /** A whole beat, with what a fence adds to it. */
    Rehearsal beat(FeedKeys keys, String cursor, Fence fence) {
        BeatRequest request = new BeatRequest(true, cursor, null, fence.isOn() ? 0 : BeatRequest.NO_WRITE);
        read(BeatCommands.of(keys, request, 0));
        return fence.isOn() ? read(FenceCommands.await(0, 0)) : this;
    }

    /** Without it nothing can be revoked, or founded. */
    Rehearsal write(CommandArguments command) {
        steps.add(new Step(command, null, true));
        return this;
    }

    /** The same for a script of one key, each of its lines calling one command at the most. */
    Rehearsal write(String script, String key) {
        steps.add(new Step(
                new CommandArguments(Protocol.Command.EVAL).add(script).add(1).key(key), script, true));
        return this;
    }

    /**
     * Runs all.
     *
     * @return what is refused, or not answered though Redis answers what only reads; null for nothing
     * @throws JedisException if Redis can answer nothing at this moment
     */
    Refusal run(TaggedConnection connection) {
        connection.checkRole();
        steps.forEach(step -> connection.sendCommand(step.command));
        List<Object> replies;
        try {
            replies = connection.getMany(steps.size());
        } catch (JedisConnectionException e) {
            if (e.getCause() instanceof SocketTimeoutException) {
                return SILENCE;
            }
            throw e;
        }
        return refusal(replies);
    }

    private Refusal refusal(List<Object> replies) {
        Set<String> names = new LinkedHashSet<>();
        String reason = null;
        boolean isOfWritesOnly = true;
        for (int i = 0; i < steps.size(); i++) {
            if (replies.get(i) instanceof JedisDataException refusal && !isConsequence(refusal, reason)) {
                if (ErrorText.isPassing(refusal)) {
                    throw refusal;
                }
                names.add(steps.get(i).name(refusal.getMessage()));
                reason = reason == null ? ErrorText.of(refusal) : reason;
                isOfWritesOnly &= steps.get(i).isWrite;
            }
        }
        return reason == null
                ? null
                : new Refusal("Redis refuses " + String.join(", ", names) + ": " + reason + remedy(reason), isOfWritesOnly);
    }

    /** A full Redis takes no transaction, whatever is in it; the beats by which a node proves that it is current are some. */
    private static String remedy(String reason) {
        return reason.startsWith(FULL) ? "; Redis is full and takes no transaction, so no node can prove that it knows all"
                + " revocations; raise its maxmemory, or delete other data" : "";
    }

    /** {@code EXEC} fails because of what was refused before it. */
    private static boolean isConsequence(JedisDataException refusal, String reasonBefore) {
        String text = String.valueOf(refusal.getMessage());
        return reasonBefore != null && (text.startsWith("EXECABORT") || text.contains("EXEC without MULTI"));
    }
}
