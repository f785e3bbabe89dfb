package org.tokenrevocation.internal.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Switches on what Redis pushes to a feed, and counts on it only when it has delivered a push that this very connection
 * provoked: announcements and acknowledgements ({@code SUBSCRIBE}; with RESP3 such a connection goes on taking commands),
 * and in sessions mode invalidations besides ({@code CLIENT TRACKING ON BCAST}). For the thread that reads the connection.
 */
final class Pushes {
    private static final long PROBE_LIFE_MILLIS = 1_000;

    private final FeedConnection connection;
    private final FeedKeys keys;
    private final AtomicBoolean isProbeSeen = new AtomicBoolean();

    Pushes(FeedConnection connection, FeedKeys keys) {
        this.connection = connection;
        this.keys = keys;
    }

    /**
     * Has invalidations delivered, null for all keys.
     *
     * @return false if the server, its ACL or a proxy refuses or holds them back
     * @throws JedisDataException if it cannot say at this moment
     */
    boolean track(Consumer<Collection<byte[]>> invalidated) {
        String probe = keys.probe() + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        List<String> prefixes = new ArrayList<>(List.of(keys.tracked()));
        // Redis refuses overlapping prefixes, and a namespace may begin as the session keys do.
        if (!probe.startsWith(keys.tracked())) {
            prefixes.add(probe);
        }
        byte[] probeKey = probe.getBytes(StandardCharsets.UTF_8);
        connection.onInvalidation(changed -> {
            if (changed != null && changed.stream().anyMatch(key -> Arrays.equals(probeKey, key))) {
                isProbeSeen.set(true);
            } else {
                invalidated.accept(changed);
            }
        });
        return isDelivered(() -> {
            connection.track(prefixes);
            connection.executeCommand(new CommandArguments(Protocol.Command.SET)
                    .key(probe).add("").add("PX").add(PROBE_LIFE_MILLIS));
            // The push leaves at the end of the round that executed SET, so before any later round's reply.
            connection.executeCommand(new CommandArguments(Protocol.Command.DEL).key(probe));
        });
    }

    /**
     * The same for messages: announcements of all nodes, and acknowledgements in an inbox of this node's own.
     *
     * @param messages hears channel and message
     */
    boolean subscribe(String inbox, BiConsumer<String, byte[]> messages) {
        isProbeSeen.set(false);
        // Of no shape that anybody reads, and in the own inbox, so that nobody else gets it.
        byte[] probe = ("probe-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()))
                .getBytes(StandardCharsets.US_ASCII);
        connection.onMessage((channel, message) -> {
            if (Arrays.equals(message, probe)) {
                isProbeSeen.set(true);
            } else {
                messages.accept(channel, message);
            }
        });
        return isDelivered(() -> {
            connection.subscribe(keys.tracked() == null
                    ? List.of(keys.channel(), keys.inbox(inbox))
                    : List.of(keys.channel(), keys.inbox(inbox), keys.deletions()));
            connection.executeCommand(
                    new CommandArguments(Protocol.Command.PUBLISH).add(keys.inbox(inbox)).add(probe));
            // Redis may reply to PUBLISH before it pushes to the same connection.
            connection.checkRole();
        });
    }

    private boolean isDelivered(Runnable provoke) {
        try {
            provoke.run();
        } catch (JedisDataException e) {
            if (ErrorText.isPassing(e)) {
                throw e;
            }
            return false;
        }
        return isProbeSeen.get();
    }
}
