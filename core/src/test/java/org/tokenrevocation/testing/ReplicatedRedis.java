package org.tokenrevocation.testing;

import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;

/** A real primary and its replicas on loopback, for tests to fail over by hand. Server 0 begins as the primary. Not thread-safe. */
public final class ReplicatedRedis implements AutoCloseable {
    private final List<RedisServer> servers = new ArrayList<>();

    private ReplicatedRedis() {}

    /** Starts them and waits until all replicas follow. */
    public static ReplicatedRedis launch(int replicas) {
        ReplicatedRedis all = new ReplicatedRedis();
        all.servers.add(RedisServer.launch("--repl-diskless-sync-delay", "0"));
        for (int i = 0; i < replicas; i++) {
            all.servers.add(RedisServer.launch("--repl-diskless-sync-delay", "0",
                    "--replicaof", "127.0.0.1 " + all.servers.get(0).port()));
        }
        all.awaitReplicas(0, replicas);
        return all;
    }

    /** One of them. */
    public RedisServer server(int number) {
        return servers.get(number);
    }

    /** Has one call itself a primary; the others hear nothing of it. */
    public void promote(int number) {
        command(number, Protocol.Command.REPLICAOF, "NO", "ONE");
    }

    /** Has one follow another, and drop its own data for that one's. */
    public void follow(int number, int primary) {
        followPort(number, servers.get(primary).port());
    }

    /** The same by way of a proxy. */
    public void followPort(int number, int port) {
        command(number, Protocol.Command.REPLICAOF, "127.0.0.1", String.valueOf(port));
    }

    /** Waits until so many replicas follow one. */
    public void awaitReplicas(int number, int replicas) {
        try (RedisClient client = servers.get(number).client()) {
            Await.until(replicas + " replicas follow server " + number, () -> client.info("replication").lines()
                    .filter(line -> line.matches("slave\\d+:.*state=online.*")).count() == replicas);
        }
    }

    private void command(int number, Protocol.Command command, String... words) {
        CommandArguments arguments = new CommandArguments(command);
        for (String word : words) {
            arguments.add(word);
        }
        try (RedisClient client = servers.get(number).client()) {
            client.executeCommand(new CommandObject<>(arguments, BuilderFactory.STRING));
        }
    }

    @Override
    public void close() {
        servers.forEach(RedisServer::close);
    }
}
