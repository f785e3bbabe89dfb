package org.tokenrevocation.internal.simulation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
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
    private static final long WAIT_NANOS = 100 * Weather.MILLIS;

    private final Servers redis;
    private final World world;
    private Data replica;

    ModelCommands(Servers redis, World world) {
        this.redis = redis;
        this.world = world;
    }

    /** From now on some look-ups end at a replica that got no further than this. */
    void leaveReplica() {
        replica = redis.endpoint().data.copy();
    }

    /** A look-up, of {@code PTTL}, {@code GET} and {@code ROLE}. */
    public Supplier<SessionStore.Sight> look(String key) {
        Data stale = replica;
        boolean isAstray = stale != null && world.perMille(300);
        return () -> {
            Data data = isAstray ? stale : redis.writing().data;
            ServerId id = isAstray ? new ServerId("0badcafe", redis.id().replicationId()) : redis.id();
            boolean isThere = data.entries.contains(key);
            return new SessionStore.Sight(
                    isThere ? SessionStore.UNLIMITED : SessionStore.ABSENT, data.fleet, id);
        };
    }

    /** {@code DEL}, {@code GET}, {@code HGETALL} and {@code PUBLISH}. */
    public Supplier<Object> delete(List<SessionStore.Entries> entries, Round round) {
        Supplier<List<Boolean>> deletion = deletion(entries.stream().map(SessionStore.Entries::keys).toList());
        Map<TokenDigest, Long> digests = new LinkedHashMap<>();
        entries.forEach(each -> digests.put(each.digest(), 0L));
        return () -> {
            List<Boolean> existing = deletion.get();
            Registry registry = registry(round);
            ModelRedis server = redis.writing();
            server.announce(new Heard(round.inbox(), round.number(), digests));
            ServerId id = redis.id();
            String fleet = server.data.fleet;
            if (round.fence().isOn()) {
                server.tellDeleted(IntStream.range(0, entries.size()).filter(existing::get)
                        .mapToObj(i -> entries.get(i).keys()).toList());
            }
            return confirmed(round, acks -> new SessionStore.Deletion(existing, fleet, registry, true, acks, id));
        };
    }

    /** What an exchange returns behind which {@code WAIT} goes where the fleet has a fence. */
    private static Object confirmed(Round round, IntFunction<Object> answer) {
        int acks = round == null ? 0 : round.fence().revokeAcks();
        return acks == 0 ? answer.apply(0) : new ModelRedis.Waiting(acks, WAIT_NANOS, answer);
    }

    private Registry registry(Round round) {
        return Registry.of(redis.executing().data.nodes(round.epoch()));
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
                Data data = redis.writing().data;
                boolean isAccess = data.entries.remove(pair[0]);
                boolean isRefresh = data.entries.remove(pair[1]);
                existing.add(isAccess || isRefresh);
                if (isAccess || isRefresh) {
                    redis.executing().replicate(true);
                }
                if (isAccess) {
                    redis.executing().touch(pair[0]);
                }
            }
            return existing;
        };
    }

    /** The script that adds; without a round, nobody's acknowledgement is wanted. */
    public Supplier<Object> add(List<Revocation> revocations, long localMillis, Round round) {
        List<Revocation> copy = List.copyOf(revocations);
        return () -> {
            ModelRedis server = redis.writing();
            Data data = server.data;
            long passed = Math.min(server.clockMillis(), localMillis);
            data.revoked.values().removeIf(dropAt -> dropAt < passed);
            Map<TokenDigest, Long> told = new LinkedHashMap<>();
            for (Revocation each : copy) {
                if (data.revoked.putIfAbsent(each.digest(), each.dropAtMillis()) == null) {
                    data.append(server.clockMillis(), each.digest(), each.dropAtMillis());
                }
                told.put(each.digest(), data.revoked.get(each.digest()));
            }
            Registry registry = round == null ? Registry.NONE : registry(round);
            server.replicate(true);
            server.announce(new Heard(round == null ? "" : round.inbox(), round == null ? 0 : round.number(),
                    Token.tokens(told), Token.cutoffs(told)));
            ServerId id = redis.id();
            String fleet = data.fleet;
            return confirmed(round, acks -> new DenylistStore.Addition(false, fleet, registry, true, acks, id));
        };
    }

    /** The script that tells the stream's end. */
    public Supplier<DenylistStore.StreamEnd> streamEnd() {
        return () -> {
            ModelRedis server = redis.writing();
            List<Data.Change> stream = server.data.stream;
            if (stream.isEmpty()) {
                server.data.append(server.clockMillis(), null, 0);
                server.replicate(true);
            }
            return new DenylistStore.StreamEnd(String.valueOf(stream.get(stream.size() - 1).id()), redis.id());
        };
    }

    /** One page of the set, which like {@code ZSCAN} goes by where members lie: what is there throughout is sure to be seen. */
    public Supplier<Page> page(int from) {
        return () -> {
            List<Revocation> part = new ArrayList<>();
            redis.executing().data.revoked.forEach((digest, dropAtMillis) -> {
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
