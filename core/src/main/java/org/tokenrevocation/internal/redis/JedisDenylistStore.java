package org.tokenrevocation.internal.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.tokenrevocation.internal.Refusal;
import org.tokenrevocation.internal.denylist.DenylistStore;
import org.tokenrevocation.internal.denylist.Revocation;
import org.tokenrevocation.internal.feed.Round;
import org.tokenrevocation.internal.lease.Fence;
import org.tokenrevocation.internal.lease.ServerId;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;

/**
 * The denylist over Jedis; {@link DenylistKeys} tells the layout.
 *
 * <ul>
 *   <li>{@code EVAL} of one script adds to set and stream together, removes some expired members, reads the registry of the
 *       nodes, and announces what was revoked on a channel ({@code PUBLISH}), so that nodes need not ask for it
 *   <li>{@code EVAL} of another tells the stream's end, and begins the stream where there is none, so that a cursor
 *       always names an entry whose presence can be proven
 *   <li>{@code ZSCAN} reads the set in pages: it returns every member that was there throughout, in any order
 * </ul>
 *
 * <p>The least rights of an ACL user for these, for what the scripts call, for the feed ({@link JedisFeedLink}) and for
 * telling servers apart: {@code ACL SETUSER guard on >password resetkeys ~token-revocation:{denylist}:* resetchannels
 * &token-revocation:{denylist}:changes:* -@all +get +set +info +role +time +multi +exec +eval +xrange +xrevrange +xadd +zadd
 * +zscore +zcard +zrem +zrangebyscore +zscan +hget +hset +hdel +hgetall +pexpire +subscribe +publish}; {@code +select} too
 * where {@code redis-url} names another database than 0, {@code +wait} with {@code replicas}.
 *
 * <p>Without {@code +subscribe}, {@code +publish} or the channel changes are polled, and revocations wait 1.2 × {@code
 * effect-bound}. Without {@code +hget}, {@code +hset} or {@code +pexpire} every verdict takes a beat. Without {@code
 * +hgetall} there is no revocation. Without {@code +hdel} the registry keeps nodes that are gone, so that revocations wait.
 * Without {@code +xadd}, {@code +zadd}, {@code +zscore}, {@code +zrem} or {@code +zrangebyscore} there is no revocation, without
 * any other right no verdict either.
 */
public final class JedisDenylistStore implements DenylistStore {
    private static final int PAGE = 5_000;
    private static final String SCAN_BEGIN = "0";
    private static final String REHEARSED = ":rehearsal";

    private final RedisConnections connections;
    private final DenylistKeys keys;
    private final FeedKeys feedKeys;
    private final long timeoutNanos;

    private record Page(String next, List<Revocation> revocations, ServerId server) {}

    /** Connects in the background; the fence is that of the settings. */
    public JedisDenylistStore(String name, RedisAddress address, Duration timeout, String namespace, Fence fence) {
        keys = DenylistKeys.of(namespace, address.database());
        feedKeys = FeedKeys.denylist(namespace, address.database());
        connections = new RedisConnections(
                name, new ConnectionFactory(address, timeout), timeout, rehearsal(feedKeys, fence));
        timeoutNanos = timeout.toNanos();
    }

    private static Rehearsal rehearsal(FeedKeys keys, Fence fence) {
        return new Rehearsal()
                .beat(keys, "0-0", fence)
                .read(new CommandArguments(Protocol.Command.ZSCAN).key(keys.set()).add(SCAN_BEGIN).add("COUNT").add(1))
                .write(DenylistScripts.REHEARSAL, keys.set() + REHEARSED);
    }

    /** Never repeats by itself: after a cut, only the caller can say whether it still wants the answer. */
    @Override
    public Addition add(List<Revocation> revocations, long maxEntries, long localMillis, Round round) {
        return add(DenylistScripts.add(keys, revocations, maxEntries, localMillis,
                feedKeys.nodes(round.epoch()), Announcement.head(round)), round.fence());
    }

    @Override
    public ServerId writeBack(List<Revocation> revocations, long localMillis) {
        return add(DenylistScripts.add(keys, revocations, Long.MAX_VALUE, localMillis, null, Announcement.NOBODYS), Fence.NONE).server();
    }

    private Addition add(CommandArguments script, Fence fence) {
        return connections.call("revocation", false, connection -> {
            connection.sendCommand(script);
            List<?> reply = (List<?>) connection.getOne();
            boolean isFull = (Long) reply.get(0) == 1;
            int acknowledged = fence.isOn() && !isFull
                    ? FenceCommands.acknowledged(connection, FenceCommands.write(feedKeys), fence.revokeAcks(), timeoutNanos)
                    : 0;
            return new Addition(isFull, text(reply.get(1)), RegistryCommands.read(reply.get(2)),
                    (Long) reply.get(3) == 1, acknowledged, connection.server());
        });
    }

    @Override
    public StreamEnd streamEnd() {
        CommandArguments end = DenylistScripts.streamEnd(keys);
        return connections.call("reading the stream", true, connection -> {
            connection.sendCommand(end);
            return new StreamEnd(text(connection.getOne()), connection.server());
        });
    }

    @Override
    public ServerId readAll(Consumer<List<Revocation>> consumer) {
        ServerId server = null;
        String at = SCAN_BEGIN;
        do {
            Page page = page(at);
            if (server != null && !server.equals(page.server)) {
                return null;
            }
            server = page.server;
            consumer.accept(page.revocations);
            at = page.next;
        } while (!at.equals(SCAN_BEGIN));
        return server;
    }

    private Page page(String at) {
        CommandArguments scan = new CommandArguments(Protocol.Command.ZSCAN)
                .key(keys.revoked()).add(at).add("COUNT").add(PAGE);
        return connections.call("reading the set", true, connection -> {
            connection.sendCommand(scan);
            List<?> reply = (List<?>) connection.getOne();
            List<?> members = (List<?>) reply.get(1);
            List<Revocation> revocations = new ArrayList<>(members.size() / 2);
            for (int i = 0; i < members.size(); i += 2) {
                revocations.add(RecordMember.read((byte[]) members.get(i), text(members.get(i + 1))));
            }
            return new Page(text(reply.get(0)), revocations, connection.server());
        });
    }

    private static String text(Object bytes) {
        return new String((byte[]) bytes, StandardCharsets.UTF_8);
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
