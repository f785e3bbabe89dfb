package org.tokenrevocation.testing;

import redis.clients.jedis.UnifiedJedis;

/** A fleet that has been founded before any node of it starts, so that nobody waits for a founding. */
public final class FoundedFleet {
    private FoundedFleet() {}

    /** The same for the default keys. */
    public static void write(UnifiedJedis redis, long boundMillis) {
        write(redis, "session:access:{token}", boundMillis);
    }

    /**
     * Writes the fleet record of sessions mode.
     *
     * @param pattern {@code session-key-access}
     * @param boundMillis the effect bound, which every node adopts: for the first 1.2 times that revocations wait as long
     */
    public static void write(UnifiedJedis redis, String pattern, long boundMillis) {
        String replication = redis.info("replication").replaceFirst("(?s).*master_replid:(\\w+).*", "$1");
        redis.set("token-revocation:fleet:" + pattern, "2 0123456789abcdef " + boundMillis + " sessions " + replication + " 0 1");
    }
}
