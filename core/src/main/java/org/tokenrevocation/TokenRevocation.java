package org.tokenrevocation;

import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.tokenrevocation.internal.Closings;
import org.tokenrevocation.internal.CounterAccess;
import org.tokenrevocation.internal.EngineHealth;
import org.tokenrevocation.internal.engine.Engine;
import org.tokenrevocation.internal.engine.VerdictMemo;
import org.tokenrevocation.internal.identity.TokenDigest;
import org.tokenrevocation.internal.identity.TokenGrammar;
import org.tokenrevocation.internal.jmx.HealthBean;
import org.tokenrevocation.internal.memo.RecentTokens;
import org.tokenrevocation.internal.node.NodeAssembly;
import org.tokenrevocation.internal.settings.Setting;
import org.tokenrevocation.internal.settings.SettingValues;
import org.tokenrevocation.spi.RevocationEndpoint;

/**
 * One node's knowledge of which tokens are revoked, and its way to revoke more. One instance serves an application;
 * the doors of this project (filter, JAX-RS resource, endpoint servlet) share it.
 *
 * <p>The guarantee: when {@link #revoke} has returned, no node accepts the token any more, save for the exceptions
 * that the documentation (guarantee.md) names.
 *
 * <p>Thread-safe. Holds connections to Redis and daemon threads until {@link #close()}.
 */
public final class TokenRevocation implements AutoCloseable {
    /** Where the doors of one web application find its instance: the name of a {@code ServletContext} attribute. */
    public static final String CONTEXT_ATTRIBUTE = "org.tokenrevocation.TokenRevocation";

    /** A token that is always refused, without asking Redis: it tells whether the guard is in place. */
    public static final String PROBE_TOKEN = "token-revocation-probe";

    /** How many tokens {@link #revokeAll} takes at the most. */
    public static final int MAX_TOKENS_PER_CALL = 200_000;

    private static final System.Logger LOG = System.getLogger("org.tokenrevocation");

    static {
        CounterAccess.set((instance, counter) -> instance.counters.door(counter));
    }

    private final String name;
    private final Settings settings;
    private final SettingValues values;
    private final TokenGrammar grammar;
    private final Pattern tokenPattern;
    /** Tokens of the grammar that are ours; what they mean costs no second look. */
    private final RecentTokens recent;
    private final Engine engine;
    private final VerdictMemo memo;
    private final Endpoints endpoints;
    private final Revocations revocations;
    private final NodeCounters counters = new NodeCounters();
    private final Closings closings = new Closings();
    private final AtomicBoolean isClosed = new AtomicBoolean();

    private TokenRevocation(String name, Settings settings, RecentTokens recent, Engine engine,
            ClientAuthenticator authenticator, AuditListener listener) {
        this.name = name;
        this.settings = settings;
        this.recent = recent;
        this.engine = engine;
        this.memo = new VerdictMemo(engine, recent);
        this.values = settings.values();
        this.grammar = new TokenGrammar(settings.tokenCharacters(), values.get(Setting.MAX_TOKEN_LENGTH));
        this.tokenPattern = values.get(Setting.TOKEN_PATTERN).orElse(null);
        this.revocations = new Revocations(name, settings, engine, this::isToken, counters, listener);
        // What strangers post is not opened for this: the verifier opens it in any case.
        this.endpoints = new Endpoints(name, settings, authenticator,
                text -> grammar.matches(text) && engine.isWellFormed(text), revocations, counters::door);
        if (values.get(Setting.JMX)) {
            onClose(HealthBean.register(name, this::health)::close);
        }
    }

    /**
     * Starts an instance that does what the settings say. Redis need not answer yet: until it does, verdicts are
     * {@link Verdict#UNDECIDED} and the log and {@link #health()} name the cause.
     *
     * @param name what its log lines and threads are called unless {@code instance-name} is set; for example the context path
     * @param settings the checked settings
     * @return the running instance
     */
    public static TokenRevocation open(String name, Settings settings) {
        return builder(name, settings).open();
    }

    /**
     * Begins an instance with parts of the application's own. What is not given is what the settings say.
     *
     * @param name what its log lines and threads are called unless {@code instance-name} is set; for example the context path
     * @param settings the checked settings
     * @return a builder for one thread
     */
    public static Builder builder(String name, Settings settings) {
        return new Builder(name, settings);
    }

    /** What this instance is called. @return the name that its log lines begin with */
    public String name() {
        return name;
    }

    /**
     * Judges a token. Answers within {@code redis-timeout}; blocks only if memory cannot answer.
     *
     * @param token the token as received, without its scheme; not null
     * @return the verdict; never an exception for a token, however it is spelled
     */
    public Verdict verdict(String token) {
        return counters.counted(judge(token));
    }

    private Verdict judge(String token) {
        Verdict again = memo.verdictAgain(token);
        return again != null ? again : judgeAnew(token);
    }

    private Verdict judgeAnew(String token) {
        if (token.equals(PROBE_TOKEN)) {
            return Verdict.REVOKED;
        }
        byte[] ascii = grammar.bytes(token);
        if (ascii == null) {
            return Verdict.MALFORMED;
        }
        try {
            if (tokenPattern != null && !tokenPattern.matcher(token).matches() && engine.isSpelledOneWay(token)) {
                return Verdict.FOREIGN;
            }
        } catch (StackOverflowError e) {
            // The JDK's regular expressions recurse over repeated groups: a long token alone must not end in a 500.
            return Verdict.MALFORMED;
        }
        try {
            TokenDigest digest = engine.identify(token, ascii);
            return digest == null ? Verdict.MALFORMED : memo.verdict(token, digest);
        } catch (RevocationUnavailableException e) {
            return Verdict.UNDECIDED;
        }
    }

    /**
     * Tells whether a text can be a token at all (RFC 6750 section 2.1, plus {@code token-characters}).
     *
     * @param text any text
     * @return whether {@link #verdict} and {@link #revoke} take it
     */
    public boolean isToken(CharSequence text) {
        String token = text.toString();
        byte[] ascii = grammar.bytes(token);
        try {
            return ascii != null && engine.identify(token, ascii) != null;
        } catch (RevocationUnavailableException e) {
            // Its form is right; what is inside cannot be told now, and revoking it will say so.
            return true;
        }
    }

    /**
     * Revokes a token, access or refresh, and returns when no node accepts it any more: as soon as every node has acknowledged,
     * and after 1.2 × {@code effect-bound} at the latest. Revoking an unknown, expired or revoked token succeeds alike.
     *
     * @param token the token as issued
     * @throws IllegalArgumentException if the text is no token
     * @throws RevocationUnavailableException if Redis did not confirm, or this instance is closed before it took effect;
     *     repeating is always safe
     */
    public void revoke(String token) {
        try {
            revokeAll(List.of(token)).toCompletableFuture().join();
        } catch (CompletionException e) {
            throw new RevocationUnavailableException(name + ": closed before the revocation took effect; repeat it", e);
        }
    }

    /**
     * Revokes many tokens with one wait. They are written in the calling thread in pieces of a few hundred, each a round
     * trip that keeps Redis busy for a few milliseconds at most and has {@code redis-timeout} for itself; the wait needs
     * no thread.
     *
     * @param tokens the tokens as issued, {@value #MAX_TOKENS_PER_CALL} at the most; none is success at once
     * @return completes, on a thread of ours that no other revocation waits for, when no node accepts any of them any
     *     more; exceptionally, with a {@link RevocationUnavailableException}, if this instance is closed meanwhile: they
     *     are stored then, but may not have taken effect everywhere. It may be complete on return, since all nodes mostly
     *     acknowledge within a millisecond; what is hung on it then runs in the calling thread
     * @throws IllegalArgumentException if one text is no token, or if there are too many; nothing is revoked then
     * @throws RevocationUnavailableException if Redis did not confirm; some may be revoked, repeating is always safe. Or
     *     if {@code max-in-flight} of them, or of what the host does at their completion, have not ended; nothing is
     *     revoked then
     */
    public CompletionStage<Void> revokeAll(Collection<String> tokens) {
        return revocations.ofHost(tokens);
    }

    /**
     * Ends all tokens of a user, a session or a client at once, with one small record and the guarantee of {@link #revoke}.
     *
     * <p>In denylist mode it reaches tokens whose claims can be read: JWTs, and encrypted ones that {@code jwt-keys} opens; also
     * those that nobody has seen yet. A later cut-off of the same tokens takes an earlier one's place, never the other way
     * round. It is kept until {@code max-token-lifetime} and {@code clock-leeway} have passed since {@link Cutoff#issuedUntil}.
     *
     * @param cutoff which tokens
     * @return completes as in {@link #revokeAll(Collection)}, when no node accepts any of these tokens any more
     * @throws IllegalArgumentException if {@link Cutoff#issuedUntil} lies in the future by more than {@code clock-leeway}
     * @throws UnsupportedOperationException in sessions mode
     * @throws RevocationUnavailableException as in {@link #revokeAll(Collection)}
     */
    public CompletionStage<Void> revokeAll(Cutoff cutoff) {
        return revocations.ofHost(Objects.requireNonNull(cutoff, "cutoff"));
    }

    /** The contract of the revocation endpoint, for a door to serve. @return always the same one */
    public RevocationEndpoint endpoint() {
        return endpoints.revocation();
    }

    /**
     * The contracts of all endpoints that the settings switch on.
     *
     * @return decoded path to contract, that of {@link #endpoint()} first; immutable
     */
    public Map<String, RevocationEndpoint> endpoints() {
        return endpoints.all();
    }

    /** The settings in force. @return the settings that this instance was opened with */
    public Settings settings() {
        return settings;
    }

    /**
     * What this node can say about itself; cheap enough for a probe every second.
     *
     * @return a snapshot
     */
    public Health health() {
        EngineHealth part = engine.health();
        Map<String, Long> all = new LinkedHashMap<>();
        counters.putInto(all);
        all.putAll(part.counters());
        all.putAll(new TreeMap<>(endpoints.gauges()));
        all.put("revocations.in-flight", (long) revocations.inFlight());
        counters.putDoorsInto(all);
        return new Health(name, settings, part, all);
    }

    /**
     * Ties something to this instance's life, such as meters that somebody has registered for it.
     *
     * @param action run once, by {@link #close()} before anything ends; at once if that was called already. It must not throw
     */
    public void onClose(Runnable action) {
        closings.add(action);
    }

    /** Ends all threads and connections; idempotent. Verdicts are {@link Verdict#UNDECIDED} afterwards. */
    @Override
    public void close() {
        if (isClosed.compareAndSet(false, true)) {
            closings.run();
            endpoints.close();
            engine.close();
            revocations.close();
            recent.close();
            LOG.log(System.Logger.Level.INFO, "{0}: closed", name);
        }
    }

    /** Collects what an application brings along. For one thread. */
    public static final class Builder {
        private final String name;
        private final Settings settings;
        private ClientAuthenticator authenticator;
        private AuditListener auditListener = AuditListener.logging();
        private InstantSource clock = InstantSource.system();
        private RecentTokens recent = new RecentTokens();

        private Builder(String name, Settings settings) {
            this.name = settings.values().instanceName(Objects.requireNonNull(name, "name"));
            this.settings = settings;
            this.authenticator = settings.values().clientAuthenticator().orElse(null);
        }

        /**
         * Who may call the revocation endpoint, in place of the setting {@code client-credentials}. Without either,
         * everybody may.
         *
         * @param given decides; not null
         * @return this
         */
        public Builder clientAuthenticator(ClientAuthenticator given) {
            authenticator = Objects.requireNonNull(given, "clientAuthenticator");
            return this;
        }

        /**
         * Who is told each effective revocation, in place of the log.
         *
         * @param given is told; not null
         * @return this
         */
        public Builder auditListener(AuditListener given) {
            auditListener = Objects.requireNonNull(given, "auditListener");
            return this;
        }

        /** The wall clock, for tests that set it. */
        Builder clock(InstantSource given) {
            clock = given;
            return this;
        }

        /** Recent tokens that a test can look into. */
        Builder recent(RecentTokens given) {
            recent = given;
            return this;
        }

        /**
         * Starts the instance, as {@link TokenRevocation#open} does.
         *
         * @return the running instance
         * @throws IllegalArgumentException if the settings need a client authenticator and there is none
         */
        public TokenRevocation open() {
            settings.warnings().forEach(warning -> LOG.log(System.Logger.Level.WARNING, "{0}: {1}", name, warning));
            ClientAuthenticator ofSettings = settings.values().clientAuthenticator().orElse(null);
            if (ofSettings != null && authenticator != ofSettings) {
                LOG.log(System.Logger.Level.WARNING, "{0}: setting revocation.client-credentials is not used, because the"
                        + " application has given a client authenticator of its own; leave out one of the two", name);
            }
            Engine engine = NodeAssembly.start(name, settings.values(), authenticator != null, clock, recent);
            TokenRevocation opened = new TokenRevocation(name, settings, recent, engine, authenticator, auditListener);
            // As text: a server that keeps its latest log records (Open Liberty does) would keep our class loader with them.
            LOG.log(System.Logger.Level.INFO, "{0}: started with {1}", name, settings.toString());
            LOG.log(System.Logger.Level.INFO, "{0}: {1}", name, settings.values().failoverWords());
            return opened;
        }
    }
}
