package org.tokenrevocation.internal.sessions;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.tokenrevocation.Mode;
import org.tokenrevocation.Verdict;
import org.tokenrevocation.internal.feed.BeatReply;
import org.tokenrevocation.internal.feed.FeedMemory;
import org.tokenrevocation.internal.feed.Round;
import org.tokenrevocation.internal.identity.TokenDigest;
import org.tokenrevocation.internal.lease.FleetRecord;
import org.tokenrevocation.internal.lease.Lease;
import org.tokenrevocation.internal.lease.ServerId;
import org.tokenrevocation.internal.memo.MemoEntry;
import org.tokenrevocation.internal.memo.Sighting;
import org.tokenrevocation.internal.simulation.Node;
import org.tokenrevocation.internal.simulation.Token;
import org.tokenrevocation.internal.simulation.Variant;

/** A node in sessions mode: {@link SessionEngine}, cut into steps. */
public final class SessionNode extends Node {
    private static final KeyPattern ACCESS = new KeyPattern("session:access:", "", false);
    private static final KeyPattern REFRESH = new KeyPattern("session:refresh:", "", false);
    private static final long TIMEOUT_NANOS = Duration.ofMillis(300).toNanos();
    private static final long SOME_GENERATION = 1;

    private final SessionCache cache = new SessionCache(1000);
    private final RepeatLog repeatLog;
    private final Map<TokenDigest, Flight> departed = new HashMap<>();

    /** Makes one at rest. */
    public SessionNode(Site site) {
        super(site);
        repeatLog = new RepeatLog(this::nanos, Duration.ofHours(1));
        SessionMemory memory = new SessionMemory(ACCESS, cache, repeatLog, new Store(), this::inBackground, pair -> true);
        memory.reportTo(feed(Mode.SESSIONS,
                variant == Variant.CACHE_SURVIVES_RECONNECT ? new Surviving(memory) : memory));
    }

    @Override
    public void request(Token token, Consumer<Verdict> end) {
        new Request(token, end).readLease();
    }

    @Override
    public void revoke(Token token, Consumer<Boolean> end) {
        new Revoke(token, end).begin();
    }

    /** The steps of {@code verdict}, {@code ask} and {@code fly}. */
    private final class Request {
        private final Token token;
        private final TokenDigest key;
        private final Consumer<Verdict> end;
        private Lease.Grant grant;
        private long begin;
        private Flight flight;

        Request(Token token, Consumer<Verdict> end) {
            this.token = token;
            this.key = TokenKey.of(token.text);
            this.end = end;
        }

        void readLease() {
            grant = standing().lease().current();
            then(this::readClock);
        }

        private void readClock() {
            begin = nanos();
            standing().touch(begin);
            if (variant == Variant.NO_LEASE) {
                grant = new Lease.Grant(standing().trackedGeneration(), begin + 1);
            } else if (variant == Variant.CACHE_SURVIVES_RECONNECT && grant != null) {
                grant = new Lease.Grant(SOME_GENERATION, grant.endsNanos());
            }
            then(this::readMemory);
        }

        private void readMemory() {
            if (grant == null || !grant.holdsAt(begin)) {
                wake();
            } else if (isSeenLive() || isLive()) {
                end.accept(Verdict.LIVE);
                return;
            }
            then(this::ask);
        }

        private boolean isSeenLive() {
            byte[] seen = recent.find(token.text);
            return seen != null && (variant == Variant.BELIEVES_FINDINGS
                    ? MemoEntry.holds(seen, grant.generation(), begin) : cache.isLive(seen, grant, begin));
        }

        private boolean isLive() {
            Sighting sighting = new Sighting(token.text, key);
            boolean isLive = cache.isLive(sighting, grant, begin);
            recent.remember(sighting);
            return isLive;
        }

        private void ask() {
            Flight underWay = cache.flight(key);
            if (variant == Variant.JOIN_PAST_ACKNOWLEDGEMENT) {
                Flight old = departed.get(key);
                underWay = old == null || old.verdict().isDone() ? null : old;
            }
            if (underWay != null && (variant == Variant.JOIN_OLD_FLIGHT
                    || underWay.serves(begin, leaseForJoin(), standing().boundNanos()))) {
                await(underWay.verdict(), begin + TIMEOUT_NANOS, Verdict.UNDECIDED, end);
                return;
            }
            long generation = standing().trackedGeneration();
            flight = new Flight(begin,
                    variant == Variant.CACHE_SURVIVES_RECONNECT && generation != 0 ? SOME_GENERATION : generation);
            then(this::depart);
        }

        private Lease.Grant leaseForJoin() {
            return variant == Variant.JOIN_WITHOUT_LEASE ? new Lease.Grant(1, begin + 1) : grant;
        }

        private void depart() {
            cache.depart(key, flight);
            departed.put(key, flight);
            then(this::fly);
        }

        private void fly() {
            vouched(settled -> standing().isFenced(settled, begin), begin + TIMEOUT_NANOS,
                    (onAnswer, onFailure) -> then(() -> call(commands.look(token.accessKey), onAnswer, onFailure)),
                    (sight, goOn) -> then(goOn), this::judge);
        }

        private void judge(SessionStore.Sight sight) {
            if (sight == null) {
                land(Verdict.UNDECIDED);
                return;
            }
            boolean isOurs = isFromFeedsServer(sight.server()) || variant == Variant.OTHER_SERVER;
            boolean mayBeKept = sight.isLive() && flight.generation() != 0 && isOurs;
            then(() -> {
                keep(mayBeKept, sight.remainingMillis());
                land(sight.isLive() ? Verdict.LIVE : Verdict.REVOKED);
            });
        }

        private void keep(boolean mayBeKept, long remainingMillis) {
            Flight landing = flight;
            if (variant == Variant.NO_PLACEHOLDER) {
                cache.depart(key, flight);
            } else if (variant == Variant.PLACEHOLDER_BY_PRESENCE) {
                landing = cache.flight(key);
            }
            if (landing != null) {
                cache.land(key, landing, mayBeKept, remainingMillis);
            }
        }

        private void land(Verdict verdict) {
            cache.land(key, flight, false, 0);
            then(() -> {
                flight.verdict().complete(verdict);
                end.accept(verdict);
            });
        }
    }

    /** The steps of {@code revoke}. */
    private final class Revoke {
        private final Token token;
        private final Consumer<Boolean> end;
        private final List<SessionStore.Entries> entries;
        private Round round;

        Revoke(Token token, Consumer<Boolean> end) {
            this.token = token;
            this.end = end;
            this.entries = List.of(new SessionStore.Entries(
                    new byte[][] {ACCESS.key(token.text), REFRESH.key(token.text)}, TokenKey.of(token.text)));
        }

        void begin() {
            vouched(settled -> true, nanos() + TIMEOUT_NANOS,
                    (onAnswer, onFailure) -> {
                        Round next = round();
                        round = next;
                        thenOfRevoke(() -> call(commands.delete(entries, next), onAnswer, onFailure));
                    },
                    (done, goOn) -> thenOfRevoke(() -> {
                        note("has the confirmation for ", token);
                        if (variant != Variant.REMEMBERS_LATE) {
                            remember(done);
                        }
                        thenOfRevoke(goOn);
                    }), this::end);
        }

        private void end(SessionStore.Deletion done) {
            if (done == null) {
                end.accept(false);
                return;
            }
            thenOfRevoke(() -> {
                if (variant == Variant.REMEMBERS_LATE) {
                    remember(done);
                }
                if (variant != Variant.OWN_NODE_NOT_COUNTED) {
                    cache.forget(TokenKey.of(token.text));
                }
                awaitEffect(round, done, () -> end.accept(true));
            });
        }

        private void remember(SessionStore.Deletion done) {
            if (variant != Variant.FORGETS_ABSENT || done.existing().get(0)) {
                repeatLog.remember(entries.get(0).keys(), done.existing().get(0));
            }
        }
    }

    /** The model as the background work of a join sees it. */
    private final class Store implements SessionStore {
        @Override
        public Sight look(byte[] key, long deadlineNanos) {
            return callAndWait(commands.look(new String(key, StandardCharsets.UTF_8)));
        }

        @Override
        public Deletion delete(List<Entries> entries, Round round, Runnable sending) {
            throw new AssertionError("a request's");
        }

        @Override
        public ServerId repeat(List<byte[][]> pairs) {
            return callAndWait(commands.repeat(pairs));
        }

        @Override
        public String trouble() {
            return null;
        }

        @Override
        public boolean isSettled() {
            return true;
        }

        @Override
        public void close() {
            note("closes its store");
        }
    }

    /** The naive memory that keeps its answers over a reconnect. */
    private record Surviving(SessionMemory memory) implements FeedMemory {
        @Override
        public void reconnected(long generation) {
            // That is the mistake.
        }

        @Override
        public void join(long generation, FleetRecord record, boolean mustWriteBack) {
            memory.join(generation, record, mustWriteBack);
        }

        @Override
        public String cursor() {
            return memory.cursor();
        }

        @Override
        public Progress apply(BeatReply reply) {
            return memory.apply(reply);
        }

        @Override
        public void invalidate(Collection<byte[]> keys) {
            memory.invalidate(keys);
        }

        @Override
        public boolean announced(Map<TokenDigest, Long> digests) {
            return memory.announced(digests);
        }

        @Override
        public void deleted(List<byte[][]> pairs) {
            memory.deleted(pairs);
        }

        @Override
        public boolean isTrackingNeeded() {
            return memory.isTrackingNeeded();
        }
    }
}
