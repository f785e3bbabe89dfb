package org.tokenrevocation.internal.redis;

import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;

/**
 * Writes a fleet record, only if the one that the founder saw is still there (empty for none), with Redis' own time as
 * the end of the founding: of all that see a new incarnation, one founds it. Answers with the record in force.
 */
final class FleetScript {
    private static final String TEXT = """
            local present = redis.call('GET', KEYS[1]) or ''
            if present == ARGV[1] then
              local time = redis.call('TIME')
              present = ARGV[2] .. string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[3])
              redis.call('SET', KEYS[1], present)
            end
            return present
            """;

    /** The same commands, of a key that does not exist; nothing is written. */
    static final String REHEARSAL = """
            redis.call('GET', KEYS[1])
            redis.call('TIME')
            redis.call('SET', KEYS[1], '', 'XX')
            """;

    private FleetScript() {}

    static CommandArguments found(String fleetKey, String expected, String proposal, long windowMillis) {
        return new CommandArguments(Protocol.Command.EVAL)
                .add(TEXT).add(1).key(fleetKey).add(expected).add(proposal).add(windowMillis);
    }
}
