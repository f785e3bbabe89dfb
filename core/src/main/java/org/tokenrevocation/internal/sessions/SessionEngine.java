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
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.tokenrevocation.RevocationUnavailableException;
import org.tokenrevocation.Verdict;
import org.tokenrevocation.internal.Engine;
import org.tokenrevocation.internal.EngineHealth;
import org.tokenrevocation.internal.Ticker;
import org.tokenrevocation.internal.identity.TokenDigest;
import org.tokenrevocation.internal.lease.CommitWait;
import org.tokenrevocation.internal.lease.Lease;
import org.tokenrevocation.internal.lease.Pulse;
import org.tokenrevocation.internal.lease.Settled;
import org.tokenrevocation.internal.recent.Sighting;

/**
 * Sessions mode: a token is live if and only if its entry exists. Answers from memory under a lease; otherwise asks
 * Redis, which is a proof by itself if the answer comes from the settled incarnation of the data. Thread-safe.
 */
public final class SessionEngine implements Engine {
    private final KeyPatterns keys;
    private final SessionStore store;
    private final SessionCache cache;
    private final RepeatLog repeatLog;
    private final Pulse pulse;
    private final CommitWait commitWait;
    private final Ticker ticker;
    private final long timeoutNanos;
    private final LongAdder lookUps = new LongAdder();

    /** Takes store, pulse and commit wait over and closes them. */
    public SessionEngine(
            KeyPatterns keys,
            SessionStore store,
            SessionCache cache,
            RepeatLog repeatLog,
            Pulse pulse,
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
    }

    @Override
    public TokenDigest identify(String token, byte[] ascii) {
        return TokenKey.of(ascii);
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
        return ask(sighting.token(), sighting.digest(), begin);
    }

    @Override
    public boolean isKnownLive(byte[] seen) {
        // As above.
        Lease.Grant grant = pulse.lease().current();
        long begin = ticker.nanos();
        pulse.touch(begin);
        return grant != null && grant.holdsAt(begin) && cache.isLive(seen, grant, begin);
    }

    private Verdict ask(String token, TokenDigest key, long begin) {
        Flight underWay = cache.flight(key);
        if (underWay != null && underWay.serves(begin, pulse.boundNanos())) {
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
            vouched = pulse.vouched(begin + timeoutNanos, () -> look(entry, begin + timeoutNanos));
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
        lookUps.increment();
        return store.look(entry, deadlineNanos);
    }

    @Override
    public boolean isSpelledOneWay(String token) {
        return true;
    }

    /** Deletes under both patterns, whatever type the caller named: the type never decides whether a token dies. */
    @Override
    public CompletionStage<Void> revoke(Collection<String> tokens, Consumer<String> newlyDead) {
        List<byte[][]> pairs = new ArrayList<>(tokens.size());
        for (String token : tokens) {
            pairs.add(new byte[][] {keys.access().key(token), keys.refresh().key(token)});
        }
        BitSet existed = new BitSet();
        Settled settled = pulse.confirmed(ticker.nanos() + timeoutNanos, () -> {
            SessionStore.Deletion done = delete(pairs);
            existing(done).forEach(existed::set);
            return done;
        });
        tokens.forEach(token -> cache.forget(TokenKey.of(token)));
        CompletionStage<Void> effective = commitWait.start(settled.boundNanos());
        // During the wait, whose length must not tell whether a token was alive.
        List<String> all = List.copyOf(tokens);
        existed.stream().mapToObj(all::get).forEach(newlyDead);
        return effective;
    }

    /** What it deleted, or may have deleted, is remembered when it returns or throws. */
    private SessionStore.Deletion delete(List<byte[][]> pairs) {
        AtomicBoolean isSent = new AtomicBoolean();
        try {
            SessionStore.Deletion done = store.delete(pairs, () -> isSent.set(true));
            for (int i = 0; i < pairs.size(); i++) {
                repeatLog.remember(pairs.get(i), done.existing().get(i));
            }
            return done;
        } catch (RevocationUnavailableException e) {
            if (isSent.get()) {
                repeatLog.rememberUnconfirmed(pairs);
            }
            throw e;
        }
    }

    /** The places of the tokens that had an entry. */
    private static IntStream existing(SessionStore.Deletion done) {
        return IntStream.range(0, done.existing().size()).filter(i -> done.existing().get(i));
    }

    @Override
    public EngineHealth health() {
        Map<String, Long> counters = new TreeMap<>(repeatLog.dropped());
        counters.put("lookups", lookUps.sum());
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
