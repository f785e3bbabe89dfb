package org.tokenrevocation.sample.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Answers may overtake each other; a light shows what the request learnt that was sent last. */
class GrantTest {
    private static final String RESPONSE = "{\"access_token\":\"a\",\"refresh_token\":\"r\",\"expires_in\":600}";

    private final Grant grant = Grant.of(RESPONSE, 2);

    @Test
    void stands_answerOfAnOlderRequest_ignored() {
        long before = System.nanoTime();
        long after = before + 1;
        grant.refused(0, 1.5, after);
        grant.stands(0, Standing.LIVE, before);
        assertEquals(Standing.REFUSED, grant.standing(0));
        assertEquals(Standing.UNKNOWN, grant.standing(1));
        grant.stands(0, Standing.LIVE, after + 1);
        assertEquals(Standing.LIVE, grant.standing(0));
        assertEquals(1.5, grant.effectMillis(0));
    }

    @Test
    void isAcceptedThoughRevoked_onlyForARequestThatBeganAfterTheConfirmation() {
        long before = System.nanoTime();
        grant.stands(0, Standing.LIVE, before);
        grant.stands(1, Standing.LIVE, before);
        grant.revoked();
        assertFalse(grant.isAcceptedThoughRevoked(0));
        grant.stands(0, Standing.LIVE, Long.MAX_VALUE / 2 + before);
        assertTrue(grant.isAcceptedThoughRevoked(0));
        assertFalse(grant.isAcceptedThoughRevoked(1));
    }

    @Test
    void of_noPairOfTokens_refusedWithoutQuotingIt() {
        for (String response : new String[] {"{\"access_token\":\"secret\"}", "secret"}) {
            IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> Grant.of(response, 1));
            assertFalse(e.getMessage().contains("secret"), e::getMessage);
        }
    }
}
