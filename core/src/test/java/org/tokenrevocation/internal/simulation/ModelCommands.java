package org.tokenrevocation.internal.simulation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.tokenrevocation.internal.denylist.DenylistStore;
import org.tokenrevocation.internal.denylist.Revocation;
import org.tokenrevocation.internal.feed.Heard;
import org.tokenrevocation.internal.feed.Round;
import org.tokenrevocation.internal.identity.TokenDigest;
import org.tokenrevocation.internal.lease.Registry;
import org.tokenrevocation.internal.lease.ServerId;
import org.tokenrevocation.internal.sessions.SessionStore;

/** What the model executes for the two stores, each in one piece. */
public final class ModelCommands {
    private static final int PAGES = 2;

    private final ModelRedis redis;
    private final World world;
    private Data replica;

    ModelCommands(ModelRedis redis, World world) {
        this.redis = redis;
        this.world = world;
    }

    /** From now on some look-ups end at a replica that got no further than this. */
    void leaveReplica() {
        replica = redis.data.copy();
    }

    /** A look-up, of {@code PTTL} and {@code GET}. */
    public Supplier<SessionStore.Sight> look(String key) {
        Data stale = replica;
        boolean isAstray = stale != null && world.perMille(300);
        return () -> {
            Data data = isAstray ? stale : redis.data;
            ServerId id = isAstray ? new ServerId("0badcafe", redis.id().replicationId()) : redis.id();
            boolean isThere = data.entries.contains(key);
            return new SessionStore.Sight(
                    isThere ? SessionStore.UNLIMITED : SessionStore.ABSENT, data.fleet, id);
        };
    }

    /** {@code DEL}, {@code GET}, {@code HGETALL} and {@code PUBLISH}. */
    public Supplier<SessionStore.Deletion> delete(List<SessionStore.Entries> entries, Round round) {
        Supplier<List<Boolean>> deletion = deletion(entries.stream().map(SessionStore.Entries::keys).toList());
        Map<TokenDigest, Long> digests = new LinkedHashMap<>();
        entries.forEach(each -> digests.put(each.digest(), 0L));
        return () -> {
            List<Boolean> existing = deletion.get();
            Registry registry = registry(round);
            redis.announce(new Heard(round.inbox(), round.number(), digests));
            return new SessionStore.Deletion(existing, redis.data.fleet, registry, true, 0, redis.id());
        };
    }

    private Registry registry(Round round) {
        return Registry.of(redis.data.nodes(round.epoch()));
    }

    /** {@code DEL} alone; which server carried it out. */
    public Supplier<ServerId> repeat(List<byte[][]> pairs) {
        Supplier<List<Boolean>> deletion = deletion(pairs);
        return () -> {
            deletion.get();
            return redis.id();
        };
    }

    private Supplier<List<Boolean>> deletion(List<byte[][]> pairs) {
        List<String[]> keys = pairs.stream().map(pair -> new String[] {
            new String(pair[0], StandardCharsets.UTF_8), new String(pair[1], StandardCharsets.UTF_8)}).toList();
        return () -> {
            List<Boolean> existing = new ArrayList<>();
            for (String[] pair : keys) {
                boolean isAccess = redis.data.entries.remove(pair[0]);
                boolean isRefresh = redis.data.entries.remove(pair[1]);
                existing.add(isAccess || isRefresh);
                if (isAccess) {
                    redis.touch(pair[0]);
                }
            }
            return existing;
        };
    }

    /** The script that adds; without a round, nobody's acknowledgement is wanted. */
    public Supplier<DenylistStore.Addition> add(List<Revocation> revocations, long localMillis, Round round) {
        List<Revocation> copy = List.copyOf(revocations);
        return () -> {
            Data data = redis.data;
            long passed = Math.min(redis.clockMillis(), localMillis);
            data.revoked.values().removeIf(dropAt -> dropAt < passed);
            Map<TokenDigest, Long> told = new LinkedHashMap<>();
            for (Revocation each : copy) {
                if (data.revoked.putIfAbsent(each.digest(), each.dropAtMillis()) == null) {
                    data.append(redis.clockMillis(), each.digest(), each.dropAtMillis());
                }
                told.put(each.digest(), data.revoked.get(each.digest()));
            }
            Registry registry = round == null ? Registry.NONE : registry(round);
            redis.announce(new Heard(round == null ? "" : round.inbox(), round == null ? 0 : round.number(),
                    Token.tokens(told), Token.cutoffs(told)));
            return new DenylistStore.Addition(false, data.fleet, registry, true, 0, redis.id());
        };
    }

    /** The script that tells the stream's end. */
    public Supplier<DenylistStore.StreamEnd> streamEnd() {
        return () -> {
            List<Data.Change> stream = redis.data.stream;
            if (stream.isEmpty()) {
                redis.data.append(redis.clockMillis(), null, 0);
            }
            return new DenylistStore.StreamEnd(String.valueOf(stream.get(stream.size() - 1).id()), redis.id());
        };
    }

    /** One page of the set, which like {@code ZSCAN} goes by where members lie: what is there throughout is sure to be seen. */
    public Supplier<Page> page(int from) {
        return () -> {
            List<Revocation> part = new ArrayList<>();
            redis.data.revoked.forEach((digest, dropAtMillis) -> {
                if (Math.floorMod(digest.hashCode(), PAGES) == from) {
                    part.add(Token.record(digest, dropAtMillis));
                }
            });
            return new Page((from + 1) % PAGES, part, redis.id());
        };
    }

    /** A page and where the next begins; 0 for none. */
    public record Page(int next, List<Revocation> revocations, ServerId server) {}
}
