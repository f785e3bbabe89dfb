package org.tokenrevocation.internal.sessions;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.time.Duration;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;
import org.openjdk.jcstress.infra.results.Z_Result;
import org.tokenrevocation.Mode;
import org.tokenrevocation.Verdict;
import org.tokenrevocation.internal.Ticker;
import org.tokenrevocation.internal.identity.TokenDigest;
import org.tokenrevocation.internal.lease.CommitWait;
import org.tokenrevocation.internal.lease.Lease;
import org.tokenrevocation.internal.lease.StressedPulse;
import org.tokenrevocation.internal.recent.RecentTokens;
import org.tokenrevocation.internal.recent.Sighting;

/** Between two memory reads of one verdict in sessions mode: what the simulation cannot see. */
public final class SessionStress {
    private static final String TOKEN = "token-of-some-length";
    private static final byte[] BYTES = RecentTokens.bytes(TOKEN);
    private static final TokenDigest KEY = TokenKey.of(TOKEN);
    private static final KeyPatterns KEYS = new KeyPatterns(
            new KeyPattern("session:access:", "", false), new KeyPattern("session:refresh:", "", false));
    private static final CommitWait COMMIT_WAIT = new CommitWait("stress");
    private static final long LONG_AGO = 0;
    private static final long NOW = 10 * StressedPulse.BOUND_NANOS;
    private static final long GENERATION = 1;

    private SessionStress() {}

    /** A node that remembers one live token, and that Redis does not answer. */
    private static final class Stressed {
        private final SessionCache cache = new SessionCache(10);
        private final RecentTokens recent = new RecentTokens();
        private final StressedPulse feed;
        private final SessionEngine engine;

        Stressed(Ticker ticker) {
            RepeatLog repeatLog = new RepeatLog(ticker, Duration.ZERO);
            Silence silence = new Silence();
            feed = new StressedPulse(Mode.SESSIONS,
                    new SessionMemory(KEYS.access(), cache, repeatLog, silence, task -> { }), ticker);
            engine = new SessionEngine(KEYS, silence, cache, repeatLog, feed.pulse(), COMMIT_WAIT, ticker, Duration.ZERO);
            Flight flight = new Flight(LONG_AGO, GENERATION);
            cache.depart(KEY, flight);
            cache.land(KEY, flight, true, SessionStore.UNLIMITED);
        }

        boolean accepts() {
            byte[] seen = recent.find(BYTES);
            if (seen != null && engine.isKnownLive(seen)) {
                return true;
            }
            Sighting sighting = new Sighting(TOKEN, KEY);
            boolean isLive = engine.verdict(sighting) == Verdict.LIVE;
            recent.remember(BYTES, sighting);
            return isLive;
        }
    }

    /**
     * The token was revoked long ago and no lease holds. The feed comes back, forgets the token and gives a lease:
     * whoever takes this lease finds memory as the lease promises. (Memory before lease would accept.)
     */
    @JCStressTest
    @Outcome(id = "false", expect = ACCEPTABLE)
    @Outcome(id = "true", expect = FORBIDDEN, desc = "memory of before the lease was trusted")
    @State
    public static class LeaseBeforeMemory {
        private final Stressed node = new Stressed(() -> NOW);

        /** No lease that holds. */
        public LeaseBeforeMemory() {
            node.feed.grant(GENERATION, LONG_AGO);
        }

        /** The feed. */
        @Actor
        public void feed() {
            node.cache.forget(KEY);
            node.feed.grant(GENERATION, NOW);
        }

        /** A request. */
        @Actor
        public void request(Z_Result result) {
            result.r1 = node.accepts();
        }
    }

    /** The same with a token that was found live when it still was. */
    @JCStressTest
    @Outcome(id = "false", expect = ACCEPTABLE)
    @Outcome(id = "true", expect = FORBIDDEN, desc = "a finding of before the lease was trusted")
    @State
    public static class LeaseBeforeFinding {
        private final Stressed node = new Stressed(() -> NOW);

        /** A finding, and no lease that holds. */
        public LeaseBeforeFinding() {
            node.feed.grant(GENERATION, NOW);
            node.accepts();
            node.feed.grant(GENERATION, LONG_AGO);
        }

        /** The feed. */
        @Actor
        public void feed() {
            node.cache.forget(KEY);
            node.feed.grant(GENERATION, NOW);
        }

        /** A request. */
        @Actor
        public void request(Z_Result result) {
            result.r1 = node.accepts();
        }
    }

    /** A token is found live while it is forgotten: whichever is first, the finding does not outlive that. */
    @JCStressTest
    @Outcome(id = "false", expect = ACCEPTABLE)
    @Outcome(id = "true", expect = FORBIDDEN, desc = "the finding counted though what it was made of had been forgotten")
    @State
    public static class FindingWhileForgotten {
        private final Stressed node = new Stressed(() -> NOW);

        /** A lease that holds. */
        public FindingWhileForgotten() {
            node.feed.grant(GENERATION, NOW);
        }

        /** The request. */
        @Actor
        public void find() {
            node.accepts();
        }

        /** The feed. */
        @Actor
        public void forget() {
            node.cache.forget(KEY);
        }

        /** What a later request makes of it. */
        @Arbiter
        public void left(Z_Result result) {
            result.r1 = node.accepts();
        }
    }

    /** The feed is silent. When the commit wait is over, so is every lease, whoever looks at the clock after that. */
    @JCStressTest
    @Outcome(id = "true, true", expect = FORBIDDEN, desc = "begun after the 200, and accepted")
    @Outcome(id = "false, true", expect = ACCEPTABLE_INTERESTING, desc = "accepted under the lease")
    @Outcome(expect = ACCEPTABLE)
    @State
    public static class LeaseBeforeClock {
        private volatile long nowNanos = LONG_AGO;
        private volatile boolean isConfirmed;
        private final Stressed node = new Stressed(() -> nowNanos);

        /** A lease that holds. */
        public LeaseBeforeClock() {
            node.feed.grant(GENERATION, LONG_AGO);
        }

        /** Time, and another node's answer. */
        @Actor
        public void revocation() {
            nowNanos = CommitWait.nanos(StressedPulse.BOUND_NANOS);
            isConfirmed = true;
        }

        /** A request. */
        @Actor
        public void request(ZZ_Result result) {
            result.r1 = isConfirmed;
            result.r2 = node.accepts();
        }
    }

    /** A look-up comes home while its token is forgotten: whichever is first, nothing is kept. */
    @JCStressTest
    @Outcome(id = "false", expect = ACCEPTABLE)
    @Outcome(id = "true", expect = FORBIDDEN, desc = "the answer was kept though it had been invalidated")
    @State
    public static class LandingWhileForgotten {
        private final SessionCache cache = new SessionCache(10);
        private final Flight flight = new Flight(LONG_AGO, GENERATION);

        /** It departs before. */
        public LandingWhileForgotten() {
            cache.depart(KEY, flight);
        }

        /** The request. */
        @Actor
        public void land() {
            cache.land(KEY, flight, true, SessionStore.UNLIMITED);
        }

        /** The feed. */
        @Actor
        public void forget() {
            cache.forget(KEY);
        }

        /** What is left. */
        @Arbiter
        public void left(Z_Result result) {
            result.r1 = cache.isLive(new Sighting(TOKEN, KEY), new Lease.Grant(GENERATION, NOW), LONG_AGO);
        }
    }

    /** The same while everything is forgotten. */
    @JCStressTest
    @Outcome(id = "false", expect = ACCEPTABLE)
    @Outcome(id = "true", expect = FORBIDDEN, desc = "the answer was kept though everything had been invalidated")
    @State
    public static class LandingWhileAllIsForgotten {
        private final SessionCache cache = new SessionCache(10);
        private final Flight flight = new Flight(LONG_AGO, GENERATION);

        /** It departs before. */
        public LandingWhileAllIsForgotten() {
            cache.depart(KEY, flight);
        }

        /** The request. */
        @Actor
        public void land() {
            cache.land(KEY, flight, true, SessionStore.UNLIMITED);
        }

        /** The feed. */
        @Actor
        public void forget() {
            cache.forgetAll();
        }

        /** What is left. */
        @Arbiter
        public void left(Z_Result result) {
            result.r1 = cache.isLive(new Sighting(TOKEN, KEY), new Lease.Grant(GENERATION, NOW), LONG_AGO);
        }
    }

    /** Without a settled fleet nobody asks it. */
    private static final class Silence implements SessionStore {
        @Override
        public Sight look(byte[] key, long deadlineNanos) {
            throw new AssertionError("look");
        }

        @Override
        public Deletion delete(List<byte[][]> pairs) {
            throw new AssertionError("delete");
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
            // Nothing is open.
        }
    }
}
