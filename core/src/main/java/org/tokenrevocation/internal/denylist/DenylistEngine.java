package org.tokenrevocation.internal.denylist;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.tokenrevocation.Cutoff;
import org.tokenrevocation.RevocationUnavailableException;
import org.tokenrevocation.Verdict;
import org.tokenrevocation.internal.EngineHealth;
import org.tokenrevocation.internal.Ticker;
import org.tokenrevocation.internal.cutoff.LogoutReading;
import org.tokenrevocation.internal.cutoff.TokenClaims;
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
 * Denylist mode: a token is refused if and only if its digest is in the set, or a cut-off that matches it is. Every node holds the whole set and answers
 * from it under a lease; without one it waits for the next proof. Thread-safe.
 */
public final class DenylistEngine implements Engine {
    private final RecordedIdentity identity;
    private final RecordingPolicy door;
    private final DenylistStore store;
    private final DenylistMemory memory;
    private final FeedClient pulse;
    private final CommitWait commitWait;
    private final Rounds<Revocation, DenylistStore.Addition> rounds;
    private final LookUps lookUps = new LookUps();
    private final Ticker ticker;
    private final long timeoutNanos;
    private final int maxEntries;
    private final Function<String, LogoutReading> logoutTokens;

    /** Takes door, store, pulse and commit wait over and closes them. */
    public DenylistEngine(
            RecordedIdentity identity,
            RecordingPolicy door,
            DenylistStore store,
            DenylistMemory memory,
            FeedClient pulse,
            CommitWait commitWait,
            Ticker ticker,
            Duration timeout,
            int maxEntries) {
        this(identity, door, store, memory, pulse, commitWait, ticker, timeout, maxEntries,
                token -> new LogoutReading.Unavailable("logout tokens are not configured"));
    }

    /** The same with a reader of logout tokens. */
    public DenylistEngine(
            RecordedIdentity identity,
            RecordingPolicy door,
            DenylistStore store,
            DenylistMemory memory,
            FeedClient pulse,
            CommitWait commitWait,
            Ticker ticker,
            Duration timeout,
            int maxEntries,
            Function<String, LogoutReading> logoutTokens) {
        this.logoutTokens = logoutTokens;
        this.identity = identity;
        this.door = door;
        this.store = store;
        this.memory = memory;
        this.pulse = pulse;
        this.commitWait = commitWait;
        this.ticker = ticker;
        this.timeoutNanos = timeout.toNanos();
        this.maxEntries = maxEntries;
        this.rounds = new Rounds<>(
                pulse, commitWait, ticker, timeout, revocations -> round -> record(revocations, round));
    }

    @Override
    public TokenDigest identify(String token, byte[] ascii) {
        return identity.digest(token, ascii);
    }

    @Override
    public boolean isWellFormed(String token) {
        return identity.asSpelled(token) != null;
    }

    @Override
    public Verdict verdict(Sighting sighting) {
        // The order is the proof: lease, clock, memory. See Lease.
        Lease.Grant grant = pulse.lease().current();
        long begin = ticker.nanos();
        pulse.touch(begin);
        if (isRefused(sighting)) {
            return Verdict.REVOKED;
        }
        if (grant != null && grant.holdsAt(begin)) {
            return Verdict.LIVE;
        }
        if (isRedisAway() || !awaitProof(begin)) {
            return Verdict.UNDECIDED;
        }
        return isRefused(sighting) ? Verdict.REVOKED : Verdict.LIVE;
    }

    private boolean isRefused(Sighting sighting) {
        return memory.contains(sighting, identity::claims, door.leewayMillis());
    }

    private boolean awaitProof(long begin) {
        try {
            return pulse.awaitProof(begin, begin + timeoutNanos);
        } finally {
            lookUps.add(ticker.nanos() - begin);
        }
    }

    @Override
    public boolean isKnownLive(byte[] seen) {
        // As above.
        Lease.Grant grant = pulse.lease().current();
        long begin = ticker.nanos();
        pulse.touch(begin);
        return grant != null && grant.holdsAt(begin) && memory.isUnchanged(seen);
    }

    /** Then waiting would only pile up requests. A feed that merely reconnects is waited for. */
    private boolean isRedisAway() {
        return !pulse.isConnected() && store.trouble() != null;
    }

    @Override
    public boolean isSpelledOneWay(String token) {
        return identity.isSpelledOneWay(token);
    }

    @Override
    public CompletionStage<Void> revoke(Collection<String> tokens, Consumer<String> newlyDead) {
        List<Revocation> revocations = new ArrayList<>(tokens.size());
        List<String> unknown = new ArrayList<>();
        Set<TokenDigest> added = new HashSet<>();
        for (String token : tokens) {
            Optional<Long> dropAtMillis = door.dropAtMillis(
                    token, !identity.isSpelledOneWay(token), memory.passedMillis(), memory.latestMillis());
            TokenDigest digest = dropAtMillis.isPresent() ? recorded(token) : null;
            if (digest == null || !added.add(digest)) {
                // Not ours; or the same token again.
                continue;
            }
            revocations.add(new Revocation(digest, dropAtMillis.get()));
            if (!memory.contains(digest)) {
                unknown.add(token);
                // The first sealing of a token that is sealed is recorded too, for nodes that cannot open it. Not every one:
                // whoever holds a token can seal it as often as he likes.
                TokenDigest asSpelled = identity.asSpelled(token);
                if (!asSpelled.equals(digest)) {
                    revocations.add(new Revocation(asSpelled, dropAtMillis.get()));
                }
            }
        }
        // Also with nothing to record: the answer must not tell an unknown token from a known one.
        CompletionStage<Void> effective = write(revocations);
        unknown.forEach(newlyDead);
        return effective;
    }

    @Override
    public CompletionStage<Void> cutOff(Cutoff cutoff, IntConsumer ended) {
        return write(door.record(cutoff, memory.passedMillis(), memory.latestMillis()).map(Revocation::new).stream().toList());
    }

    @Override
    public LogoutReading readLogout(String token) {
        return logoutTokens.apply(token);
    }

    @Override
    public CompletionStage<Void> logOut(LogoutReading.Valid logout) {
        Sighting used = new Sighting("", logout.once());
        used.noteClaims(TokenClaims.none());
        Verdict verdict = verdict(used);
        if (verdict == Verdict.REVOKED) {
            throw new IllegalArgumentException("The logout token was used already");
        }
        if (verdict == Verdict.UNDECIDED) {
            throw new RevocationUnavailableException(pulse.name() + ": nobody can tell now whether the logout token was used");
        }
        List<Revocation> records = new ArrayList<>();
        records.add(new Revocation(logout.once(), logout.expiresAtMillis()));
        door.record(logout.cutoff(), memory.passedMillis(), memory.latestMillis()).map(Revocation::new).ifPresent(records::add);
        return write(records);
    }

    private CompletionStage<Void> write(List<Revocation> revocations) {
        Rounds.Part<DenylistStore.Addition> part = rounds.write(revocations);
        if (part.written().isFull()) {
            throw new RevocationUnavailableException(pulse.name() + ": the denylist holds revocation.max-entries ["
                    + maxEntries + "] records and takes no more; raise the setting and Redis' memory");
        }
        return part.effective();
    }

    /** Only of tokens that verify, so that what a stranger sealed is opened once, by the verifier. */
    private TokenDigest recorded(String token) {
        TokenDigest digest = identity.digest(token);
        if (digest == null) {
            throw new IllegalArgumentException("An encrypted token holds none that a node accepts; pass it as it was issued");
        }
        return digest;
    }

    private DenylistStore.Addition record(List<Revocation> revocations, Round round) {
        DenylistStore.Addition done = store.add(revocations, maxEntries, memory.passedMillis(), round);
        if (!done.isFull()) {
            memory.add(revocations);
        }
        return done;
    }

    @Override
    public EngineHealth health() {
        Map<String, Long> counters = new LinkedHashMap<>(rounds.counters());
        counters.putAll(new TreeMap<>(lookUps.counters()));
        counters.putAll(new TreeMap<>(store.gauges()));
        counters.put("cutoffs", memory.cutoffs());
        counters.put("revocations.not-ours", door.notOurs());
        counters.put("revocations.misaddressed", door.misaddressed());
        counters.put("revocations.without-expiry", door.withoutExpiry());
        return pulse.health(store.trouble(), store.isSettled(), memory.size(), counters).with(store.refusal());
    }

    @Override
    public void close() {
        pulse.close();
        store.close();
        pulse.awaitEnd();
        commitWait.close();
        door.close();
    }
}
