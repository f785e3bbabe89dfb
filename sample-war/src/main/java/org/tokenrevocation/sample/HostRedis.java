package org.tokenrevocation.sample;

import jakarta.servlet.ServletContext;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.SslVerifyMode;
import redis.clients.jedis.util.JedisURIHelper;

/** The host's own connections to the Redis that the guard uses too. */
final class HostRedis {
    private static final int CONNECTIONS = 16;
    private static final int DEFAULT_PORT = 6379;

    private HostRedis() {}

    /** A client that has not connected yet; every call ends within a few times the time-out. */
    static RedisClient client(ServletContext context, Duration timeout) {
        URI url = URI.create(HostSetting.of(context, "revocation.redis-url").strip());
        DefaultJedisClientConfig.Builder config = DefaultJedisClientConfig.builder()
                .timeoutMillis((int) timeout.toMillis())
                .user(user(url))
                .password(password(url))
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
        return RedisClient.builder()
                .hostAndPort(server(url))
                .clientConfig(config.build())
                .poolConfig(pool)
                .build();
    }

    /** By hand: {@link URI#getHost} knows no name with an underscore, as Compose gives them. */
    static HostAndPort server(URI url) {
        String server = url.getRawAuthority().substring(url.getRawAuthority().lastIndexOf('@') + 1);
        return HostAndPort.from(server.matches(".*:\\d+") ? server : server.replaceFirst(":$", "") + ":" + DEFAULT_PORT);
    }

    /** Null for the default user. */
    static String user(URI url) {
        String user = login(url).split(":", 2)[0];
        return user.isEmpty() ? null : decoded(user);
    }

    /** Null for none; the guard has refused a user without a password before. */
    static String password(URI url) {
        String[] login = login(url).split(":", 2);
        boolean isMissing = login.length < 2 || login[0].isEmpty() && login[1].isEmpty();
        return isMissing ? null : decoded(login[1]);
    }

    private static String login(URI url) {
        return url.getRawAuthority().substring(0, Math.max(0, url.getRawAuthority().lastIndexOf('@')));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
