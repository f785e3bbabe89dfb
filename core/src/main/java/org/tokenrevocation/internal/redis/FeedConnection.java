package org.tokenrevocation.internal.redis;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.JedisSocketFactory;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * A RESP3 connection on which one thread sits in {@link #read} while others send. Pushes are handed to a consumer by
 * the reading thread, in the order in which they stand between the replies.
 */
final class FeedConnection extends TaggedConnection {
    private static final byte[] INVALIDATE = "invalidate".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.US_ASCII);

    private final ReentrantLock sending = new ReentrantLock();
    private final Map<ByteBuffer, Consumer<List<Object>>> consumers = new HashMap<>();

    FeedConnection(JedisSocketFactory socket, JedisClientConfig config) {
        super(socket, config);
    }

    /** Jedis' own consumer would hand out what is published as if it were a reply. Called by the super class' constructor. */
    @Override
    protected void initPushConsumers(JedisClientConfig config) {
        // Ours come later.
    }

    /** Hands over the keys of every invalidation; null for all keys. */
    void onInvalidation(Consumer<Collection<byte[]>> consumer) {
        onPush(INVALIDATE, content -> consumer.accept(keys(content)));
    }

    /** Hands over what is published on the channels that were subscribed to: channel and message. */
    void onMessage(BiConsumer<String, byte[]> consumer) {
        onPush(MESSAGE, content -> consumer.accept(
                new String((byte[]) content.get(content.size() - 2), StandardCharsets.UTF_8),
                (byte[]) content.get(content.size() - 1)));
    }

    /** One consumer for all: what one drops, another would not see. */
    private void onPush(byte[] type, Consumer<List<Object>> consumer) {
        if (consumers.isEmpty()) {
            addPushConsumer(context -> {
                Consumer<List<Object>> known = consumers.get(ByteBuffer.wrap(context.getMessage().getType()));
                if (known != null) {
                    known.accept(context.getMessage().getContent());
                }
                context.drop();
                return context;
            });
        }
        consumers.put(ByteBuffer.wrap(type), consumer);
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
     * Subscribes to channels. Success is a push and no reply, so a command that was allowed before goes along with it.
     *
     * @throws JedisDataException if the server, its ACL or a proxy refuses
     */
    void subscribe(List<String> channels) {
        CommandArguments subscribe = new CommandArguments(Protocol.Command.SUBSCRIBE);
        channels.forEach(subscribe::add);
        send(List.of(
                subscribe,
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
