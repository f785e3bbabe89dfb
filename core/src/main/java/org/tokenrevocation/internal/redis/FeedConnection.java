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
import redis.clients.jedis.PushConsumerChain;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.util.RedisInputStream;

/**
 * A RESP3 connection on which one thread sits in {@link #read} while others send. Pushes are handed to a consumer by
 * the reading thread, in the order in which they stand between the replies.
 */
final class FeedConnection extends TaggedConnection {
    private static final byte[] INVALIDATE = "invalidate".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.US_ASCII);

    private final ReentrantLock sending = new ReentrantLock();
    private Consumer<Collection<byte[]>> invalidated;
    private Consumer<byte[]> published;

    FeedConnection(JedisSocketFactory socket, JedisClientConfig config) {
        super(socket, config);
    }

    /** Jedis' own consumer would hand out what is published as if it were a reply. Called by the super class' constructor. */
    @Override
    protected void initPushConsumers(JedisClientConfig config) {
        // Ours come later.
    }

    /** Hands over the keys of every invalidation; null for all keys, also where they were too many to be read. */
    void onInvalidation(Consumer<Collection<byte[]>> consumer) {
        invalidated = consumer;
    }

    /** Hands over what is published on the channels that were subscribed to, unless it is too long to be read. */
    void onMessage(Consumer<byte[]> consumer) {
        published = consumer;
    }

    /** Also called by the super class' constructor, when there are no consumers yet. */
    @Override
    protected Object protocolRead(RedisInputStream in, PushConsumerChain none) {
        while (in.peek(Push.MARK)) {
            in.readByte();
            take(Push.read(in));
        }
        return super.protocolRead(in, none);
    }

    private void take(Push push) {
        Consumer<Collection<byte[]>> toForget = invalidated;
        Consumer<byte[]> toHear = published;
        if (toForget != null && (!push.isWhole() || Arrays.equals(INVALIDATE, push.kind()))) {
            toForget.accept(keys(push.content()));
        } else if (toHear != null && Arrays.equals(MESSAGE, push.kind())
                && push.content().get(push.content().size() - 1) instanceof byte[] message) {
            toHear.accept(message);
        }
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

    /**
     * Subscribes to a channel. Success is a push and no reply, so a command that was allowed before goes along with it.
     *
     * @throws JedisDataException if the server, its ACL or a proxy refuses
     */
    void subscribe(String channel) {
        send(List.of(
                new CommandArguments(Protocol.Command.SUBSCRIBE).add(channel),
                new CommandArguments(Protocol.Command.INFO).add("server")));
        if (read() instanceof JedisDataException refusal) {
            read();
            throw refusal;
        }
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

    /** The next reply, or the error that stands for it; pushes before it have been consumed. */
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
