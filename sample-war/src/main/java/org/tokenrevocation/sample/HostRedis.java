package org.tokenrevocation.sample;

import jakarta.servlet.ServletContext;
import java.net.URI;
import java.time.Duration;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.SslVerifyMode;
import redis.clients.jedis.util.JedisURIHelper;

/** The host's own connections to the Redis that the guard uses too. */
final class HostRedis {
    private static final int CONNECTIONS = 16;

    private HostRedis() {}

    /** A client that has not connected yet; every call ends within a few times the time-out. */
    static RedisClient client(ServletContext context, Duration timeout) {
        URI url = URI.create(HostSetting.of(context, "revocation.redis-url").strip());
        DefaultJedisClientConfig.Builder config = DefaultJedisClientConfig.builder()
                .timeoutMillis((int) timeout.toMillis())
                .user(JedisURIHelper.getUser(url))
                .password(JedisURIHelper.getPassword(url))
                .database(JedisURIHelper.getDBIndex(url));
        if (JedisURIHelper.isRedisSSLScheme(url)) {
            config.sslOptions(SslOptions.builder().sslVerifyMode(SslVerifyMode.FULL).build());
        }
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(CONNECTIONS);
        pool.setMaxWait(timeout);
        pool.setTestOnBorrow(true);
        pool.setJmxEnabled(false);
        pool.setTimeBetweenEvictionRuns(Duration.ofMillis(-1));
        int port = url.getPort() < 0 ? 6379 : url.getPort();
        return RedisClient.builder()
                .hostAndPort(url.getHost(), port)
                .clientConfig(config.build())
                .poolConfig(pool)
                .build();
    }
}
