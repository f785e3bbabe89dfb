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

    /** Connects, shakes hands and asks who answers, in the calling thread. */
    TaggedConnection open() {
        TaggedConnection connection = new TaggedConnection(server, config);
        identified(connection);
        return connection;
    }

    /** The same for a feed. */
    FeedConnection openFeed() {
        FeedConnection connection = new FeedConnection(server, config);
        identified(connection);
        return connection;
    }

    private static void identified(TaggedConnection connection) {
        try {
            connection.identify();
        } catch (JedisException e) {
            Quietly.disconnect(connection);
            throw e;
        }
    }
}
