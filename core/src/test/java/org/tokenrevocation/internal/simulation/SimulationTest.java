package org.tokenrevocation.internal.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tokenrevocation.Mode;

/**
 * The theorem, played through: a request that begins after the 200 is refused on every node, and what nobody revoked is
 * not refused, whatever Redis, the network, the threads and the clocks do within what the guarantee covers.
 *
 * <p>Most schedules are played by nodes that repeat the engines' steps, for speed; one in {@link #WHOLE} by whole engines,
 * which shows that the steps have not drifted from them. Millions of schedules of each mode, from any seed
 * ({@code .ci/full simulation}):
 * <pre>
 *   mvn -pl core test -Dtest='SimulationTest#guarantee*' -Dsimulation.schedules=5000000 -Dsimulation.seed=1000000
 * </pre>
 */
class SimulationTest {
    private static final long SCHEDULES = Long.getLong("simulation.schedules", 60_000);
    private static final long WHOLE = 100;
    /** Schedules with replicas are longer. */
    private static final long REPLICATED = 4;
    private static final long SEED = Long.getLong("simulation.seed", 0);
    /** Within so many schedules each naive version has to be caught. */
    private static final long CATCH_WITHIN = 60_000;

    @ParameterizedTest
    @EnumSource(Mode.class)
    void guarantee_holdsInEverySchedule(Mode mode) throws InterruptedException {
        Long seed = Simulation.breach(mode, Variant.NONE, false, SEED, SCHEDULES);
        assertNull(seed, () -> Simulation.story(mode, Variant.NONE, false, seed));
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void guarantee_wholeEngines_holdsInEverySchedule(Mode mode) throws InterruptedException {
        Long seed = Simulation.breach(mode, Variant.NONE, true, SEED, SCHEDULES / WHOLE);
        assertNull(seed, () -> Simulation.story(mode, Variant.NONE, true, seed));
    }

    /** Up to three failovers, with acknowledgements late, lost and stale, and servers that lack what was confirmed. */
    @ParameterizedTest
    @EnumSource(Mode.class)
    void guarantee_replicasAndFailovers_holdsInEverySchedule(Mode mode) throws InterruptedException {
        Long seed = Simulation.breach(mode, Variant.NONE, false, Schedule.Kind.REPLICAS, SEED, SCHEDULES / REPLICATED);
        assertNull(seed, () -> Simulation.story(mode, Variant.NONE, false, Schedule.Kind.REPLICAS, seed));
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void guarantee_replicasAndFailovers_wholeEngines_holdsInEverySchedule(Mode mode) throws InterruptedException {
        Long seed = Simulation.breach(mode, Variant.NONE, true, Schedule.Kind.REPLICAS, SEED, SCHEDULES / WHOLE / REPLICATED);
        assertNull(seed, () -> Simulation.story(mode, Variant.NONE, true, Schedule.Kind.REPLICAS, seed));
    }

    /** Each naive fence with a schedule in which it breaks the guarantee, which the real one keeps there. */
    @ParameterizedTest
    @CsvSource({
        "SESSIONS, TOO_FEW_ACKS, 1361",
        "SESSIONS, NO_WRITE_IN_BEAT, 25706",
        "SESSIONS, WAIT_INSIDE_MULTI, 2012",
        "SESSIONS, LOOK_UP_WITHOUT_FENCE, 1011",
        "SESSIONS, FOUNDING_UNACKNOWLEDGED, 10",
        "DENYLIST, TOO_FEW_ACKS, 11381",
        "DENYLIST, WAIT_INSIDE_MULTI, 2547",
        "DENYLIST, FOUNDING_UNACKNOWLEDGED, 37"
    })
    void naiveFence_isCaught(Mode mode, Variant naive, long seed) {
        assertNotEquals("", Simulation.story(mode, naive, false, seed), "the seed shows the fault no more; look for another");
        assertEquals("", Simulation.story(mode, Variant.NONE, false, Schedule.Kind.REPLICAS, seed));
    }

    @ParameterizedTest
    @MethodSource("org.tokenrevocation.internal.simulation.Simulation#naiveAroundEngine")
    void naiveVersion_aroundWholeEngine_isCaught(Simulation.Case naive) throws InterruptedException {
        Long seed = Simulation.breach(naive.mode(), naive.variant(), true, 0, CATCH_WITHIN);
        assertNotNull(seed, () -> naive + " passed for right in " + CATCH_WITHIN + " schedules");
    }

    @ParameterizedTest
    @MethodSource("org.tokenrevocation.internal.simulation.Simulation#naive")
    void naiveVersion_isCaught(Simulation.Case naive) throws InterruptedException {
        Long seed = Simulation.breach(naive.mode(), naive.variant(), false, 0, CATCH_WITHIN);
        assertNotNull(seed, () -> naive + " passed for right in " + CATCH_WITHIN + " schedules");
    }

    @Test
    void seed_playedAgain_tellsTheSameStory() throws InterruptedException {
        Long seed = Simulation.breach(Mode.SESSIONS, Variant.NO_PLACEHOLDER, false, 0, CATCH_WITHIN);
        String story = Simulation.story(Mode.SESSIONS, Variant.NO_PLACEHOLDER, false, seed);
        assertNotEquals("", story);
        assertEquals(story, Simulation.story(Mode.SESSIONS, Variant.NO_PLACEHOLDER, false, seed));
    }

    /** What the production code once did, each with a schedule in which that broke the guarantee, and that now holds. */
    @ParameterizedTest
    @CsvSource({
        "SESSIONS, OTHER_SERVER, 2",
        "SESSIONS, FORGETS_ABSENT, 1131",
        "SESSIONS, REMEMBERS_LATE, 293",
        "DENYLIST, REMEMBERS_LATE, 88",
        "DENYLIST, FOUNDING_BY_REDIS_CLOCK, 38992",
        "DENYLIST, FOUNDING_NOT_EXTENDED, 5999"
    })
    void formerFault_isGone(Mode mode, Variant fault, long seed) {
        assertNotEquals("", Simulation.story(mode, fault, false, seed), "the seed shows the fault no more; look for another");
        assertEquals("", Simulation.story(mode, Variant.NONE, false, seed));
    }
}
