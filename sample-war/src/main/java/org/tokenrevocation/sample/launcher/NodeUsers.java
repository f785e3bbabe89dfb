package org.tokenrevocation.sample.launcher;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * A user of the embedded Redis for each node, so that one node can be cut off as if it had crashed: its connections end,
 * it cannot come back, and it says goodbye to nobody. Thread-safe; each call opens a connection of its own.
 */
public final class NodeUsers {
    private static final int PATIENCE_MILLIS = 2_000;

    private final URI redis;
    private final String password = UUID.randomUUID().toString();

    /** @param redisUrl {@code redis://host:port} of a Redis whose default user may do everything */
    NodeUsers(String redisUrl) {
        this.redis = URI.create(redisUrl);
    }

    /**
     * Makes the user.
     *
     * @param node the node's name
     * @return the URL that the node is to use
     * @throws IOException if Redis does not answer or refuses
     */
    public String add(String node) throws IOException {
        call("ACL SETUSER " + node + " on >" + password + " ~* &* +@all");
        return "redis://" + node + ":" + password + "@" + redis.getAuthority();
    }

    /**
     * Ends all connections of the node and lets no new one in.
     *
     * @param node the node's name
     * @throws IOException if Redis does not answer or refuses
     */
    public void cut(String node) throws IOException {
        call("ACL SETUSER " + node + " off", "CLIENT KILL USER " + node);
    }

    /**
     * Lets the node in again.
     *
     * @param node the node's name
     * @throws IOException if Redis does not answer or refuses
     */
    public void letIn(String node) throws IOException {
        call("ACL SETUSER " + node + " on");
    }

    private void call(String... commands) throws IOException {
        try (Socket socket = new Socket(redis.getHost(), redis.getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write((String.join("\r\n", commands) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            BufferedReader replies =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            for (int i = 0; i < commands.length; i++) {
                String reply = replies.readLine();
                if (reply == null || reply.startsWith("-")) {
                    throw new IOException("Embedded Redis refused to change the user of a node: " + reply);
                }
            }
        }
    }
}
