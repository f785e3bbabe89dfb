package org.tokenrevocation.internal.redis;

import java.util.List;
import org.tokenrevocation.internal.denylist.Revocation;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;

/**
 * The scripts that write the set and its change stream. The stream is written first: a script that is refused half-way
 * (a right is missing, a key is of another type) is not undone, and what stood in the set alone would be taken for known
 * when the revocation is repeated, and confirmed though no other node ever heard of it. What is new is announced last
 * ({@link Announcement}), and whether that succeeds is of no matter.
 */
final class DenylistScripts {
    /** How many expired members one call removes: bounded work, so that no cron job and no leader is needed. */
    private static final int REMOVED_PER_CALL = 100;
    /** About how many changes the stream keeps; a node that fell further behind reads the set again. */
    private static final int STREAM_LENGTH = 100_000;
    /** The score of what is never dropped. */
    static final String NEVER = "inf";
    /** All other scores are no longer than this: of what {@code long} holds, and none is negative. */
    static final int MAX_SCORE_LENGTH = 19;

    private static final String ADD = """
            local time = redis.call('TIME')
            local now = math.min(time[1] * 1000 + math.floor(time[2] / 1000), tonumber(ARGV[2]))
            local old = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', string.format('(%.0f', now), 'LIMIT', 0, ARGV[3])
            if #old > 0 then redis.call('ZREM', KEYS[1], unpack(old)) end
            local new = {}
            for i = 6, #ARGV, 2 do
              if not redis.call('ZSCORE', KEYS[1], ARGV[i]) then new[#new + 1] = i end
            end
            local fleet = redis.call('GET', KEYS[3]) or ''
            if #new > 0 and redis.call('ZCARD', KEYS[1]) + #new > tonumber(ARGV[1]) then return {1, fleet} end
            local told = {}
            for _, i in ipairs(new) do
              redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[4], '*', 'd', ARGV[i], 't', ARGV[i + 1])
              redis.call('ZADD', KEYS[1], 'NX', ARGV[i + 1], ARGV[i])
              told[#told + 1] = ARGV[i] .. ARGV[i + 1] .. ' '
            end
            if #told > 0 then redis.pcall('PUBLISH', ARGV[5], table.concat(told)) end
            return {0, fleet}
            """;

    private static final String STREAM_END = """
            local last = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)
            if #last > 0 then return last[1][1] end
            return redis.call('XADD', KEYS[1], '*', 'begin', '1')
            """;

    /** The commands of both, of a key that does not exist; nothing is written. */
    static final String REHEARSAL = """
            redis.call('GET', KEYS[1])
            redis.call('TIME')
            redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', '0', 'LIMIT', 0, 1)
            redis.call('ZREM', KEYS[1], '')
            redis.call('ZSCORE', KEYS[1], '')
            redis.call('ZCARD', KEYS[1])
            redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)
            redis.call('XADD', KEYS[1], 'NOMKSTREAM', '*', 'begin', '1')
            redis.call('ZADD', KEYS[1], 'XX', '0', '')
            """;

    private DenylistScripts() {}

    static CommandArguments add(DenylistKeys keys, List<Revocation> revocations, long maxEntries, long localMillis) {
        CommandArguments call = new CommandArguments(Protocol.Command.EVAL)
                .add(ADD).add(3).key(keys.revoked()).key(keys.changes()).key(keys.fleet())
                .add(maxEntries).add(localMillis).add(REMOVED_PER_CALL).add(STREAM_LENGTH).add(keys.channel());
        for (Revocation each : revocations) {
            call.add(each.digest().bytes()).add(score(each.dropAtMillis()));
        }
        return call;
    }

    static CommandArguments streamEnd(DenylistKeys keys) {
        return new CommandArguments(Protocol.Command.EVAL).add(STREAM_END).add(1).key(keys.changes());
    }

    static String score(long dropAtMillis) {
        return dropAtMillis == Long.MAX_VALUE ? NEVER : String.valueOf(dropAtMillis);
    }

    static long dropAtMillis(String score) {
        return score.equals(NEVER) ? Long.MAX_VALUE : (long) Double.parseDouble(score);
    }
}
