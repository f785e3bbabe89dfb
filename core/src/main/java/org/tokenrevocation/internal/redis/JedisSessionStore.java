package org.tokenrevocation.internal.redis;

import java.time.Duration;
import java.util.List;
import org.tokenrevocation.internal.sessions.SessionStore;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;

/**
 * Session entries over Jedis. The keys are the host's, of whatever Redis type; two commands touch them:
 *
 * <ul>
 *   <li>{@code PTTL}: tells existence and remaining life at once, for every type, and reads no value
 *   <li>{@code DEL}: deletes every type, tolerates what is missing, takes all keys in one round trip
 * </ul>
 *
 * <p>The least rights of an ACL user, next to what every connection does to stay known as alive ({@code PING}; the login
 * itself, {@code HELLO} with {@code AUTH}, is free): {@code +pttl +del +ping}, on the keys of both patterns, for example
 * {@code ACL SETUSER guard on >password resetkeys ~session:access:* ~session:refresh:* resetchannels -@all +pttl +del
 * +ping}; {@code +select} too where {@code redis-url} names another database than 0.
 */
public final class JedisSessionStore implements SessionStore {
    private final RedisConnections connections;

    /** Connects in the background. */
    public JedisSessionStore(String name, RedisAddress address, Duration timeout) {
        connections = new RedisConnections(name, new ConnectionFactory(address, timeout), timeout);
    }

    @Override
    public long remainingMillis(byte[] key) {
        CommandArguments pttl = new CommandArguments(Protocol.Command.PTTL).key(key);
        return connections.call("look-up", true, connection -> {
            connection.sendCommand(pttl);
            return connection.getIntegerReply();
        });
    }

    /** Never repeats by itself: after a cut, only the caller can say whether it still wants the answer. */
    @Override
    public void delete(List<byte[]> keys) {
        CommandArguments del = new CommandArguments(Protocol.Command.DEL);
        keys.forEach(del::key);
        connections.call("revocation", false, connection -> {
            connection.sendCommand(del);
            return connection.getIntegerReply();
        });
    }

    @Override
    public String trouble() {
        return connections.trouble();
    }

    @Override
    public boolean isSettled() {
        return connections.isSettled();
    }

    @Override
    public void close() {
        connections.close();
    }
}
