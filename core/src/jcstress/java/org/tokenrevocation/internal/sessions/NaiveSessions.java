package org.tokenrevocation.internal.sessions;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;
import org.openjdk.jcstress.infra.results.Z_Result;
import org.tokenrevocation.internal.feed.StressedPulse;
import org.tokenrevocation.internal.identity.TokenDigest;
import org.tokenrevocation.internal.lease.Lease;
import org.tokenrevocation.internal.memo.Sighting;

/** What the near cache takes care not to do. That {@link SessionStress} would see it is shown by what is seen here. */
public final class NaiveSessions {
    private static final TokenDigest KEY = TokenKey.of("token");
    private static final long LONG_AGO = 0;
    private static final long NOW = 10 * StressedPulse.BOUND_NANOS;
    private static final Lease.Grant GRANT = new Lease.Grant(1, NOW);

    private NaiveSessions() {}

    /** As {@link SessionStress.LandingWhileForgotten}, but first the placeholder is looked at, then the answer is kept. */
    @JCStressTest
    @Outcome(id = "false", expect = ACCEPTABLE)
    @Outcome(id = "true", expect = ACCEPTABLE_INTERESTING, desc = "caught: the answer was kept though it had been invalidated")
    @State
    public static class LandingInTwoSteps {
        private final SessionCache cache = new SessionCache(10);
        private final Flight flight = new Flight(LONG_AGO, GRANT.generation());

        /** It departs before. */
        public LandingInTwoSteps() {
            cache.depart(KEY, flight);
        }

        /** The request. */
        @Actor
        public void land() {
            if (cache.flight(KEY) == flight) {
                cache.depart(KEY, flight);
                cache.land(KEY, flight, true, SessionStore.UNLIMITED);
            }
        }

        /** The feed. */
        @Actor
        public void forget() {
            cache.forget(KEY);
        }

        /** What is left. */
        @Arbiter
        public void left(Z_Result result) {
            result.r1 = cache.isLive(new Sighting("token", KEY), GRANT, LONG_AGO);
        }
    }

    /** The same without any placeholder. */
    @JCStressTest
    @Outcome(id = "false", expect = ACCEPTABLE)
    @Outcome(id = "true", expect = ACCEPTABLE_INTERESTING, desc = "caught: the answer was kept though it had been invalidated")
    @State
    public static class LandingWithoutPlaceholder {
        private final SessionCache cache = new SessionCache(10);
        private final Flight flight = new Flight(LONG_AGO, GRANT.generation());

        /** The request. */
        @Actor
        public void land() {
            cache.depart(KEY, flight);
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
            result.r1 = cache.isLive(new Sighting("token", KEY), GRANT, LONG_AGO);
        }
    }

    /** As {@link SessionStress.AppliedBeforeAcknowledged}, but acknowledged when it is heard. */
    @JCStressTest
    @Outcome(id = "true, true", expect = ACCEPTABLE_INTERESTING, desc = "caught: begun after the acknowledgement, and accepted")
    @Outcome(expect = ACCEPTABLE)
    @State
    public static class AcknowledgedBeforeApplied {
        private volatile boolean isAcknowledged;
        private final SessionCache cache = new SessionCache(10);

        /** A live answer. */
        public AcknowledgedBeforeApplied() {
            Flight flight = new Flight(LONG_AGO, GRANT.generation());
            cache.depart(KEY, flight);
            cache.land(KEY, flight, true, SessionStore.UNLIMITED);
        }

        /** The feed. */
        @Actor
        public void feed() {
            isAcknowledged = true;
            cache.forget(KEY);
        }

        /** A request. */
        @Actor
        public void request(ZZ_Result result) {
            result.r1 = isAcknowledged;
            result.r2 = cache.isLive(new Sighting("token", KEY), GRANT, LONG_AGO);
        }
    }
}
