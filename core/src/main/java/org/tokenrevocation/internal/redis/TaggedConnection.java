package org.tokenrevocation.internal.redis;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tokenrevocation.internal.lease.ServerId;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.JedisSocketFactory;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisDataException;

/** A connection that knows which server, in which life, it leads to. For one thread at a time. */
class TaggedConnection extends Connection {
    private static final Pattern RUN_ID = Pattern.compile("(?m)^run_id:(\\w+)");
    private static final Pattern REPLICATION_ID = Pattern.compile("(?m)^master_replid:(\\w+)");

    private ServerId server;

    /** One that leads nowhere, to mark an end. */
    TaggedConnection() {}

    TaggedConnection(JedisSocketFactory socket, JedisClientConfig config) {
        super(socket, config);
    }

    /** The server as last asked. */
    ServerId server() {
        return server;
    }

    /** Asks the server who it is ({@code INFO server}, {@code INFO replication}). */
    ServerId identify() {
        sendCommand(new CommandArguments(Protocol.Command.INFO).add("server"));
        sendCommand(new CommandArguments(Protocol.Command.INFO).add("replication"));
        List<Object> replies = replies(2);
        server = new ServerId(find(RUN_ID, text(replies.get(0))), replicationId(text(replies.get(1))));
        return server;
    }

    /**
     * The replies to so many commands. Also behind an error all of them are read: one that stayed would be taken for the
     * answer to the next question, which may be about another token.
     *
     * @throws JedisDataException the first error among them
     */
    List<Object> replies(int count) {
        List<Object> replies = getMany(count);
        for (Object reply : replies) {
            if (reply instanceof JedisDataException e) {
                throw e;
            }
        }
        return replies;
    }

    private static String text(Object bytes) {
        return new String((byte[]) bytes, StandardCharsets.UTF_8);
    }

    static String replicationId(String info) {
        return find(REPLICATION_ID, info);
    }

    private static String find(Pattern pattern, String info) {
        Matcher matcher = pattern.matcher(info);
        if (!matcher.find()) {
            throw new JedisDataException("INFO shows no " + pattern.pattern());
        }
        return matcher.group(1);
    }
}
