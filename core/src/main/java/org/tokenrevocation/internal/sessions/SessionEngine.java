package org.tokenrevocation.internal.sessions;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.tokenrevocation.Cutoff;
import org.tokenrevocation.RevocationUnavailableException;
import org.tokenrevocation.Verdict;
import org.tokenrevocation.internal.EngineHealth;
import org.tokenrevocation.internal.Ticker;
import org.tokenrevocation.internal.engine.Engine;
import org.tokenrevocation.internal.engine.LookUps;
import org.tokenrevocation.internal.feed.FeedClient;
import org.tokenrevocation.internal.feed.Round;
import org.tokenrevocation.internal.feed.Rounds;
import org.tokenrevocation.internal.identity.TokenDigest;
import org.tokenrevocation.internal.lease.CommitWait;
import org.tokenrevocation.internal.lease.Lease;
import org.tokenrevocation.internal.memo.Sighting;

/**
 * Sessions mode: a token is live if and only if its entry exists. Answers from memory under a lease; otherwise asks
 * Redis, which is a proof by itself if the answer comes from the settled incarnation of the data. Thread-safe.
 */
public final class SessionEngine implements Engine {
    private final KeyPatterns keys;
    private final SessionStore store;
    private final SessionCache cache;
    private final RepeatLog repeatLog;
    private final FeedClient pulse;
    private final CommitWait commitWait;
    private final Rounds<SessionStore.Entries, SessionStore.Deletion> rounds;
    private final Ticker ticker;
    private final long timeoutNanos;
    private final LookUps lookUps = new LookUps();

    /** Takes store, pulse and commit wait over and closes them. */
    public SessionEngine(
            KeyPatterns keys,
            SessionStore store,
            SessionCache cache,
            RepeatLog repeatLog,
            FeedClient pulse,
            CommitWait commitWait,
            Ticker ticker,
            Duration timeout) {
        this.keys = keys;
        this.store = store;
        this.cache = cache;
        this.repeatLog = repeatLog;
        this.pulse = pulse;
        this.commitWait = commitWait;
        this.ticker = ticker;
        this.timeoutNanos = timeout.toNanos();
        this.rounds = new Rounds<>(pulse, commitWait, ticker, timeout, this::deletion);
    }

    @Override
    public TokenDigest identify(String token, byte[] ascii) {
        return TokenKey.of(ascii);
    }

    @Override
    public boolean isWellFormed(String token) {
        return true;
    }

    @Override
    public Verdict verdict(Sighting sighting) {
        // The order is the proof: lease, clock, memory. See Lease.
        Lease.Grant grant = pulse.lease().current();
        long begin = ticker.nanos();
        pulse.touch(begin);
        if (grant == null || !grant.holdsAt(begin)) {
            pulse.wake();
        } else if (cache.isLive(sighting, grant, begin)) {
            return Verdict.LIVE;
        }
        return ask(sighting.token(), sighting.digest(), begin, grant);
    }

    @Override
    public boolean isKnownLive(byte[] seen) {
        // As above.
        Lease.Grant grant = pulse.lease().current();
        long begin = ticker.nanos();
        pulse.touch(begin);
        return grant != null && grant.holdsAt(begin) && cache.isLive(seen, grant, begin);
    }

    private Verdict ask(String token, TokenDigest key, long begin, Lease.Grant grant) {
        Flight underWay = cache.flight(key);
        if (underWay != null && underWay.serves(begin, grant, pulse.boundNanos())) {
            return pulse.await(underWay.verdict(), begin + timeoutNanos, Verdict.UNDECIDED);
        }
        Flight flight = new Flight(begin, pulse.trackedGeneration());
        cache.depart(key, flight);
        Verdict verdict = Verdict.UNDECIDED;
        try {
            verdict = fly(token, key, flight, begin);
        } finally {
            cache.land(key, flight, false, 0);
            flight.verdict().complete(verdict);
        }
        return verdict;
    }

    private Verdict fly(String token, TokenDigest key, Flight flight, long begin) {
        byte[] entry = keys.access().key(token);
        Optional<SessionStore.Sight> vouched;
        try {
            vouched = pulse.vouched(begin, begin + timeoutNanos, () -> look(entry, begin + timeoutNanos));
        } catch (RevocationUnavailableException e) {
            return Verdict.UNDECIDED;
        }
        if (vouched.isEmpty()) {
            return Verdict.UNDECIDED;
        }
        SessionStore.Sight sight = vouched.get();
        boolean mayBeKept = sight.isLive() && flight.generation() != 0 && pulse.isFrom(sight.server());
        cache.land(key, flight, mayBeKept, sight.remainingMillis());
        return sight.isLive() ? Verdict.LIVE : Verdict.REVOKED;
    }

    private SessionStore.Sight look(byte[] entry, long deadlineNanos) {
        long begin = ticker.nanos();
        try {
            return store.look(entry, deadlineNanos);
        } finally {
            lookUps.add(ticker.nanos() - begin);
        }
    }

    @Override
    public boolean isSpelledOneWay(String token) {
        return true;
    }

    /** Deletes under both patterns, whatever type the caller named: the type never decides whether a token dies. */
    @Override
    public CompletionStage<Void> revoke(Collection<String> tokens, Consumer<String> newlyDead) {
        List<SessionStore.Entries> entries = new ArrayList<>(tokens.size());
        for (String token : tokens) {
            entries.add(new SessionStore.Entries(
                    new byte[][] {keys.access().key(token), keys.refresh().key(token)}, TokenKey.of(token)));
        }
        Rounds.Part<SessionStore.Deletion> part = rounds.write(entries);
        int place = part.from();
        for (String token : tokens) {
            if (part.written().existing().get(place++)) {
                newlyDead.accept(token);
            }
        }
        return part.effective();
    }

    @Override
    public CompletionStage<Void> cutOff(Cutoff cutoff, IntConsumer ended) {
        throw new UnsupportedOperationException(pulse.name() + ": in sessions mode nothing tells which tokens a cut-off ends;"
                + " revoke the tokens of the sessions that you know with revokeAll(tokens), in one call");
    }

    /** What one round asks of Redis; where it has to be asked again, an entry existed if it did the first time. */
    private Function<Round, SessionStore.Deletion> deletion(List<SessionStore.Entries> entries) {
        BitSet existed = new BitSet();
        return round -> {
            SessionStore.Deletion done = delete(entries, round);
            List<Boolean> existing = new ArrayList<>(entries.size());
            for (int i = 0; i < entries.size(); i++) {
                existed.set(i, existed.get(i) || done.existing().get(i));
                existing.add(existed.get(i));
                cache.forget(entries.get(i).digest());
            }
            return new SessionStore.Deletion(existing, done.fleet(), done.registry(), done.isAnnounced(),
                    done.acknowledged(), done.server());
        };
    }

    /** What it deleted, or may have deleted, is remembered when it returns or throws. */
    private SessionStore.Deletion delete(List<SessionStore.Entries> entries, Round round) {
        AtomicBoolean isSent = new AtomicBoolean();
        try {
            SessionStore.Deletion done = store.delete(entries, round, () -> isSent.set(true));
            for (int i = 0; i < entries.size(); i++) {
                repeatLog.remember(entries.get(i).keys(), done.existing().get(i));
            }
            return done;
        } catch (RevocationUnavailableException e) {
            if (isSent.get()) {
                repeatLog.rememberUnconfirmed(entries.stream().map(SessionStore.Entries::keys).toList());
            }
            throw e;
        }
    }

    @Override
    public EngineHealth health() {
        Map<String, Long> counters = new TreeMap<>(rounds.counters());
        counters.putAll(repeatLog.dropped());
        counters.putAll(lookUps.counters());
        counters.putAll(store.gauges());
        EngineHealth health = pulse.health(store.trouble(), store.isSettled(), cache.size(), counters)
                .with(store.refusal());
        return cache.isOff() ? health.withoutMemory() : health;
    }

    @Override
    public void close() {
        pulse.close();
        store.close();
        pulse.awaitEnd();
        commitWait.close();
    }
}
