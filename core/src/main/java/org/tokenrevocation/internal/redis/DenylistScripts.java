package org.tokenrevocation.internal.redis;

import java.util.List;
import org.tokenrevocation.internal.denylist.Revocation;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;

/**
 * The scripts that write the set and its change stream. The stream is written first: a script that is refused half-way
 * (a right is missing, a key is of another type) is not undone, and what stood in the set alone would be taken for known
 * when the revocation is repeated, and confirmed though no other node ever heard of it. Then the registry is read, and last
 * all are announced ({@link Announcement}), known ones too, with the drop time that the set has: whoever added these may
 * have announced them to nobody. If that is refused, the caller waits. A token's drop time stays what it was first; a
 * cut-off ({@link RecordMember}: longer than a digest) gets the later one, and is then written as if it were new.
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
            local added = 0
            local told = {ARGV[6]}
            for i = 7, #ARGV, 2 do
              local score = redis.call('ZSCORE', KEYS[1], ARGV[i])
              if not score then added = added + 1 end
              if not score or #ARGV[i] > 16 and tonumber(score) < tonumber(ARGV[i + 1]) then
                new[#new + 1] = i
                score = ARGV[i + 1]
              end
              told[#told + 1] = string.sub(ARGV[i], 1, 16) .. score .. string.sub(ARGV[i], 17) .. ' '
            end
            local fleet = redis.call('GET', KEYS[3]) or ''
            if added > 0 and redis.call('ZCARD', KEYS[1]) + added > tonumber(ARGV[1]) then return {1, fleet, {}, 0} end
            for _, i in ipairs(new) do
              redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[4], '*', 'd', ARGV[i], 't', ARGV[i + 1])
              redis.call('ZADD', KEYS[1], #ARGV[i] > 16 and 'GT' or 'NX', ARGV[i + 1], ARGV[i])
            end
            local nodes = {}
            if KEYS[4] then nodes = redis.call('HGETALL', KEYS[4]) end
            local heard = redis.pcall('PUBLISH', ARGV[5], table.concat(told))
            return {0, fleet, nodes, type(heard) == 'number' and 1 or 0}
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
            redis.call('HGETALL', KEYS[1])
            """;

    private DenylistScripts() {}

    /**
     * Adds, and announces to whoever hears it.
     *
     * @param nodes the registry to be read; null for none
     * @param head what the announcement begins with
     */
    static CommandArguments add(DenylistKeys keys, List<Revocation> revocations, long maxEntries, long localMillis,
            String nodes, String head) {
        CommandArguments call = new CommandArguments(Protocol.Command.EVAL)
                .add(ADD).add(nodes == null ? 3 : 4).key(keys.revoked()).key(keys.changes()).key(keys.fleet());
        if (nodes != null) {
            call.key(nodes);
        }
        call.add(maxEntries).add(localMillis).add(REMOVED_PER_CALL).add(STREAM_LENGTH).add(keys.channel()).add(head);
        for (Revocation each : revocations) {
            call.add(RecordMember.member(each)).add(RecordMember.score(each));
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
