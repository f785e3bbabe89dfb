package org.tokenrevocation.internal.sessions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tokenrevocation.internal.identity.TokenDigest;
import org.tokenrevocation.internal.lease.Lease;
import org.tokenrevocation.internal.memo.RecentTokens;
import org.tokenrevocation.internal.memo.Sighting;

/** What a token was once found to be counts only as long as the cache would say the same. */
class FindingTest {
    private static final String TOKEN = "token-of-some-length";
    private static final long NOW = Long.MAX_VALUE - 1_000_000;
    private static final Lease.Grant GRANT = new Lease.Grant(1, NOW + 1_000_000_000);
    private static final TokenDigest KEY = TokenKey.of(TOKEN);
    private static final TokenDigest OTHER_KEY = new TokenDigest(KEY.high(), KEY.low() + 1);

    private final SessionCache cache = new SessionCache(10);
    private final RecentTokens recent = new RecentTokens();

    @BeforeEach
    void find() {
        land(KEY, 1);
        assertTrue(isFound());
        assertTrue(isRemembered(GRANT, NOW));
    }

    private boolean isFound() {
        Sighting sighting = new Sighting(TOKEN, KEY);
        boolean isLive = cache.isLive(sighting, GRANT, NOW);
        assertEquals(isLive, sighting.finding() != null);
        if (isLive) {
            recent.remember(sighting);
        }
        return isLive;
    }

    private boolean isRemembered(Lease.Grant grant, long nowNanos) {
        return cache.isLive(recent.find(TOKEN), grant, nowNanos);
    }

    private void land(TokenDigest key, long remainingMillis) {
        Flight flight = new Flight(NOW, GRANT.generation());
        cache.depart(key, flight);
        cache.land(key, flight, true, remainingMillis);
    }

    @Test
    void isLive_tokenWasForgotten_isFalse() {
        cache.forget(KEY);
        assertFalse(isRemembered(GRANT, NOW));
        assertFalse(isFound());
    }

    @Test
    void isLive_allWasForgotten_isFalse() {
        cache.forgetAll();
        assertFalse(isRemembered(GRANT, NOW));
        assertFalse(isFound());
    }

    @Test
    void isLive_forgottenAndLookedUpAgain_isFoundAnew() {
        cache.forget(KEY);
        land(KEY, 1);
        assertFalse(isRemembered(GRANT, NOW), "it speaks of what was forgotten");
        assertTrue(isFound());
        assertTrue(isRemembered(GRANT, NOW));
        cache.forget(KEY);
        assertFalse(isRemembered(GRANT, NOW));
    }

    @Test
    void isLive_anotherTokenWasForgotten_isTrue() {
        cache.forget(OTHER_KEY);
        assertTrue(isRemembered(GRANT, NOW));
    }

    @Test
    void isLive_atItsEnd_isFalse() {
        assertTrue(isRemembered(GRANT, NOW + 999_999));
        assertFalse(isRemembered(GRANT, NOW + 1_000_000));
    }

    @Test
    void isLive_unlimited_isTrueForYears() {
        land(KEY, SessionStore.UNLIMITED);
        assertTrue(isFound());
        assertTrue(isRemembered(GRANT, NOW + Duration.ofDays(70 * 365).toNanos()));
    }

    @Test
    void isLive_underAnotherGeneration_isFalse() {
        assertFalse(isRemembered(new Lease.Grant(2, GRANT.endsNanos()), NOW));
    }
}
