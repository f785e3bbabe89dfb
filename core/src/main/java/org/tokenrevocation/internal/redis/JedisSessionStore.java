package org.tokenrevocation.internal.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.tokenrevocation.internal.Refusal;
import org.tokenrevocation.internal.feed.Round;
import org.tokenrevocation.internal.lease.Fence;
import org.tokenrevocation.internal.lease.ServerId;
import org.tokenrevocation.internal.sessions.KeyPatterns;
import org.tokenrevocation.internal.sessions.SessionStore;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * Session entries over Jedis. The keys are the host's, of whatever Redis type; two commands touch them:
 *
 * <ul>
 *   <li>{@code PTTL}: tells existence and remaining life at once, for every type, and reads no value
 *   <li>{@code DEL}: deletes every type, tolerates what is missing, takes a token's keys in one command
 * </ul>
 *
 * <p>Behind them, on the same connection, {@code GET} of the fleet record: it proves to which incarnation of the data
 * the answer belongs. It is read last: a record that was right before the entry was read proves nothing about it. Behind a
 * deletion come besides {@code HGETALL} of the registry, and {@code PUBLISH} of the announcement, in this order; with a fence
 * then {@code PUBLISH} of the keys that were there, and {@code WAIT}.
 *
 * <p>The least rights of an ACL user for these, for the feed ({@link JedisFeedLink}) and for telling servers apart
 * ({@code INFO}); the login itself is free: {@code ACL SETUSER guard on >password resetkeys ~session:access:*
 * ~session:refresh:* ~token-revocation:fleet:* ~token-revocation:feed:* resetchannels &token-revocation:fleet:* -@all +pttl
 * +del +get +set +info +role +time +multi +exec +eval +client|tracking +hget +hset +hdel +hgetall +pexpire +subscribe
 * +publish}; {@code +select} too where {@code redis-url} names another database than 0, {@code +wait} with {@code replicas}.
 * The fleet record always lies under {@code token-revocation:fleet:}, the feed's probe under the namespace.
 *
 * <p>Without {@code +client|tracking}, {@code +hget}, {@code +hset}, {@code +pexpire} or the keys {@code <namespace>:feed:*}
 * every request asks Redis. Without {@code +subscribe}, {@code +publish} or the channels revocations wait 1.2 × {@code
 * effect-bound}; without {@code +hgetall} there are none. Without {@code
 * +pttl} or the access keys there is no verdict, without {@code +del} or either kind of session keys no revocation, and
 * without any other right neither.
 */
public final class JedisSessionStore implements SessionStore {
    private static final String REHEARSED = ":rehearsal";

    private final RedisConnections connections;
    private final FeedKeys keys;
    private final long timeoutNanos;

    /** Connects in the background; the fence is that of the settings. */
    public JedisSessionStore(
            String name, RedisAddress address, Duration timeout, FeedKeys keys, KeyPatterns patterns, Fence fence) {
        this.keys = keys;
        this.timeoutNanos = timeout.toNanos();
        connections = new RedisConnections(
                name, new ConnectionFactory(address, timeout), timeout, rehearsal(keys, patterns, fence));
    }

    /** The keys are those of a token that nobody has; the script writes nothing where nothing is. */
    private static Rehearsal rehearsal(FeedKeys keys, KeyPatterns patterns, Fence fence) {
        String token = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        return new Rehearsal()
                .read(new CommandArguments(Protocol.Command.PTTL).key(patterns.access().key(token)))
                .beat(keys, null, fence)
                .write(FleetScript.REHEARSAL, keys.fleet() + REHEARSED)
                .write(delete(new byte[][] {patterns.access().key(token), patterns.refresh().key(token)}))
                .write(new CommandArguments(Protocol.Command.HGETALL).key(keys.nodes(token)));
    }

    @Override
    public Sight look(byte[] key, long deadlineNanos) {
        List<CommandArguments> commands = List.of(new CommandArguments(Protocol.Command.PTTL).key(key), fleet(),
                new CommandArguments(Protocol.Command.ROLE));
        return connections.call("look-up", true, deadlineNanos, connection -> {
            List<Object> replies = connection.exchange(commands);
            // A primary that was replaced may have lost what it confirmed as soon as it follows another one.
            TaggedConnection.expectPrimary((List<?>) replies.get(2));
            return new Sight(possible((Long) replies.get(0), ABSENT), text(replies.get(1)), connection.server());
        });
    }

    /** Never repeats by itself: after a cut, only the caller can say whether it still wants the answer. */
    @Override
    public Deletion delete(List<Entries> entries, Round round, Runnable sending) {
        List<CommandArguments> commands = new ArrayList<>(entries.size() + 2);
        entries.forEach(each -> commands.add(delete(each.keys())));
        commands.add(fleet());
        commands.add(new CommandArguments(Protocol.Command.HGETALL).key(keys.nodes(round.epoch())));
        CommandArguments announcement = new CommandArguments(Protocol.Command.PUBLISH).add(keys.channel())
                .add(Announcement.of(round, entries.stream().map(Entries::digest).toList()));
        return connections.call("revocation", false, connection -> {
            sending.run();
            List<Object> replies = connection.exchange(commands, announcement);
            List<Boolean> existing = new ArrayList<>(entries.size());
            for (Object reply : replies.subList(0, entries.size())) {
                existing.add(possible((Long) reply, 0) > 0);
            }
            List<byte[][]> deleted = new ArrayList<>();
            for (int i = 0; i < existing.size(); i++) {
                if (existing.get(i)) {
                    deleted.add(entries.get(i).keys());
                }
            }
            return new Deletion(existing, text(replies.get(entries.size())),
                    RegistryCommands.read(replies.get(entries.size() + 1)), replies.get(entries.size() + 2) instanceof Long,
                    acknowledged(connection, deleted, round.fence()), connection.server());
        });
    }

    /** What the other nodes remember goes along as the write that replicas acknowledge. */
    private int acknowledged(TaggedConnection connection, List<byte[][]> deleted, Fence fence) {
        return fence.isOn()
                ? FenceCommands.acknowledged(connection, new CommandArguments(Protocol.Command.PUBLISH)
                        .add(keys.deletions()).add(DeletionText.of(deleted)), fence.revokeAcks(), timeoutNanos)
                : 0;
    }

    @Override
    public ServerId repeat(List<byte[][]> pairs) {
        List<CommandArguments> commands = pairs.stream().map(JedisSessionStore::delete).toList();
        return connections.call("revocation", false, connection -> {
            connection.exchange(commands).forEach(reply -> possible((Long) reply, 0));
            return connection.server();
        });
    }

    private static CommandArguments delete(byte[][] pair) {
        return new CommandArguments(Protocol.Command.DEL).key(pair[0]).key(pair[1]);
    }

    /** A number that the command cannot answer with must not count as a live entry, nor as a confirmation. */
    private static long possible(long number, long least) {
        if (number < least) {
            throw new JedisConnectionException("a reply that is no answer to the command");
        }
        return number;
    }

    private CommandArguments fleet() {
        return new CommandArguments(Protocol.Command.GET).key(keys.fleet());
    }

    private static String text(Object reply) {
        return reply == null ? "" : new String((byte[]) reply, StandardCharsets.UTF_8);
    }

    @Override
    public String trouble() {
        return connections.log().trouble();
    }

    @Override
    public Refusal refusal() {
        return connections.log().refusal();
    }

    @Override
    public Map<String, Long> gauges() {
        return connections.gauges();
    }

    @Override
    public boolean isSettled() {
        return connections.log().isSettled();
    }

    @Override
    public void close() {
        connections.close();
    }
}
