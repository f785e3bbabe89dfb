package org.tokenrevocation.internal.denylist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.tokenrevocation.Cutoff;
import org.tokenrevocation.internal.cutoff.CutoffDigest;
import org.tokenrevocation.internal.cutoff.CutoffRecord;
import org.tokenrevocation.internal.cutoff.TokenClaims;
import org.tokenrevocation.internal.identity.TokenDigest;

class CutoffTableTest {
    private static final TokenDigest ALICE = CutoffDigest.of(Cutoff.subject("", "alice"));

    private final CutoffTable table = new CutoffTable();

    private boolean add(long issuedUntilMillis, long dropAtMillis) {
        return table.add(new CutoffRecord(ALICE, issuedUntilMillis, dropAtMillis));
    }

    private boolean refuses(String iat) {
        return refuses("{\"sub\":\"alice\"" + iat + "}", 100_000);
    }

    private boolean refuses(String json, long latestMillis) {
        return table.refuses(TokenClaims.of(json.getBytes(StandardCharsets.UTF_8)), () -> latestMillis);
    }

    private Map<TokenDigest, CutoffRecord> all() {
        Map<TokenDigest, CutoffRecord> all = new HashMap<>();
        for (int part = 0; part < table.parts(); part++) {
            table.forEachIn(part, each -> assertNull(all.put(each.digest(), each)));
        }
        return all;
    }

    @Test
    void refuses_empty_nothing() {
        assertTrue(table.isEmpty());
        assertFalse(refuses(",\"iat\":1"));
    }

    @Test
    void refuses_issuedUntilThen_andWhatTellsNoTime() {
        add(50_500, 90_000);
        assertTrue(refuses(",\"iat\":50"));
        assertTrue(refuses(",\"iat\":50.5"));
        assertFalse(refuses(",\"iat\":50.501"));
        assertFalse(refuses(",\"iat\":51"));
        assertTrue(refuses(",\"iat\":-51"));
        assertTrue(refuses(",\"iat\":\"51\""));
        assertTrue(refuses(""));
        assertTrue(refuses(",\"iat\":51,\"iat\":50"));
        assertFalse(refuses("{\"sub\":\"bob\",\"iat\":50}", 100_000));
        assertFalse(refuses("{\"iss\":\"i\",\"sub\":\"alice\",\"iat\":50}", 100_000));
    }

    @Test
    void refuses_issuedInTheFuture_likeWhatTellsNoTime() {
        add(50_000, 90_000);
        assertFalse(refuses(",\"iat\":100"));
        assertTrue(refuses(",\"iat\":101"));
        assertTrue(refuses(",\"iat\":1700000000000"));
    }

    @Test
    void add_earlierMoment_lowersNeitherMomentNorDropTime() {
        assertTrue(add(50_000, 90_000));
        assertFalse(add(40_000, 80_000));
        assertFalse(add(50_000, 90_000));
        assertTrue(refuses(",\"iat\":50"));
        assertEquals(Map.of(ALICE, new CutoffRecord(ALICE, 50_000, 90_000)), all());
        assertTrue(add(60_000, 85_000));
        assertEquals(Map.of(ALICE, new CutoffRecord(ALICE, 60_000, 90_000)), all());
        assertEquals(1, table.size());
    }

    @Test
    void dropExpired_passed_isForgotten() {
        add(50_000, 90_000);
        dropAll(90_000);
        assertEquals(1, table.size());
        dropAll(90_001);
        assertEquals(0, table.size());
        assertFalse(refuses(",\"iat\":50"));
        assertTrue(add(50_000, 190_000));
    }

    private void dropAll(long passedMillis) {
        for (int i = 0; i < table.parts(); i++) {
            table.dropExpired(passedMillis);
        }
    }

    @Test
    void add_hundredThousand_asAMapHasThem() {
        SplittableRandom random = new SplittableRandom(7);
        Map<TokenDigest, CutoffRecord> model = new HashMap<>();
        for (int i = 0; i < 100_000; i++) {
            TokenDigest digest = new TokenDigest(random.nextLong(), random.nextLong(1 << 16));
            CutoffRecord record = new CutoffRecord(digest, random.nextLong(1 << 30), 1_000L * random.nextInt(1 << 30));
            model.put(digest, record);
            assertTrue(table.add(record));
        }
        assertEquals(model, all());
        assertEquals(model.size(), table.size());
        dropAll(1_000L << 29);
        model.values().removeIf(each -> each.dropAtMillis() < 1_000L << 29);
        assertEquals(model, all());
        assertEquals(model.size(), table.size());
    }

    @Test
    void add_digestThatBeginsWithZeros_isFound() {
        TokenDigest zeros = new TokenDigest(0, 0);
        assertFalse(table.contains(zeros));
        table.add(new CutoffRecord(zeros, 1, 2));
        assertTrue(table.contains(zeros));
    }

    /** Whoever has seen that an add returned finds its moment, whatever grows and drops meanwhile. */
    @Test
    void refuses_whileRaisedAndRebuilt_neverMissesWhatWasAdded() {
        add(1_000, Long.MAX_VALUE);
        AtomicLong added = new AtomicLong(1);
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
            SplittableRandom random = new SplittableRandom(3);
            for (long second = 2; second < 100_000; second++) {
                table.add(new CutoffRecord(new TokenDigest(random.nextLong(), ALICE.low()), 1, 1_000 * second));
                add(1_000 * second, Long.MAX_VALUE);
                added.set(second);
                table.dropExpired(1_000 * (second - 50));
            }
        });
        while (!writer.isDone()) {
            long second = added.get();
            assertTrue(refuses("{\"sub\":\"alice\",\"iat\":" + second + "}", Long.MAX_VALUE));
        }
        writer.join();
    }
}
