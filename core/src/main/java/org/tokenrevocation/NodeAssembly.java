package org.tokenrevocation;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.tokenrevocation.internal.Threads;
import org.tokenrevocation.internal.Ticker;
import org.tokenrevocation.internal.denylist.DenylistEngine;
import org.tokenrevocation.internal.denylist.DenylistMemory;
import org.tokenrevocation.internal.denylist.RecordedIdentity;
import org.tokenrevocation.internal.denylist.RecordingPolicy;
import org.tokenrevocation.internal.engine.Engine;
import org.tokenrevocation.internal.feed.Feed;
import org.tokenrevocation.internal.feed.FeedClient;
import org.tokenrevocation.internal.feed.FeedLog;
import org.tokenrevocation.internal.feed.FeedMemory;
import org.tokenrevocation.internal.feed.FleetTerms;
import org.tokenrevocation.internal.identity.JoseHeaderJson;
import org.tokenrevocation.internal.identity.TokenGrammar;
import org.tokenrevocation.internal.identity.TokenIdentity;
import org.tokenrevocation.internal.jwt.JwtVerifier;
import org.tokenrevocation.internal.lease.CommitWait;
import org.tokenrevocation.internal.memo.RecentTokens;
import org.tokenrevocation.internal.redis.FeedKeys;
import org.tokenrevocation.internal.redis.JedisDenylistStore;
import org.tokenrevocation.internal.redis.JedisFeedLink;
import org.tokenrevocation.internal.redis.JedisSessionStore;
import org.tokenrevocation.internal.sessions.KeyPatterns;
import org.tokenrevocation.internal.sessions.RepeatLog;
import org.tokenrevocation.internal.sessions.SessionCache;
import org.tokenrevocation.internal.sessions.SessionEngine;
import org.tokenrevocation.internal.sessions.SessionMemory;
import org.tokenrevocation.internal.settings.Setting;

/** Puts the rooms together: the one place that knows them all. */
final class NodeAssembly {
    private static final int WORKER_IDLE_SECONDS = 5;
    /** Half of the processors: junk that looks like an encrypted token must not take them all. */
    private static final int OPENED_AT_A_TIME = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    /** Keys come from an issuer's server, which answers to none of our settings about Redis. */
    private static final Duration KEY_TIMEOUT = Duration.ofSeconds(2);

    private final String name;
    private final Settings settings;
    private final InstantSource clock;
    private final ScheduledThreadPoolExecutor timer;
    private final ThreadPoolExecutor worker;

    private NodeAssembly(String name, Settings settings, InstantSource clock) {
        this.clock = clock;
        this.name = name;
        this.settings = settings;
        this.timer = new ScheduledThreadPoolExecutor(1, Threads.named(name, "feed-timer"));
        this.worker = Threads.pool(name, "feed-worker", 1, WORKER_IDLE_SECONDS);
    }

    /** Starts what the settings say, and has the recent tokens forgotten once a second. */
    static Engine of(String name, Settings settings, boolean isClientAuthenticated, InstantSource clock,
            RecentTokens recent) {
        if (settings.mode() == Mode.DENYLIST) {
            check(settings, isClientAuthenticated);
        }
        NodeAssembly engines = new NodeAssembly(name, settings, clock);
        Engine engine = settings.mode() == Mode.DENYLIST ? engines.denylist() : engines.sessions();
        engines.timer.scheduleWithFixedDelay(recent::forgetAll, 1, 1, TimeUnit.SECONDS);
        return engine;
    }

    private static void check(Settings settings, boolean isClientAuthenticated) {
        String unverified = settings.acceptUnverified();
        if (unverified.equals("true") && !isClientAuthenticated) {
            throw Setting.ACCEPT_UNVERIFIED.refused(unverified, "with [true] the endpoint needs client authentication,"
                    + " or anybody could fill the denylist: set revocation.client-credentials, or say [anonymous]");
        }
        if (settings.jwtKeys().isBlank() && unverified.equals("false")) {
            throw Setting.JWT_KEYS.refused("", "in denylist mode only tokens that verify are recorded, so without keys"
                    + " nothing could be revoked: name them, or set revocation.accept-unverified");
        }
    }

    private Engine sessions() {
        KeyPatterns patterns = settings.sessionKeys();
        FeedKeys keys = FeedKeys.sessions(
                settings.namespace(), patterns.access().toString(), patterns.access().prefix(),
                settings.redisAddress().database());
        Duration timeout = settings.redisTimeout();
        JedisSessionStore store = new JedisSessionStore(name, settings.redisAddress(), timeout, keys, patterns, settings.fence());
        TokenGrammar grammar = new TokenGrammar(settings.tokenCharacters(), settings.maxTokenLength());
        SessionCache cache = new SessionCache(settings.cacheSize());
        RepeatLog repeatLog = new RepeatLog(Ticker.SYSTEM, settings.repeatWindow());
        SessionMemory memory = new SessionMemory(patterns.access(), cache, repeatLog, store, worker,
                pair -> patterns.isPair(pair, grammar));
        JedisFeedLink link = new JedisFeedLink(name, settings.redisAddress(), timeout, keys);
        FeedLog log = new FeedLog(name, settings.mode());
        Feed feed = feed(link, memory, log);
        memory.reportTo(feed);
        link.reportTo(feed);
        FeedClient pulse = new FeedClient(name, feed, log, Ticker.SYSTEM, timer, worker, link);
        return new SessionEngine(
                patterns, store, cache, repeatLog, pulse, new CommitWait(name), Ticker.SYSTEM, timeout);
    }

    private Engine denylist() {
        Duration timeout = settings.redisTimeout();
        JwtVerifier keys = JwtVerifier.open(name, settings.jwtKeys(), settings.maxTokenLifetime(), KEY_TIMEOUT, Ticker.SYSTEM);
        RecordingPolicy door = new RecordingPolicy(keys, !settings.acceptUnverified().equals("false"), settings.clockLeeway(), settings.maxTokenLifetime());
        JedisDenylistStore store =
                new JedisDenylistStore(name, settings.redisAddress(), timeout, settings.namespace(), settings.fence());
        DenylistMemory memory = new DenylistMemory(store, clock, worker, settings.maxEntries());
        JedisFeedLink link = new JedisFeedLink(
                name, settings.redisAddress(), timeout, FeedKeys.denylist(settings.namespace(), settings.redisAddress().database()));
        FeedLog log = new FeedLog(name, settings.mode());
        Feed feed = feed(link, memory, log);
        memory.reportTo(feed);
        link.reportTo(feed);
        FeedClient pulse = new FeedClient(name, feed, log, Ticker.SYSTEM, timer, worker, link);
        RecordedIdentity identity = new RecordedIdentity(new TokenIdentity(new JoseHeaderJson()),
                keys.opener(OPENED_AT_A_TIME, timeout), settings.cacheSize());
        return new DenylistEngine(identity, door, store, memory, pulse,
                new CommitWait(name), Ticker.SYSTEM, timeout, settings.maxEntries());
    }

    private Feed feed(JedisFeedLink link, FeedMemory memory, FeedLog log) {
        FleetTerms terms = new FleetTerms(name, settings.mode(), settings.effectBound(), settings.foundingWindow(),
                settings.redisTimeout(), settings.fence(), () -> HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()));
        return new Feed(terms, Ticker.SYSTEM, (task, delay) -> timer.schedule(task, delay, TimeUnit.NANOSECONDS),
                link, memory, log);
    }
}
