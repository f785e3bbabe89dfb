package org.tokenrevocation.internal.simulation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.tokenrevocation.internal.denylist.DenylistStore;
import org.tokenrevocation.internal.denylist.Revocation;
import org.tokenrevocation.internal.identity.TokenDigest;
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

    /** {@code DEL} and {@code GET}. */
    public Supplier<SessionStore.Deletion> delete(List<byte[][]> pairs) {
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
            return new SessionStore.Deletion(existing, redis.data.fleet, redis.id());
        };
    }

    /** The script that adds. */
    public Supplier<DenylistStore.Addition> add(List<Revocation> revocations, long localMillis) {
        List<Revocation> copy = List.copyOf(revocations);
        return () -> {
            Data data = redis.data;
            long passed = Math.min(redis.clockMillis(), localMillis);
            data.revoked.values().removeIf(dropAt -> dropAt < passed);
            Map<TokenDigest, Long> added = new LinkedHashMap<>();
            for (Revocation each : copy) {
                if (data.revoked.putIfAbsent(each.digest(), each.dropAtMillis()) == null) {
                    data.append(redis.clockMillis(), each.digest(), each.dropAtMillis());
                    added.put(each.digest(), each.dropAtMillis());
                }
            }
            if (!added.isEmpty()) {
                redis.announce(added);
            }
            return new DenylistStore.Addition(false, data.fleet, redis.id());
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
                    part.add(new Revocation(digest, dropAtMillis));
                }
            });
            return new Page((from + 1) % PAGES, part, redis.id());
        };
    }

    /** A page and where the next begins; 0 for none. */
    public record Page(int next, List<Revocation> revocations, ServerId server) {}
}
