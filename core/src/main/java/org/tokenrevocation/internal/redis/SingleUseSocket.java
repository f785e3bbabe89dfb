package org.tokenrevocation.internal.redis;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import redis.clients.jedis.DefaultJedisSocketFactory;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * Connects once. Jedis connects a closed connection again by itself when it is next used, without a login and in
 * database 0: a look-up would then miss live sessions, and a revocation would delete nothing and be confirmed.
 */
final class SingleUseSocket extends DefaultJedisSocketFactory {
    private boolean isSpent;
    private volatile Socket socket;
    private volatile boolean isAborted;

    SingleUseSocket(HostAndPort server, JedisClientConfig config) {
        super(server, config);
    }

    @Override
    public Socket createSocket() {
        if (isSpent || isAborted) {
            throw new JedisConnectionException("the connection was closed");
        }
        isSpent = true;
        Socket created = super.createSocket();
        try {
            // Closing must not wait: TLS would queue for a write that hangs, to say goodbye after it.
            created.setSoLinger(true, 0);
        } catch (SocketException e) {
            throw new JedisConnectionException(e);
        }
        socket = created;
        if (isAborted) {
            abort();
        }
        return created;
    }

    /** Closes the socket from any thread, in the middle of a handshake too; only a connect under way ends by itself. */
    void abort() {
        isAborted = true;
        Socket present = socket;
        if (present != null) {
            try {
                present.close();
            } catch (IOException e) {
                Quietly.noteDown(e);
            }
        }
    }
}
