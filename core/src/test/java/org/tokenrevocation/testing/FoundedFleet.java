package org.tokenrevocation.testing;

import java.util.Map;
import redis.clients.jedis.UnifiedJedis;

/**
 * A fleet that has been founded before any node of it starts, so that nobody waits for a founding; one of its nodes is
 * silent for ever, so that every revocation waits.
 */
public final class FoundedFleet {
    private static final String EPOCH = "0123456789abcdef";

    private FoundedFleet() {}

    /** The same for the default keys. */
    public static void write(UnifiedJedis redis, long boundMillis) {
        write(redis, "session:access:{token}", boundMillis);
    }

    /**
     * Writes the fleet record of sessions mode.
     *
     * @param pattern {@code session-key-access}
     * @param boundMillis the effect bound, which every node adopts: revocations wait 1.2 times that
     */
    public static void write(UnifiedJedis redis, String pattern, long boundMillis) {
        String replication = redis.info("replication").replaceFirst("(?s).*master_replid:(\\w+).*", "$1");
        String fleet = "token-revocation:fleet:" + pattern;
        redis.hset(fleet + ":nodes:" + EPOCH, Map.of("since", EPOCH, "f".repeat(32), "present " + EPOCH + " 1 silent"));
        redis.set(fleet, "2 " + EPOCH + " " + boundMillis + " sessions " + replication + " 0 1");
    }
}
