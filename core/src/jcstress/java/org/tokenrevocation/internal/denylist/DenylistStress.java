package org.tokenrevocation.internal.denylist;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;
import static org.tokenrevocation.internal.feed.StressedNode.LONG_AGO;
import static org.tokenrevocation.internal.feed.StressedNode.NOW;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
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
import org.tokenrevocation.internal.identity.JoseHeaderJson;
import org.tokenrevocation.internal.identity.TokenDigest;
import org.tokenrevocation.internal.identity.TokenIdentity;
import org.tokenrevocation.internal.jwt.TokenOpener;
import org.tokenrevocation.internal.lease.CommitWait;
import org.tokenrevocation.internal.lease.ServerId;

/** Between two memory reads of one verdict in denylist mode: what the simulation cannot see. */
public final class DenylistStress {
    private static final RecordedIdentity IDENTITY =
            new RecordedIdentity(new TokenIdentity(new JoseHeaderJson()), TokenOpener.NONE, 0);
    private static final TokenDigest DIGEST = IDENTITY.digest(StressedNode.TOKEN);
    private static final List<Revocation> REVOKED = List.of(new Revocation(DIGEST, Long.MAX_VALUE));
    private static final CommitWait COMMIT_WAIT = new CommitWait("stress");

    private DenylistStress() {}

    /** A node that knows of no revocation yet, and that Redis does not answer. */
    private static final class Stressed extends StressedNode {
        private final DenylistMemory memory;

        Stressed(Ticker ticker) {
            Silence silence = new Silence();
            memory = new DenylistMemory(silence, InstantSource.system(), task -> { }, ReplicaStress.small());
            StressedPulse feed = new StressedPulse(Mode.DENYLIST, memory, ticker);
            use(feed, new DenylistEngine(IDENTITY, null, silence, memory, feed.pulse(), COMMIT_WAIT, ticker, Duration.ZERO, 1),
                    DIGEST);
        }

        @Override
        public void learn() {
            memory.add(REVOKED);
        }

        @Override
        public void apply() {
            memory.announced(Map.of(DIGEST, Long.MAX_VALUE));
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

    /** Without a connection nobody asks it. */
    static final class Silence implements DenylistStore {
        @Override
        public Addition add(List<Revocation> revocations, long maxEntries, long localMillis, Round round) {
            throw new AssertionError("add");
        }

        @Override
        public ServerId writeBack(List<Revocation> revocations, long localMillis) {
            throw new AssertionError("writeBack");
        }

        @Override
        public StreamEnd streamEnd() {
            throw new AssertionError("streamEnd");
        }

        @Override
        public ServerId readAll(Consumer<List<Revocation>> page) {
            throw new AssertionError("readAll");
        }

        @Override
        public String trouble() {
            return "silent";
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
