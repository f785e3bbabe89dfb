package org.tokenrevocation.internal.redis;

import java.io.IOException;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisException;

/** Letting go of a connection that is of no further use; its last words interest nobody but a debugger. */
final class Quietly {
    private static final System.Logger LOG = System.getLogger("org.tokenrevocation");

    private Quietly() {}

    static void disconnect(Connection connection) {
        try {
            connection.forceDisconnect();
        } catch (IOException | JedisException e) {
            noteDown(e);
        }
    }

    static void noteDown(Exception failure) {
        LOG.log(System.Logger.Level.DEBUG, "disconnecting failed: {0}", ErrorText.of(failure));
    }
}
