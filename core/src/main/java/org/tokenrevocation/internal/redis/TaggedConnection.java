package org.tokenrevocation.internal.redis;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tokenrevocation.internal.Ticker;
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
    private static final Pattern MODE = Pattern.compile("(?m)^redis_mode:(\\w+)");
    private static final Pattern ROLE = Pattern.compile("(?m)^role:(\\w+)");
    private static final Pattern REPLICATION_ID = Pattern.compile("(?m)^master_replid:(\\w+)");

    private Seen seen;

    /** A server as it was last asked who it is. */
    record Seen(ServerId server, long askedNanos) {}

    /** One that leads nowhere, to mark an end. */
    TaggedConnection() {}

    TaggedConnection(JedisSocketFactory socket, JedisClientConfig config) {
        super(socket, config);
    }

    /** The server as last asked. */
    ServerId server() {
        return seen.server;
    }

    /** The same, and when it was asked, by the system's ticker. */
    Seen seen() {
        return seen;
    }

    /** Takes over what another connection learnt later of the same process: no connection outlives one. */
    void learn(Seen others) {
        if (others.server.runId().equals(seen.server.runId()) && others.askedNanos - seen.askedNanos > 0) {
            seen = others;
        }
    }

    /**
     * Asks the server who it is ({@code INFO server}, {@code INFO replication}).
     *
     * @throws JedisDataException if it refuses, or is a replica: a demoted primary keeps its connections, its data and,
     *     until it has found its new primary, even its replication id
     */
    void identify() {
        long askedNanos = Ticker.SYSTEM.nanos();
        List<Object> replies = exchange(List.of(
                new CommandArguments(Protocol.Command.INFO).add("server"),
                new CommandArguments(Protocol.Command.INFO).add("replication")));
        expectServer(text(replies.get(0)));
        String replication = text(replies.get(1));
        expectPrimary(find(ROLE, replication));
        seen = new Seen(new ServerId(runId(text(replies.get(0))), replicationId(replication)), askedNanos);
    }

    /**
     * Asks the server for its role, which costs it less.
     *
     * @throws JedisDataException as {@link #identify} does
     */
    void checkRole() {
        expectPrimary((List<?>) exchange(List.of(new CommandArguments(Protocol.Command.ROLE))).get(0));
    }

    /** The same for what {@code ROLE} has answered. */
    static void expectPrimary(List<?> role) {
        expectPrimary(text(role.get(0)));
    }

    /** Neither could ever be used; what they refuse later on would read as if a right were missing. */
    private static void expectServer(String info) {
        Matcher found = MODE.matcher(info);
        String mode = found.find() ? found.group(1) : "";
        if (mode.equals("sentinel")) {
            throw new JedisDataException("a Sentinel listens there, which holds no data: name the endpoint that moves to the"
                    + " primary in revocation.redis-url, and set revocation.replicas");
        }
        if (mode.equals("cluster")) {
            throw new JedisDataException("a node of Redis Cluster listens there, which is not supported: name a Redis without"
                    + " Cluster in revocation.redis-url");
        }
    }

    private static void expectPrimary(String role) {
        if (!role.equals("master")) {
            throw new JedisDataException("the server is a replica, not a primary");
        }
    }

    /**
     * Sends all commands in one piece and reads all replies, also behind an error: were one left unread, the next
     * exchange on this connection would take it for its own, and judge one token by the entry of another.
     *
     * @throws JedisDataException the first error among the replies
     */
    List<Object> exchange(List<CommandArguments> commands) {
        return exchange(commands, null);
    }

    /** The same with one more command, whose error is an answer; null for none. */
    List<Object> exchange(List<CommandArguments> commands, CommandArguments optional) {
        commands.forEach(this::sendCommand);
        if (optional != null) {
            sendCommand(optional);
        }
        List<Object> replies = getMany(commands.size() + (optional == null ? 0 : 1));
        for (Object reply : replies.subList(0, commands.size())) {
            if (reply instanceof JedisDataException e) {
                throw e;
            }
        }
        return replies;
    }

    private static String text(Object bytes) {
        return new String((byte[]) bytes, StandardCharsets.UTF_8);
    }

    static String runId(String info) {
        return find(RUN_ID, info);
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
