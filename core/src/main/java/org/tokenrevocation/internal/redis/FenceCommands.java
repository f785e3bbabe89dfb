package org.tokenrevocation.internal.redis;

import java.util.List;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * How replicas are made to acknowledge: {@code PUBLISH} on a channel that nobody hears, which is replicated, costs no byte
 * of the AOF and is taken when memory is full; and {@code WAIT} behind it. Without a write of the same connection before it
 * {@code WAIT} answers with what was acknowledged long ago, and inside {@code MULTI} it waits for nothing.
 */
final class FenceCommands {
    private FenceCommands() {}

    /** The write. */
    static CommandArguments write(FeedKeys keys) {
        return new CommandArguments(Protocol.Command.PUBLISH).add(keys.fence()).add("");
    }

    /** The wait; Redis ends it up to 100 ms late. */
    static CommandArguments await(int acks, long millis) {
        return new CommandArguments(Protocol.Command.WAIT).add(acks).add(Math.max(1, millis));
    }

    /**
     * Has replicas acknowledge all that a connection has written, and hear or see what goes along.
     *
     * @param write a replicated write
     * @return how many have; 0 if none is asked to
     * @throws JedisDataException if Redis refuses
     */
    static int acknowledged(TaggedConnection connection, CommandArguments write, int acks, long timeoutNanos) {
        List<Object> replies = connection.exchange(acks == 0
                ? List.of(write)
                : List.of(write, await(acks, TimeUnit.NANOSECONDS.toMillis(timeoutNanos / 2))));
        return acks == 0 ? 0 : number(replies.get(1));
    }

    /** What {@code WAIT} answered. */
    static int number(Object reply) {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(0, (Long) reply));
    }
}
