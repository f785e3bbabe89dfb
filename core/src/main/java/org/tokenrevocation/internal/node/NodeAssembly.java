package org.tokenrevocation.internal.node;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.tokenrevocation.Mode;
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
import org.tokenrevocation.internal.jwt.LogoutTokens;
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
import org.tokenrevocation.internal.settings.SettingValues;
import org.tokenrevocation.internal.settings.UnverifiedPolicy;

/** Makes the engine of one node out of the other packages; the only class that knows them all. */
public final class NodeAssembly {
    private static final int WORKER_IDLE_SECONDS = 5;
    /** Half of the processors: junk that looks like an encrypted token must not take them all. */
    private static final int OPENED_AT_A_TIME = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    /** Keys come from an issuer's server, which answers to none of our settings about Redis. */
    private static final Duration KEY_TIMEOUT = Duration.ofSeconds(2);

    private final String name;
    private final SettingValues settings;
    private final InstantSource clock;
    private final ScheduledThreadPoolExecutor timer;
    private final ThreadPoolExecutor worker;

    private NodeAssembly(String name, SettingValues settings, InstantSource clock) {
        this.clock = clock;
        this.name = name;
        this.settings = settings;
        this.timer = new ScheduledThreadPoolExecutor(1, Threads.named(name, "feed-timer"));
        this.worker = Threads.pool(name, "feed-worker", 1, WORKER_IDLE_SECONDS);
    }

    /**
     * Starts the engine of the settings' mode. Has the recent tokens forgotten once a second.
     *
     * @throws IllegalArgumentException if two settings contradict each other
     */
    public static Engine start(String name, SettingValues settings, boolean isClientAuthenticated, InstantSource clock,
            RecentTokens recent) {
        if (settings.get(Setting.MODE) == Mode.DENYLIST) {
            check(settings, isClientAuthenticated);
        }
        checkFurtherEndpoints(settings, isClientAuthenticated);
        NodeAssembly assembly = new NodeAssembly(name, settings, clock);
        Engine engine = settings.get(Setting.MODE) == Mode.DENYLIST ? assembly.denylist() : assembly.sessions();
        assembly.timer.scheduleWithFixedDelay(recent::forgetAll, 1, 1, TimeUnit.SECONDS);
        return engine;
    }

    private static void check(SettingValues settings, boolean isClientAuthenticated) {
        UnverifiedPolicy unverified = settings.get(Setting.ACCEPT_UNVERIFIED);
        if (unverified == UnverifiedPolicy.TRUE && !isClientAuthenticated) {
            throw Setting.ACCEPT_UNVERIFIED.refused("true", "with [true] the endpoint needs client authentication,"
                    + " or anybody could fill the denylist: set revocation.client-credentials, or say [anonymous]");
        }
        if (settings.get(Setting.JWT_KEYS).isBlank() && unverified == UnverifiedPolicy.FALSE) {
            throw Setting.JWT_KEYS.refused("", "in denylist mode only tokens that verify are recorded, so without keys"
                    + " nothing could be revoked: name them, or set revocation.accept-unverified");
        }
    }

    /** None of them may be there for everybody, or answer without being able to do what it says. */
    private static void checkFurtherEndpoints(SettingValues settings, boolean isClientAuthenticated) {
        boolean isDenylist = settings.get(Setting.MODE) == Mode.DENYLIST;
        settings.get(Setting.REVOCATIONS_ENDPOINT).ifPresent(path -> {
            if (!isClientAuthenticated) {
                throw Setting.REVOCATIONS_ENDPOINT.refused(path, "it ends all tokens of a user, so it is never open to"
                        + " everybody: set revocation.client-credentials");
            }
            if (!isDenylist) {
                throw Setting.REVOCATIONS_ENDPOINT.refused(path, "in sessions mode nothing tells which tokens a user has:"
                        + " leave it out, or set revocation.mode=denylist");
            }
        });
        settings.get(Setting.BACKCHANNEL_LOGOUT).ifPresent(path -> {
            if (!isDenylist) {
                throw Setting.BACKCHANNEL_LOGOUT.refused(path, "it needs revocation.mode=denylist, where keys are known that"
                        + " verify a logout token");
            }
            if (settings.get(Setting.LOGOUT_AUDIENCE).isEmpty()) {
                throw Setting.BACKCHANNEL_LOGOUT.refused(path, "say whom logout tokens have to be for: set"
                        + " revocation.logout-audience to this application's client id at the issuer");
            }
        });
    }

    private void checkIssuers(JwtVerifier verifier) {
        get(Setting.BACKCHANNEL_LOGOUT).filter(path -> !verifier.namesIssuers()).ifPresent(path -> {
            verifier.close();
            throw Setting.BACKCHANNEL_LOGOUT.refused(path, "only an entry of revocation.jwt-keys that names its issuer"
                    + " vouches for logout tokens: add ;issuer= to it");
        });
    }

    private Engine sessions() {
        KeyPatterns patterns = settings.sessionKeys();
        FeedKeys keys = FeedKeys.sessions(
                get(Setting.NAMESPACE), patterns.access().toString(), patterns.access().prefix(),
                get(Setting.REDIS_URL).database());
        Duration timeout = get(Setting.REDIS_TIMEOUT);
        JedisSessionStore store = new JedisSessionStore(name, get(Setting.REDIS_URL), timeout, keys, patterns,
                settings.fence());
        SessionCache cache = new SessionCache(get(Setting.CACHE_SIZE));
        RepeatLog repeatLog = new RepeatLog(Ticker.SYSTEM, get(Setting.REPEAT_WINDOW));
        TokenGrammar grammar = new TokenGrammar(get(Setting.TOKEN_CHARACTERS), get(Setting.MAX_TOKEN_LENGTH));
        SessionMemory memory = new SessionMemory(patterns.access(), cache, repeatLog, store, worker,
                pair -> patterns.isPair(pair, grammar));
        JedisFeedLink link = new JedisFeedLink(name, get(Setting.REDIS_URL), timeout, keys);
        FeedLog log = new FeedLog(name, get(Setting.MODE));
        Feed feed = feed(link, memory, log);
        memory.reportTo(feed);
        link.reportTo(feed);
        FeedClient feedClient = new FeedClient(name, feed, log, Ticker.SYSTEM, timer, worker, link);
        return new SessionEngine(
                patterns, store, cache, repeatLog, feedClient, new CommitWait(name), Ticker.SYSTEM, timeout);
    }

    private Engine denylist() {
        Duration timeout = get(Setting.REDIS_TIMEOUT);
        Duration longestLife = get(Setting.MAX_TOKEN_LIFETIME);
        JwtVerifier verifier =
                JwtVerifier.open(name, get(Setting.JWT_KEYS), longestLife, KEY_TIMEOUT, Ticker.SYSTEM);
        checkIssuers(verifier);
        RecordingPolicy policy = new RecordingPolicy(verifier,
                get(Setting.ACCEPT_UNVERIFIED) != UnverifiedPolicy.FALSE, get(Setting.CLOCK_LEEWAY), longestLife);
        JedisDenylistStore store =
                new JedisDenylistStore(name, get(Setting.REDIS_URL), timeout, get(Setting.NAMESPACE),
                        settings.fence());
        DenylistMemory memory = new DenylistMemory(store, clock, worker, get(Setting.MAX_ENTRIES));
        FeedKeys keys = FeedKeys.denylist(get(Setting.NAMESPACE), get(Setting.REDIS_URL).database());
        JedisFeedLink link = new JedisFeedLink(name, get(Setting.REDIS_URL), timeout, keys);
        FeedLog log = new FeedLog(name, get(Setting.MODE));
        Feed feed = feed(link, memory, log);
        memory.reportTo(feed);
        link.reportTo(feed);
        FeedClient feedClient = new FeedClient(name, feed, log, Ticker.SYSTEM, timer, worker, link);
        RecordedIdentity identity = new RecordedIdentity(new TokenIdentity(new JoseHeaderJson()),
                verifier.opener(OPENED_AT_A_TIME, timeout), get(Setting.CACHE_SIZE));
        LogoutTokens logoutTokens =
                new LogoutTokens(verifier, get(Setting.LOGOUT_AUDIENCE), get(Setting.CLOCK_LEEWAY), clock);
        return new DenylistEngine(identity, policy, store, memory, feedClient,
                new CommitWait(name), Ticker.SYSTEM, timeout, get(Setting.MAX_ENTRIES), logoutTokens::read);
    }

    private Feed feed(JedisFeedLink link, FeedMemory memory, FeedLog log) {
        FleetTerms terms = new FleetTerms(name, get(Setting.MODE), get(Setting.EFFECT_BOUND),
                get(Setting.FOUNDING_WINDOW), get(Setting.REDIS_TIMEOUT), settings.fence(),
                () -> HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()));
        return new Feed(terms, Ticker.SYSTEM, (task, delay) -> timer.schedule(task, delay, TimeUnit.NANOSECONDS),
                link, memory, log);
    }

    private <T> T get(Setting<T> setting) {
        return settings.get(setting);
    }
}
