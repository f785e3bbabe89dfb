package org.tokenrevocation.internal.redis;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tokenrevocation.internal.feed.Member;
import org.tokenrevocation.internal.lease.Registry;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;

/**
 * What is asked of Redis for the registry, whose layout {@link Registry} tells. The hash lies beside the fleet record, in the
 * same slot of a cluster, and goes by itself a day after the last node has refreshed it.
 */
final class RegistryCommands {
    private static final long LIFE_MILLIS = 24 * 60 * 60 * 1000L;

    /** What a right is missing for comes before what is written: a registration that was refused leaves nothing behind. */
    private static final String REGISTER = """
            local time = redis.call('TIME')
            local since = redis.call('HGET', KEYS[1], 'since')
            redis.call('PEXPIRE', KEYS[1], ARGV[4])
            if not since then
              since = ARGV[2]
              redis.call('HSET', KEYS[1], 'since', since)
            end
            local millis = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000))
            redis.call('HSET', KEYS[1], ARGV[1], 'present ' .. since .. ' ' .. millis .. ' ' .. ARGV[3])
            return since
            """;

    private static final String REFRESH = """
            local value = redis.call('HGET', KEYS[1], ARGV[1]) or ''
            local since = string.match(value, '^present (%S+) ')
            if since then
              local time = redis.call('TIME')
              local millis = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000))
              redis.call('HSET', KEYS[1], ARGV[1], 'present ' .. since .. ' ' .. millis .. ' ' .. ARGV[2])
              redis.call('PEXPIRE', KEYS[1], ARGV[3])
            end
            return 0
            """;

    private static final String MARK = """
            for _, id in ipairs(ARGV) do
              local rest = string.match(redis.call('HGET', KEYS[1], id) or '', '^present (.*)$')
              if rest then redis.call('HSET', KEYS[1], id, 'leaving ' .. rest) end
            end
            return 0
            """;

    private static final String SWEEP = """
            for _, id in ipairs(ARGV) do
              if string.match(redis.call('HGET', KEYS[1], id) or '', '^leaving ') then redis.call('HDEL', KEYS[1], id) end
            end
            return 0
            """;

    private RegistryCommands() {}

    static CommandArguments register(FeedKeys keys, Member member, String since, String instance) {
        return script(REGISTER, keys.nodes(member.epoch())).add(member.id()).add(since).add(instance).add(LIFE_MILLIS);
    }

    static CommandArguments refresh(FeedKeys keys, Member member, String instance) {
        return script(REFRESH, keys.nodes(member.epoch())).add(member.id()).add(instance).add(LIFE_MILLIS);
    }

    static CommandArguments mark(FeedKeys keys, String epoch, Collection<String> ids) {
        return added(script(MARK, keys.nodes(epoch)), ids);
    }

    static CommandArguments sweep(FeedKeys keys, String epoch, Collection<String> ids) {
        return added(script(SWEEP, keys.nodes(epoch)), ids);
    }

    static CommandArguments leave(FeedKeys keys, Member member) {
        return new CommandArguments(Protocol.Command.HDEL).key(keys.nodes(member.epoch())).add(member.id());
    }

    static CommandArguments acknowledge(FeedKeys keys, String inbox, String id, long first, long last) {
        return new CommandArguments(Protocol.Command.PUBLISH)
                .add(keys.inbox(inbox)).add(AcknowledgementText.of(id, first, last));
    }

    private static CommandArguments script(String text, String key) {
        return new CommandArguments(Protocol.Command.EVAL).add(text).add(1).key(key);
    }

    private static CommandArguments added(CommandArguments script, Collection<String> ids) {
        ids.forEach(script::add);
        return script;
    }

    /** What {@code HGETALL} answered, in RESP3 or within a script's reply; anything else names nobody. */
    static Registry read(Object reply) {
        Map<String, String> fields = new LinkedHashMap<>();
        List<?> list = reply instanceof List<?> all ? all : List.of();
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i) instanceof Map.Entry<?, ?> pair) {
                fields.put(text(pair.getKey()), text(pair.getValue()));
            } else if (i + 1 < list.size()) {
                fields.put(text(list.get(i)), text(list.get(++i)));
            }
        }
        return Registry.of(fields);
    }

    private static String text(Object bytes) {
        return new String((byte[]) bytes, StandardCharsets.UTF_8);
    }
}
