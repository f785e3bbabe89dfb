package org.tokenrevocation.internal.redis;

import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.DefaultJedisSocketFactory;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.SslVerifyMode;
import redis.clients.jedis.exceptions.JedisConnectionException;
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

    /** Connects, shakes hands and asks who answers, in the calling thread. */
    TaggedConnection open() {
        return identified(new TaggedConnection(new OneSocket(server, config), config));
    }

    /** The same for a feed. */
    FeedConnection openFeed() {
        return identified(new FeedConnection(new OneSocket(server, config), config));
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

    /**
     * Connects once. Jedis connects a closed connection again by itself when it is next used, without a login and in
     * database 0: a look-up would then miss live sessions, and a revocation would delete nothing and be confirmed.
     */
    private static final class OneSocket extends DefaultJedisSocketFactory {
        private boolean isSpent;

        OneSocket(HostAndPort server, JedisClientConfig config) {
            super(server, config);
        }

        @Override
        public Socket createSocket() {
            if (isSpent) {
                throw new JedisConnectionException("the connection was closed");
            }
            isSpent = true;
            Socket socket = super.createSocket();
            try {
                // Closing must not wait: TLS would queue for a write that hangs, to say goodbye after it.
                socket.setSoLinger(true, 0);
            } catch (SocketException e) {
                throw new JedisConnectionException(e);
            }
            return socket;
        }
    }
}
