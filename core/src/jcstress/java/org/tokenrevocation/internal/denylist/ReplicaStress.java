package org.tokenrevocation.internal.denylist;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZZ_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** The memory order that {@link Replica} claims, under every interleaving that jcstress finds. */
public final class ReplicaStress {
    private static final long NEVER = Long.MAX_VALUE;
    /** Adds to an empty replica until its first table is full: the next one makes it grow. */
    private static final int FIRST_TABLE = 5;

    private ReplicaStress() {}

    /** One stripe, so that everything meets in one table. */
    static Replica small() {
        return new Replica(0, 1, 1);
    }

    static Replica full() {
        Replica replica = small();
        for (int i = 1; i <= FIRST_TABLE; i++) {
            replica.add(i, i, NEVER);
        }
        return replica;
    }

    /** Whoever learnt that an add returned finds its digest, also the first one, which brings its table with it. */
    @JCStressTest
    @Outcome(id = "true, false", expect = FORBIDDEN, desc = "the add had returned, the look-up missed it")
    @Outcome(expect = ACCEPTABLE)
    @State
    public static class AddThenContains {
        private final Replica replica = small();
        private volatile boolean returned;

        /** The writer. */
        @Actor
        public void writer() {
            replica.add(7, 8, NEVER);
            returned = true;
        }

        /** A reader. */
        @Actor
        public void reader(ZZ_Result result) {
            result.r1 = returned;
            result.r2 = replica.contains(7, 8);
        }
    }

    /** What one look-up found, the next one of the same thread finds. */
    @JCStressTest
    @Outcome(id = "true, false", expect = FORBIDDEN, desc = "found, then lost")
    @Outcome(expect = ACCEPTABLE)
    @State
    public static class FoundStaysFound {
        private final Replica replica = full();

        /** The writer. */
        @Actor
        public void writer() {
            replica.add(7, 8, NEVER);
            replica.add(9, 10, NEVER);
        }

        /** A reader. */
        @Actor
        public void reader(ZZ_Result result) {
            result.r1 = replica.contains(7, 8);
            result.r2 = replica.contains(7, 8);
        }
    }

    /** A slot that is being filled with (7, 8) is neither (7, 0) nor (0, 8), and not missed once seen in part. */
    @JCStressTest
    @Outcome(id = {"false, false, false", "false, false, true"}, expect = ACCEPTABLE)
    @Outcome(expect = FORBIDDEN, desc = "half a digest was taken for a whole one")
    @State
    public static class NoTornDigest {
        private final Replica replica = small();

        /** Gives the stripe its table, so that the slot is filled under the reader's eyes. */
        public NoTornDigest() {
            replica.add(1, 1, NEVER);
        }

        /** The writer. */
        @Actor
        public void writer() {
            replica.add(7, 8, NEVER);
        }

        /** A reader. */
        @Actor
        public void reader(ZZZ_Result result) {
            result.r1 = replica.contains(7, 0);
            result.r2 = replica.contains(0, 8);
            result.r3 = replica.contains(7, 8);
        }
    }

    /** Old members are found while the table grows under the look-up. */
    @JCStressTest
    @Outcome(id = {"true, true, false", "true, true, true"}, expect = ACCEPTABLE)
    @Outcome(expect = FORBIDDEN, desc = "a member was missed while its table grew")
    @State
    public static class GrowAndContains {
        private final Replica replica = full();

        /** The writer. */
        @Actor
        public void writer() {
            replica.add(7, 8, NEVER);
        }

        /** A reader. */
        @Actor
        public void reader(ZZZ_Result result) {
            result.r1 = replica.contains(1, 1);
            result.r2 = replica.contains(FIRST_TABLE, FIRST_TABLE);
            result.r3 = replica.contains(7, 8);
        }
    }

    /** Members that stay are found while expired ones are dropped, and a newcomer does not look like a dropped one. */
    @JCStressTest
    @Outcome(id = {"true, false, false", "true, false, true"}, expect = ACCEPTABLE)
    @Outcome(expect = FORBIDDEN, desc = "a member was missed, or one invented, while expired ones were dropped")
    @State
    public static class DropAndContains {
        private final Replica replica = small();

        /** The one that expires comes first: the one that stays is found beyond it. */
        public DropAndContains() {
            replica.add(7, 1, 0);
            replica.add(7, 2, NEVER);
        }

        /** The writer: the newcomer takes the place of the one that expired. */
        @Actor
        public void writer() {
            replica.dropExpired(1, 1);
            replica.add(8, 3, NEVER);
        }

        /** A reader. */
        @Actor
        public void reader(ZZZ_Result result) {
            result.r1 = replica.contains(7, 2);
            result.r2 = replica.contains(7, 3) | replica.contains(8, 1);
            result.r3 = replica.contains(8, 3);
        }
    }
}
