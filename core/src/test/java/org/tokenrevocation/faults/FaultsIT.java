package org.tokenrevocation.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tokenrevocation.Mode;

/**
 * Breaks one part of a fleet of three under load, in either mode, and searches the history for a request that began
 * after a revocation had been answered and was accepted. Each case has its own Redis, so several run at a time: they
 * wait more than they work.
 */
class FaultsIT {
    static Stream<Arguments> faults() {
        return Arrays.stream(Fault.values())
                .flatMap(fault -> Arrays.stream(Mode.values()).map(mode -> Arguments.of(fault, mode)));
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("faults")
    void verdict_onePartFails_nothingRevokedIsAcceptedAndServiceReturns(Fault fault, Mode mode) {
        History history;
        try (Fleet fleet = new Fleet(mode, fault.redisOptions())) {
            history = fleet.history();
            fleet.awaitProgress();
            fault.strike(fleet);
            fleet.awaitProgress();
            fleet.askForAllRevoked();
        }
        assertEquals(List.of(), history.violations());
    }
}
