package org.tokenrevocation.internal.denylist;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tokenrevocation.internal.feed.BeatReply;
import org.tokenrevocation.internal.identity.TokenDigest;
import org.tokenrevocation.internal.memo.RecentTokens;
import org.tokenrevocation.internal.memo.Sighting;

/** That a token was once found in no record counts until one comes, in whichever way. */
class DenylistFindingTest {
    private static final String TOKEN = "token-of-some-length";
    private static final TokenDigest DIGEST = new TokenDigest(1, 2);
    private static final TokenDigest OTHER_DIGEST = new TokenDigest(1, 3);

    private final DenylistMemory memory = new DenylistMemory(new NoStore(), InstantSource.system(), task -> {
        throw new AssertionError("nothing is to be joined");
    }, new Replica());
    private final RecentTokens recent = new RecentTokens();

    @BeforeEach
    void find() {
        Sighting sighting = new Sighting(TOKEN, DIGEST);
        assertFalse(memory.contains(sighting));
        recent.remember(sighting);
        assertTrue(isUnchanged());
    }

    private boolean isUnchanged() {
        return memory.isUnchanged(recent.find(TOKEN));
    }

    @Test
    void isUnchanged_anotherWasRevoked_isTrue() {
        memory.add(List.of(new Revocation(OTHER_DIGEST, Long.MAX_VALUE)));
        assertTrue(isUnchanged());
    }

    @Test
    void isUnchanged_revokedHere_isFalse() {
        memory.add(List.of(new Revocation(DIGEST, Long.MAX_VALUE)));
        assertFalse(isUnchanged());
    }

    @Test
    void isUnchanged_announced_isFalse() {
        memory.announced(Map.of(DIGEST, Long.MAX_VALUE));
        assertFalse(isUnchanged());
    }

    @Test
    void isUnchanged_inTheChangeStream_isFalse() {
        memory.cursor();
        memory.apply(new BeatReply(true, null, 0, "", null,
                new BeatReply.Changes(true, Map.of(DIGEST, Long.MAX_VALUE), null, 1, false)));
        assertFalse(isUnchanged());
    }

    @Test
    void contains_revoked_findsNothingToRemember() {
        memory.add(List.of(new Revocation(DIGEST, Long.MAX_VALUE)));
        Sighting sighting = new Sighting(TOKEN, DIGEST);
        assertTrue(memory.contains(sighting));
        recent.remember(sighting);
        assertFalse(isUnchanged());
    }
}
