package org.tokenrevocation.internal.redis;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.JedisSocketFactory;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * A RESP3 connection on which one thread sits in {@link #read} while others send. Invalidations are handed to a consumer
 * by the reading thread, in the order in which they stand between the replies.
 */
final class FeedConnection extends TaggedConnection {
    private static final byte[] INVALIDATE = "invalidate".getBytes(StandardCharsets.US_ASCII);

    private final ReentrantLock sending = new ReentrantLock();

    FeedConnection(JedisSocketFactory socket, JedisClientConfig config) {
        super(socket, config);
    }

    /** Hands over the keys of every invalidation; null for all keys. */
    void onInvalidation(Consumer<Collection<byte[]>> consumer) {
        addPushConsumer(context -> {
            if (Arrays.equals(context.getMessage().getType(), INVALIDATE)) {
                consumer.accept(keys(context.getMessage().getContent()));
            }
            context.drop();
            return context;
        });
    }

    /**
     * Switches tracking on for every key that begins with one of the prefixes.
     *
     * @throws JedisDataException if the server, its ACL or a proxy refuses
     */
    void track(List<String> prefixes) {
        CommandArguments tracking = new CommandArguments(Protocol.Command.CLIENT).add("TRACKING").add("ON").add("BCAST");
        prefixes.forEach(prefix -> tracking.add("PREFIX").add(prefix));
        executeCommand(tracking);
    }

    /** Sends all commands in one piece. */
    void send(List<CommandArguments> commands) {
        sending.lock();
        try {
            commands.forEach(this::sendCommand);
            flush();
        } finally {
            sending.unlock();
        }
    }

    /** The next reply, or the error that stands for it; invalidations before it have been consumed. */
    Object read() {
        try {
            return readProtocolWithCheckingBroken();
        } catch (JedisDataException e) {
            return e;
        }
    }

    @SuppressWarnings("unchecked")
    private static Collection<byte[]> keys(List<Object> content) {
        return (Collection<byte[]>) content.stream()
                .filter(Collection.class::isInstance)
                .findFirst()
                .map(Objects::requireNonNull)
                .orElse(null);
    }
}
