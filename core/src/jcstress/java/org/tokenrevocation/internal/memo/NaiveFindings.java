package org.tokenrevocation.internal.memo;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;
import org.tokenrevocation.internal.identity.TokenDigest;

/** Why the order matters that {@link ChangeCounters} asks for: each of both sides turned round. */
public final class NaiveFindings {
    private static final TokenDigest DIGEST = new TokenDigest(1, 2);
    private static final long NOTHING = -1;

    private NaiveFindings() {}

    /** Whoever searches does so first and reads the count then. */
    @JCStressTest
    @Outcome(id = "false", expect = ACCEPTABLE)
    @Outcome(id = "true", expect = ACCEPTABLE_INTERESTING, desc = "caught: the finding counts though memory had changed")
    @State
    public static class CountAfterMemory {
        private final ChangeCounters changes = new ChangeCounters();
        private volatile boolean isLive = true;
        private long found = NOTHING;

        /** The request. */
        @Actor
        public void find() {
            if (isLive) {
                found = changes.count(DIGEST);
            }
        }

        /** The feed. */
        @Actor
        public void forget() {
            isLive = false;
            changes.changed(DIGEST);
        }

        /** What is left. */
        @Arbiter
        public void left(Z_Result result) {
            result.r1 = changes.count(DIGEST) == found;
        }
    }

    /** Whoever changes memory counts first and changes then. */
    @JCStressTest
    @Outcome(id = "false", expect = ACCEPTABLE)
    @Outcome(id = "true", expect = ACCEPTABLE_INTERESTING, desc = "caught: the finding counts though memory had changed")
    @State
    public static class CountedBeforeChanged {
        private final ChangeCounters changes = new ChangeCounters();
        private volatile boolean isLive = true;
        private long found = NOTHING;

        /** The request. */
        @Actor
        public void find() {
            long count = changes.count(DIGEST);
            if (isLive) {
                found = count;
            }
        }

        /** The feed. */
        @Actor
        public void forget() {
            changes.changed(DIGEST);
            isLive = false;
        }

        /** What is left. */
        @Arbiter
        public void left(Z_Result result) {
            result.r1 = changes.count(DIGEST) == found;
        }
    }
}
