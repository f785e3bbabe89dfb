package org.tokenrevocation.faults;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.tokenrevocation.testing.RedisServer;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;

/** One plain connection to a Redis, for what an operator or another application does there. Not thread-safe. */
final class Console implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final Line line;

    private static final class Line extends Connection {
        Line(int port) {
            super(new HostAndPort("127.0.0.1", port),
                    DefaultJedisClientConfig.builder().socketTimeoutMillis((int) TIMEOUT.toMillis()).build());
        }

        void post(CommandArguments command) {
            sendCommand(command);
            flush();
        }
    }

    Console(RedisServer redis) {
        line = new Line(redis.port());
    }

    /** Sends a command of strings, byte arrays and numbers, and waits for its answer. */
    Object send(Object... words) {
        return line.executeCommand(command(words));
    }

    /** Sends a command whose answer is fetched later. */
    void post(Object... words) {
        line.post(command(words));
    }

    /** The answer to what was posted. */
    Object answer() {
        return line.getOne();
    }

    /** Begins a script that runs until it is killed, and answers nothing before. */
    void keepBusy() {
        post("EVAL", "while true do end", 0);
    }

    /** Ends another connection's endless script. */
    void endScript() {
        send("SCRIPT", "KILL");
    }

    /** The text that a command answered, {@code INFO} for example. */
    String text(Object... words) {
        return new String((byte[]) send(words), StandardCharsets.UTF_8);
    }

    private static CommandArguments command(Object... words) {
        byte[] name = ((String) words[0]).getBytes(StandardCharsets.US_ASCII);
        CommandArguments command = new CommandArguments(() -> name);
        for (int i = 1; i < words.length; i++) {
            command.add(words[i]);
        }
        return command;
    }

    @Override
    public void close() {
        line.close();
    }
}
