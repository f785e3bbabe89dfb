package org.tokenrevocation.internal.denylist;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;
import org.openjdk.jcstress.infra.results.Z_Result;
import org.tokenrevocation.Mode;
import org.tokenrevocation.internal.feed.StressedPulse;
import org.tokenrevocation.internal.identity.JoseHeaderJson;
import org.tokenrevocation.internal.identity.TokenDigest;
import org.tokenrevocation.internal.identity.TokenIdentity;
import org.tokenrevocation.internal.lease.CommitWait;
import org.tokenrevocation.internal.lease.Lease;

/** The verdict's steps in a wrong order. That {@link DenylistStress} would see it is shown by what is seen here. */
public final class NaiveDenylist {
    private static final TokenDigest DIGEST = new TokenIdentity(new JoseHeaderJson()).digest("token");
    private static final List<Revocation> REVOKED = List.of(new Revocation(DIGEST, Long.MAX_VALUE));
    private static final long LONG_AGO = 0;
    private static final long NOW = 10 * StressedPulse.BOUND_NANOS;
    private static final long GENERATION = 1;

    private NaiveDenylist() {}

    /** As {@link DenylistStress.LeaseBeforeMemory}, but the request reads memory first. */
    @JCStressTest
    @Outcome(id = "false", expect = ACCEPTABLE)
    @Outcome(id = "true", expect = ACCEPTABLE_INTERESTING, desc = "caught: memory of before the lease was trusted")
    @State
    public static class MemoryBeforeLease {
        private final DenylistMemory memory = new DenylistMemory(
                new DenylistStress.Silence(), InstantSource.system(), task -> { }, ReplicaStress.small());
        private final StressedPulse feed = new StressedPulse(Mode.DENYLIST, memory, () -> NOW);

        /** No lease that holds. */
        public MemoryBeforeLease() {
            feed.grant(GENERATION, LONG_AGO);
        }

        /** The feed. */
        @Actor
        public void feed() {
            memory.add(REVOKED);
            feed.grant(GENERATION, NOW);
        }

        /** A request. */
        @Actor
        public void request(Z_Result result) {
            boolean isRevoked = memory.contains(DIGEST);
            Lease.Grant grant = feed.pulse().lease().current();
            result.r1 = !isRevoked && grant.holdsAt(NOW);
        }
    }

    /** As {@link DenylistStress.LeaseBeforeClock}, but with a clock that was read before. */
    @JCStressTest
    @Outcome(id = "true, true", expect = ACCEPTABLE_INTERESTING, desc = "caught: begun after the 200, and accepted")
    @Outcome(expect = ACCEPTABLE)
    @State
    public static class ClockBeforeLease {
        private volatile long nowNanos = LONG_AGO;
        private volatile boolean isConfirmed;
        private final Lease.Grant grant = new Lease.Grant(GENERATION, LONG_AGO + StressedPulse.BOUND_NANOS);

        /** Time, and another node's answer. */
        @Actor
        public void revocation() {
            nowNanos = CommitWait.nanos(StressedPulse.BOUND_NANOS);
            isConfirmed = true;
        }

        /** A request. */
        @Actor
        public void request(ZZ_Result result) {
            long stale = nowNanos;
            result.r1 = isConfirmed;
            result.r2 = grant.holdsAt(stale);
        }
    }

    /** As {@link DenylistStress.AppliedBeforeAcknowledged}, but acknowledged when it is heard. */
    @JCStressTest
    @Outcome(id = "true, true", expect = ACCEPTABLE_INTERESTING, desc = "caught: begun after the acknowledgement, and accepted")
    @Outcome(expect = ACCEPTABLE)
    @State
    public static class AcknowledgedBeforeApplied {
        private volatile boolean isAcknowledged;
        private final DenylistMemory memory = new DenylistMemory(
                new DenylistStress.Silence(), InstantSource.system(), task -> { }, ReplicaStress.small());

        /** The feed. */
        @Actor
        public void feed() {
            isAcknowledged = true;
            memory.announced(Map.of(DIGEST, Long.MAX_VALUE));
        }

        /** A request. */
        @Actor
        public void request(ZZ_Result result) {
            result.r1 = isAcknowledged;
            result.r2 = !memory.contains(DIGEST);
        }
    }
}
