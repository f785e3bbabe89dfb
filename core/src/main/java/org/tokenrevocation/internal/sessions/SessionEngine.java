package org.tokenrevocation.internal.sessions;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.tokenrevocation.Health;
import org.tokenrevocation.RevocationUnavailableException;
import org.tokenrevocation.Verdict;
import org.tokenrevocation.internal.Engine;
import org.tokenrevocation.internal.EngineHealth;
import org.tokenrevocation.internal.lease.CommitWait;

/** Sessions mode: a token is live if and only if its entry exists. Asks Redis for every verdict. Thread-safe. */
public final class SessionEngine implements Engine {
    private final KeyPatterns keys;
    private final SessionStore store;
    private final CommitWait commitWait;

    /** Takes the store over and closes it. */
    public SessionEngine(KeyPatterns keys, SessionStore store, CommitWait commitWait) {
        this.keys = keys;
        this.store = store;
        this.commitWait = commitWait;
    }

    @Override
    public Verdict verdict(String token) {
        try {
            long remaining = store.remainingMillis(keys.access().key(token));
            return remaining == SessionStore.ABSENT ? Verdict.REVOKED : Verdict.LIVE;
        } catch (RevocationUnavailableException e) {
            return Verdict.UNDECIDED;
        }
    }

    /** Deletes under both patterns, whatever type the caller named: the type never decides whether a token dies. */
    @Override
    public CompletionStage<Void> revoke(Collection<String> tokens) {
        List<byte[]> entries = new ArrayList<>(2 * tokens.size());
        for (String token : tokens) {
            entries.add(keys.access().key(token));
            entries.add(keys.refresh().key(token));
        }
        store.delete(entries);
        return commitWait.start();
    }

    @Override
    public EngineHealth health() {
        Optional<String> trouble = Optional.ofNullable(store.trouble());
        Health.RedisState state = !store.isSettled()
                ? Health.RedisState.CONNECTING
                : trouble.isPresent() ? Health.RedisState.DOWN : Health.RedisState.UP;
        return new EngineHealth(state, trouble, Health.Memory.DIRECT, Optional.empty(), 0, Map.of());
    }

    @Override
    public void close() {
        store.close();
        commitWait.close();
    }
}
