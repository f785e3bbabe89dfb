package org.tokenrevocation.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tokenrevocation.spi.request.UnjudgedRequests;

class UnjudgedRequestsTest {
    private final LogLines log = new LogLines();
    private long now = Long.MAX_VALUE - 5;
    private final UnjudgedRequests requests = new UnjudgedRequests("/", () -> now);

    @AfterEach
    void close() {
        log.close();
    }

    private void assertTold(int begun, int ended) {
        assertEquals(begun, log.lines("requests pass unjudged"));
        assertEquals(ended, log.lines("requests are judged again"));
    }

    @Test
    void judged_nothingPassedBefore_saysNothing() {
        requests.judged();
        assertTold(0, 0);
    }

    @Test
    void passed_inTurnWithJudged_oneRecordForAll() {
        for (int i = 0; i < 10_000; i++) {
            now += UnjudgedRequests.QUIET_NANOS - 1;
            requests.passed();
            requests.judged();
        }
        assertTold(1, 0);
    }

    @Test
    void judged_aMinuteAfterTheLast_saysSoOnceAndTheNextOutageIsTold() {
        requests.passed();
        now += UnjudgedRequests.QUIET_NANOS;
        requests.judged();
        requests.judged();
        assertTold(1, 1);
        requests.passed();
        requests.judged();
        assertTold(2, 1);
    }
}
