package org.tokenrevocation.internal.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.tokenrevocation.internal.Threads;
import org.tokenrevocation.internal.Ticker;
import org.tokenrevocation.internal.feed.BeatReply;
import org.tokenrevocation.internal.feed.BeatRequest;
import org.tokenrevocation.internal.feed.Feed;
import org.tokenrevocation.internal.feed.FeedLink;
import org.tokenrevocation.internal.feed.Heard;
import org.tokenrevocation.internal.feed.Member;
import org.tokenrevocation.internal.lease.ServerId;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The feed over Jedis: one connection and one reading thread per generation. A beat is a transaction ({@code MULTI ROLE
 * TIME GET HGET INFO XRANGE EXEC}) sent in one piece, with a fence between a write and a wait ({@link FenceCommands}); whoever sends it does not wait, the reading thread reports. Thread-safe.
 */
public final class JedisFeedLink implements FeedLink, AutoCloseable {
    /** How many time-outs an aborted connection may still take: to connect, and for TLS to shake hands. */
    private static final int CLOSE_TIMEOUTS = 4;

    private final ConnectionFactory factory;
    private final FeedKeys keys;
    private final ThreadFactory threads;
    private final Set<Thread> readers = ConcurrentHashMap.newKeySet();
    private final long closeNanos;
    private volatile Feed feed;
    private volatile Session session;
    /** Of the last beat, since the next one mostly asks for the same. */
    private volatile Usual lastUsual;

    private record Usual(BeatRequest request, long waitMillis, List<CommandArguments> commands) {
        boolean isFor(BeatRequest other, long otherMillis) {
            return request.member() == other.member() && Objects.equals(request.cursor(), other.cursor())
                    && request.isIdentityAsked() == other.isIdentityAsked() && request.acks() == other.acks()
                    && waitMillis == otherMillis;
        }
    }

    /** What is lost here does no harm, or is done again. */
    private static final Consumer<Object> IGNORED = last -> { };

    private record Pending(int replies, Consumer<List<Object>> onReplies) {}

    /** Connects nowhere yet. */
    public JedisFeedLink(String name, RedisAddress address, Duration timeout, FeedKeys keys) {
        this.factory = new ConnectionFactory(address, timeout);
        this.keys = keys;
        this.threads = Threads.named(name, "redis-feed");
        this.closeNanos = CLOSE_TIMEOUTS * timeout.toNanos();
    }

    /** Names the feed to report to; once, before it starts. */
    public void reportTo(Feed reported) {
        this.feed = reported;
    }

    @Override
    public void connect(long generation) {
        Session next = new Session(generation);
        session = next;
        Thread thread = threads.newThread(next::run);
        readers.add(thread);
        thread.start();
    }

    @Override
    public void beat(long generation, BeatRequest request, long waitNanos) {
        Session present = session;
        if (present == null || present.generation != generation) {
            return;
        }
        present.sendAll(commands(request, TimeUnit.NANOSECONDS.toMillis(waitNanos)), replies -> {
            BeatReply reply;
            try {
                reply = BeatCommands.read(replies, request);
            } catch (JedisDataException e) {
                feed.refused(generation, ErrorText.of(e));
                return;
            }
            feed.replied(generation, reply);
        });
    }

    private List<CommandArguments> commands(BeatRequest request, long waitMillis) {
        Usual usual = lastUsual;
        if (usual == null || !usual.isFor(request, waitMillis)) {
            usual = new Usual(request, waitMillis, BeatCommands.of(keys, request, waitMillis));
            lastUsual = usual;
        }
        return usual.commands;
    }

    @Override
    public void found(long generation, String expected, String proposal, long windowMillis) {
        send(generation, List.of(FleetScript.found(keys.fleet(), expected, proposal, windowMillis)), last -> {
            if (last instanceof JedisDataException e) {
                feed.lost(generation, "founding was refused: " + ErrorText.of(e));
            } else {
                feed.proposed(generation);
            }
        });
    }

    @Override
    public void register(long generation, Member member, String since, String instance) {
        send(generation, List.of(RegistryCommands.register(keys, member, since, instance)), last -> {
            if (last instanceof JedisDataException e) {
                feed.membership().refused(generation, member, ErrorText.of(e));
            } else {
                feed.membership().registered(generation, member);
            }
        });
    }

    @Override
    public void refresh(long generation, Member member, String instance) {
        send(generation, List.of(RegistryCommands.refresh(keys, member, instance)), IGNORED);
    }

    @Override
    public void mark(long generation, String epoch, Collection<String> ids) {
        send(generation, List.of(RegistryCommands.mark(keys, epoch, ids)), last -> {
            if (!(last instanceof JedisDataException)) {
                feed.membership().marked(generation, epoch, ids);
            }
        });
    }

    @Override
    public void sweep(long generation, String epoch, Collection<String> ids) {
        send(generation, List.of(RegistryCommands.sweep(keys, epoch, ids)), IGNORED);
    }

    @Override
    public void acknowledge(long generation, String inbox, String id, long first, long last) {
        send(generation, List.of(RegistryCommands.acknowledge(keys, inbox, id, first, last)), IGNORED);
    }

    @Override
    public void leave(long generation, Member member, Runnable left) {
        Session present = session;
        if (present == null || present.generation != generation) {
            left.run();
        } else {
            present.send(List.of(RegistryCommands.leave(keys, member)), last -> left.run());
        }
    }

    private void message(long generation, String channel, byte[] message) {
        if (channel.equals(keys.deletions())) {
            feed.membership().deleted(generation, DeletionText.read(message));
            return;
        }
        if (!channel.equals(keys.channel())) {
            AcknowledgementText.read(message,
                    (id, first, last) -> feed.membership().acknowledged(generation, id, first, last));
            return;
        }
        Heard heard = Announcement.read(message);
        if (heard != null) {
            feed.membership().announced(generation, heard);
        }
    }

    @Override
    public void disconnect(long generation) {
        Session present = session;
        if (present != null && present.generation == generation) {
            session = null;
            present.end();
        }
    }

    /** Waits for the reading threads to end, those of earlier generations too; the feed is closed before. */
    @Override
    public void close() {
        long deadline = Ticker.SYSTEM.nanos() + closeNanos;
        try {
            for (Thread each : readers) {
                each.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - Ticker.SYSTEM.nanos())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(long generation, List<CommandArguments> commands, Consumer<Object> onLast) {
        Session present = session;
        if (present != null && present.generation == generation) {
            present.send(commands, onLast);
        }
    }

    /** One connection's life. */
    private final class Session {
        private final long generation;
        private final SingleUseSocket socket = factory.socket();
        private final ConcurrentLinkedQueue<Pending> pending = new ConcurrentLinkedQueue<>();
        private volatile FeedConnection connection;
        private volatile boolean isEnded;

        Session(long generation) {
            this.generation = generation;
        }

        void run() {
            try {
                connection = factory.openFeed(socket);
                boolean hasPushes = hasPushes();
                connection.setSoTimeout(0);
                ServerId server = connection.server();
                feed.connected(generation, server, hasPushes);
                while (!isEnded) {
                    report(connection.read());
                }
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
                // Not only Jedis' own: a reply of an unexpected shape, nested without end or of an impossible length,
                // must end this connection, not the feed.
                feed.lost(generation, ErrorText.of(e));
            } finally {
                end();
                readers.remove(Thread.currentThread());
            }
        }

        private boolean hasPushes() {
            Pushes pushes = new Pushes(connection, keys);
            boolean isHeard = pushes.subscribe(feed.membership().acknowledgements().inbox(),
                    (channel, message) -> message(generation, channel, message));
            feed.membership().heard(isHeard);
            return keys.tracked() == null ? isHeard : pushes.track(changed -> feed.pushed(generation, changed));
        }

        /** Hands over the last reply, or the first error: that says which command was refused, EXEC only that one was. */
        void send(List<CommandArguments> commands, Consumer<Object> onLast) {
            sendAll(commands, replies -> onLast.accept(replies.stream()
                    .filter(JedisDataException.class::isInstance).findFirst().orElse(replies.get(replies.size() - 1))));
        }

        void sendAll(List<CommandArguments> commands, Consumer<List<Object>> onReplies) {
            try {
                pending.add(new Pending(commands.size(), onReplies));
                connection.send(commands);
            } catch (JedisException e) {
                end();
            }
        }

        private void report(Object first) {
            Pending group = pending.poll();
            if (group == null) {
                throw new JedisException("Redis sent a reply that nobody asked for");
            }
            List<Object> replies = new ArrayList<>(group.replies);
            replies.add(first);
            while (replies.size() < group.replies) {
                replies.add(connection.read());
            }
            group.onReplies.accept(replies);
        }

        void end() {
            isEnded = true;
            socket.abort();
            FeedConnection open = connection;
            if (open != null) {
                Quietly.disconnect(open);
            }
        }
    }
}
