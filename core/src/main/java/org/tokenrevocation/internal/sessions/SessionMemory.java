package org.tokenrevocation.internal.sessions;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.tokenrevocation.RevocationUnavailableException;
import org.tokenrevocation.internal.feed.BeatReply;
import org.tokenrevocation.internal.feed.Feed;
import org.tokenrevocation.internal.feed.FeedMemory;
import org.tokenrevocation.internal.identity.TokenDigest;
import org.tokenrevocation.internal.lease.FleetRecord;
import org.tokenrevocation.internal.lease.ServerId;

/** Sessions mode's memory as the feed keeps it: the cache forgets what pushes name, a new incarnation hears our DELs. */
public final class SessionMemory implements FeedMemory {
    private static final int BATCH = 1_000;

    private final KeyPattern access;
    private final SessionCache cache;
    private final RepeatLog repeatLog;
    private final SessionStore store;
    private final Executor worker;
    private final Predicate<byte[][]> isPair;
    private volatile Feed feed;

    /**
     * Repeats deletions on the worker, which must not run them in the calling thread.
     *
     * @param isPair whether what somebody says he has deleted are the two keys of one token
     */
    public SessionMemory(KeyPattern access, SessionCache cache, RepeatLog repeatLog, SessionStore store, Executor worker,
            Predicate<byte[][]> isPair) {
        this.isPair = isPair;
        this.access = access;
        this.cache = cache;
        this.repeatLog = repeatLog;
        this.store = store;
        this.worker = worker;
    }

    /** Names the feed to report to; once, before it starts. */
    public void reportTo(Feed reported) {
        this.feed = reported;
    }

    @Override
    public void reconnected(long generation) {
        cache.forgetAll();
    }

    @Override
    public void join(long generation, FleetRecord record, boolean mustWriteBack) {
        cache.forgetAll();
        worker.execute(() -> repeat(generation, record));
    }

    private void repeat(long generation, FleetRecord record) {
        try {
            List<byte[][]> pairs = repeatLog.pairs();
            for (int from = 0; from < pairs.size(); from += BATCH) {
                ServerId server = store.repeat(pairs.subList(from, Math.min(pairs.size(), from + BATCH)));
                if (!server.replicationId().equals(record.replicationId())) {
                    feed.joinFailed(generation, "the deletions went to a server of another incarnation");
                    return;
                }
            }
            feed.joined(generation, record.epoch());
        } catch (RevocationUnavailableException e) {
            feed.joinFailed(generation, e.getMessage());
        }
    }

    @Override
    public String cursor() {
        return null;
    }

    @Override
    public Progress apply(BeatReply reply) {
        return Progress.CURRENT;
    }

    @Override
    public void invalidate(Collection<byte[]> keys) {
        if (keys == null) {
            cache.forgetAll();
            return;
        }
        for (byte[] key : keys) {
            TokenDigest token = TokenKey.ofRedisKey(access, key);
            if (token != null) {
                cache.forget(token);
            }
        }
    }

    @Override
    public boolean announced(Map<TokenDigest, Long> digests) {
        digests.keySet().forEach(cache::forget);
        return true;
    }

    @Override
    public void deleted(List<byte[][]> pairs) {
        pairs.stream().filter(isPair).forEach(repeatLog::rememberOthers);
    }

    @Override
    public boolean isTrackingNeeded() {
        return true;
    }
}
