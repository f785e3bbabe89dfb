package org.tokenrevocation;

import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.tokenrevocation.internal.Engine;
import org.tokenrevocation.internal.Threads;
import org.tokenrevocation.internal.Ticker;
import org.tokenrevocation.internal.lease.CommitWait;
import org.tokenrevocation.internal.lease.Feed;
import org.tokenrevocation.internal.lease.FeedLog;
import org.tokenrevocation.internal.lease.FeedMemory;
import org.tokenrevocation.internal.lease.FleetTerms;
import org.tokenrevocation.internal.lease.Pulse;
import org.tokenrevocation.internal.redis.FeedKeys;
import org.tokenrevocation.internal.redis.JedisFeedLink;
import org.tokenrevocation.internal.redis.JedisSessionStore;
import org.tokenrevocation.internal.sessions.KeyPatterns;
import org.tokenrevocation.internal.sessions.RepeatLog;
import org.tokenrevocation.internal.sessions.SessionCache;
import org.tokenrevocation.internal.sessions.SessionEngine;
import org.tokenrevocation.internal.sessions.SessionMemory;

/** Puts the rooms together: the one place that knows them all. */
final class Engines {
    private static final int WORKER_IDLE_SECONDS = 5;

    private final String name;
    private final Settings settings;
    private final ScheduledThreadPoolExecutor timer;
    private final ThreadPoolExecutor worker;

    private Engines(String name, Settings settings) {
        this.name = name;
        this.settings = settings;
        this.timer = new ScheduledThreadPoolExecutor(1, Threads.named(name, "feed-timer"));
        this.worker = Threads.pool(name, "feed-worker", 1, WORKER_IDLE_SECONDS);
    }

    static Engine of(String name, Settings settings) {
        if (settings.mode() == Mode.DENYLIST) {
            throw new IllegalArgumentException("Setting revocation.mode must be sessions, but is [denylist]; this"
                    + " version cannot do it yet");
        }
        return new Engines(name, settings).sessions();
    }

    private Engine sessions() {
        KeyPatterns patterns = settings.sessionKeys();
        FeedKeys keys = FeedKeys.sessions(
                settings.namespace(), patterns.access().toString(), patterns.access().prefix());
        Duration timeout = settings.redisTimeout();
        JedisSessionStore store = new JedisSessionStore(name, settings.redisAddress(), timeout, keys);
        SessionCache cache = new SessionCache(settings.cacheSize());
        RepeatLog repeatLog = new RepeatLog(Ticker.SYSTEM, settings.repeatWindow());
        SessionMemory memory = new SessionMemory(patterns.access(), cache, repeatLog, store, worker);
        JedisFeedLink link = new JedisFeedLink(name, settings.redisAddress(), timeout, keys);
        FeedLog log = new FeedLog(name);
        Feed feed = feed(link, memory, log);
        memory.reportTo(feed);
        link.reportTo(feed);
        Pulse pulse = new Pulse(name, feed, log, Ticker.SYSTEM, timer, worker, link);
        return new SessionEngine(
                patterns, store, cache, repeatLog, pulse, new CommitWait(name), Ticker.SYSTEM, timeout);
    }

    private Feed feed(JedisFeedLink link, FeedMemory memory, FeedLog log) {
        FleetTerms terms = new FleetTerms(settings.mode(), settings.effectBound(), settings.foundingWindow(),
                settings.redisTimeout(), () -> HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()));
        return new Feed(terms, Ticker.SYSTEM, (task, delay) -> timer.schedule(task, delay, TimeUnit.NANOSECONDS),
                link, memory, log);
    }
}
