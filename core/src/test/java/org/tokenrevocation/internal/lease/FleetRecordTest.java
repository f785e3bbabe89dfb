package org.tokenrevocation.internal.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tokenrevocation.Mode;

/** The text of the fleet record, with and without a fence, and what a fence asks for. */
class FleetRecordTest {
    private static final String EPOCH = "0123456789abcdef";

    @ParameterizedTest
    @ValueSource(strings = {"2 0123456789abcdef 250 sessions 0b 0 1", "3 0123456789abcdef 250 denylist 0b 3 1 2 3000 17"})
    void parse_text_saysTheSame(String text) {
        assertEquals(text, FleetRecord.parse(text).text());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "3 0123456789abcdef 250 sessions 0b 0 1", "2 0123456789abcdef 250 sessions 0b 3 1 2 0 1",
        "3 0123456789abcdef 250 sessions 0b 3 1 0 1", "4 0123456789abcdef 250 sessions 0b 3 1 2 0 1", ""})
    void parse_otherForm_unreadable(String text) {
        assertNull(FleetRecord.parse(text));
    }

    @Test
    void proposal_fenceOfAnotherNode_asksForTheMoreOfBoth() {
        FleetRecord record = new FleetRecord(EPOCH, 250, Mode.SESSIONS, "0b", new Fence(2, 2, 0), 0, 1);
        assertEquals("3 " + EPOCH + " 250 sessions 0b 3 2 2 0 ", record.proposal(new Fence(3, 1, 2)));
        assertTrue(new Fence(3, 2, 2).covers(record.fence()));
        assertFalse(record.fence().covers(new Fence(3, 1, 2)));
    }

    /** Replicas beyond those that are counted must not outvote them. */
    @Test
    void leaseAcks_moreConnectedThanCounted_asksForAsManyMore() {
        Fence fence = new Fence(2, 1, 1);
        assertEquals(1, fence.leaseAcks(2));
        assertEquals(3, fence.leaseAcks(4));
        assertEquals(0, Fence.NONE.leaseAcks(4));
    }

    /** Where a confirmed revocation is everywhere, there is nothing to write back. */
    @Test
    void foundingAcks_onlyWhereACopyMayLackARevocation() {
        assertEquals(1, new Fence(2, 1, 1).foundingAcks());
        assertEquals(0, new Fence(1, 0, 1).foundingAcks());
        assertEquals(0, new Fence(2, 2, 0).foundingAcks());
    }
}
