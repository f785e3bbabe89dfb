package org.tokenrevocation.internal.redis;

import java.time.Duration;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.SslVerifyMode;

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

    /** Connects and shakes hands in the calling thread. */
    Connection open() {
        return new Connection(server, config);
    }
}
