package org.tokenrevocation.internal.sessions;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;
import static org.tokenrevocation.internal.feed.StressedNode.GENERATION;
import static org.tokenrevocation.internal.feed.StressedNode.LONG_AGO;
import static org.tokenrevocation.internal.feed.StressedNode.NOW;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;
import org.openjdk.jcstress.infra.results.Z_Result;
import org.tokenrevocation.Mode;
import org.tokenrevocation.internal.Ticker;
import org.tokenrevocation.internal.feed.Round;
import org.tokenrevocation.internal.feed.StressedNode;
import org.tokenrevocation.internal.feed.StressedPulse;
import org.tokenrevocation.internal.identity.TokenDigest;
import org.tokenrevocation.internal.lease.CommitWait;
import org.tokenrevocation.internal.lease.Lease;
import org.tokenrevocation.internal.lease.ServerId;
import org.tokenrevocation.internal.memo.Sighting;

/** Between two memory reads of one verdict in sessions mode: what the simulation cannot see. */
public final class SessionStress {
    private static final TokenDigest KEY = TokenKey.of(StressedNode.TOKEN);
    private static final KeyPatterns KEYS = new KeyPatterns(
            new KeyPattern("session:access:", "", false), new KeyPattern("session:refresh:", "", false));
    private static final CommitWait COMMIT_WAIT = new CommitWait("stress");

    private SessionStress() {}

    /** A node that remembers one live token, and that Redis does not answer. */
    private static final class Stressed extends StressedNode {
        private final SessionCache cache = new SessionCache(10);
        private final SessionMemory memory;

        Stressed(Ticker ticker) {
            RepeatLog repeatLog = new RepeatLog(ticker, Duration.ZERO);
            Silence silence = new Silence();
            memory = new SessionMemory(KEYS.access(), cache, repeatLog, silence, task -> { }, pair -> true);
            StressedPulse feed = new StressedPulse(Mode.SESSIONS, memory, ticker);
            use(feed, new SessionEngine(KEYS, silence, cache, repeatLog, feed.pulse(), COMMIT_WAIT, ticker, Duration.ZERO), KEY);
            Flight flight = new Flight(LONG_AGO, GENERATION);
            cache.depart(KEY, flight);
            cache.land(KEY, flight, true, SessionStore.UNLIMITED);
        }

        @Override
        public void learn() {
            cache.forget(KEY);
        }

        @Override
        public void apply() {
            memory.announced(Map.of(KEY, 0L));
        }
    }

    /**
     * The token was revoked long ago and no lease holds. The feed comes back, learns of it and gives a lease: whoever takes
     * this lease finds memory as the lease promises. (Memory before lease would accept.)
     */
    @JCStressTest
    @Outcome(id = "false", expect = ACCEPTABLE)
    @Outcome(id = "true", expect = FORBIDDEN, desc = "memory of before the lease was trusted")
    @State
    public static class LeaseBeforeMemory {
        private final StressedNode node = new Stressed(() -> NOW);

        /** No lease that holds. */
        public LeaseBeforeMemory() {
            node.grant(LONG_AGO);
        }

        /** The feed. */
        @Actor
        public void feed() {
            node.learn();
            node.grant(NOW);
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
        private final StressedNode node = new Stressed(() -> NOW);

        /** A finding, and no lease that holds. */
        public LeaseBeforeFinding() {
            node.grant(NOW);
            node.accepts();
            node.grant(LONG_AGO);
        }

        /** The feed. */
        @Actor
        public void feed() {
            node.learn();
            node.grant(NOW);
        }

        /** A request. */
        @Actor
        public void request(Z_Result result) {
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
        private final StressedNode node = new Stressed(() -> nowNanos);

        /** A lease that holds. */
        public LeaseBeforeClock() {
            node.grant(LONG_AGO);
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

    /** A node applies an announcement, then acknowledges it: whoever begins after the success is refused, lease or not. */
    @JCStressTest
    @Outcome(id = "true, true", expect = FORBIDDEN, desc = "begun after the acknowledgement, and accepted")
    @Outcome(expect = ACCEPTABLE)
    @State
    public static class AppliedBeforeAcknowledged {
        private volatile boolean isAcknowledged;
        private final StressedNode node = new Stressed(() -> NOW);

        /** A lease that holds, and a token that was just seen. */
        public AppliedBeforeAcknowledged() {
            node.grant(NOW);
            node.accepts();
        }

        /** The feed. */
        @Actor
        public void feed() {
            node.apply();
            isAcknowledged = true;
        }

        /** A request. */
        @Actor
        public void request(ZZ_Result result) {
            result.r1 = isAcknowledged;
            result.r2 = node.accepts();
        }
    }

    /** A token is found live while memory learns that it is not: whichever is first, the finding does not outlive that. */
    @JCStressTest
    @Outcome(id = "false", expect = ACCEPTABLE)
    @Outcome(id = "true", expect = FORBIDDEN, desc = "the finding outlived what it was made of")
    @State
    public static class FindingWhileLearning {
        private final StressedNode node = new Stressed(() -> NOW);

        /** A lease that holds. */
        public FindingWhileLearning() {
            node.grant(NOW);
        }

        /** The request. */
        @Actor
        public void find() {
            node.accepts();
        }

        /** The feed. */
        @Actor
        public void learn() {
            node.learn();
        }

        /** What a later request makes of it. */
        @Arbiter
        public void left(Z_Result result) {
            result.r1 = node.accepts();
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
            result.r1 = cache.isLive(new Sighting(StressedNode.TOKEN, KEY), new Lease.Grant(GENERATION, NOW), LONG_AGO);
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
            result.r1 = cache.isLive(new Sighting(StressedNode.TOKEN, KEY), new Lease.Grant(GENERATION, NOW), LONG_AGO);
        }
    }

    /** Without a settled fleet nobody asks it. */
    private static final class Silence implements SessionStore {
        @Override
        public Sight look(byte[] key, long deadlineNanos) {
            throw new AssertionError("look");
        }

        @Override
        public Deletion delete(List<Entries> entries, Round round, Runnable sending) {
            throw new AssertionError("delete");
        }

        @Override
        public ServerId repeat(List<byte[][]> pairs) {
            throw new AssertionError("repeat");
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
