package org.tokenrevocation.internal.redis;

import java.time.Duration;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.SslVerifyMode;
import redis.clients.jedis.exceptions.JedisException;

/** Opens connections to one address: RESP3, authenticated, database selected. Immutable. */
final class ConnectionFactory {
    private final HostAndPort server;
    private final JedisClientConfig config;

    ConnectionFactory(RedisAddress address, Duration timeout) {
        int timeoutMillis = (int) timeout.toMillis();
        DefaultJedisClientConfig.Builder builder = DefaultJedisClientConfig.builder()
                .resp3()
                .autoNegotiateProtocol(false)
                .connectionTimeoutMillis(timeoutMillis)
                .socketTimeoutMillis(timeoutMillis)
                .user(address.user())
                .password(address.password())
                .database(address.database())
                .clientSetInfoConfig(ClientSetInfoConfig.DISABLED);
        if (address.isTls()) {
            builder.sslOptions(SslOptions.builder().sslVerifyMode(SslVerifyMode.FULL).build());
        }
        this.server = new HostAndPort(address.host(), address.port());
        this.config = builder.build();
    }

    HostAndPort server() {
        return server;
    }

    JedisClientConfig config() {
        return config;
    }

    /** A socket for one connection, to be aborted at will. */
    SingleUseSocket socket() {
        return new SingleUseSocket(server, config);
    }

    /** Connects, shakes hands and asks who answers, in the calling thread; the socket's owner may abort it meanwhile. */
    TaggedConnection open(SingleUseSocket socket) {
        return identified(new TaggedConnection(socket, config));
    }

    /** The same for a feed. */
    FeedConnection openFeed(SingleUseSocket socket) {
        return identified(new FeedConnection(socket, config));
    }

    private static <C extends TaggedConnection> C identified(C connection) {
        try {
            connection.identify();
            return connection;
        } catch (JedisException e) {
            Quietly.disconnect(connection);
            throw e;
        }
    }
}
