package org.tokenrevocation.internal.denylist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ReplicaTest {
    private static final long[] EDGES = {0, 1, 2, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 32, 0xFFFF_FFFFL};

    private record Digest(long high, long low) {}

    private final Replica replica = new Replica();

    @Test
    void contains_emptyReplica_isFalse() {
        for (long high : EDGES) {
            for (long low : EDGES) {
                assertFalse(replica.contains(high, low));
            }
        }
    }

    @Test
    void add_eachPairOfEdgeWords_isFoundAloneAndShownAsGiven() {
        for (long high : EDGES) {
            for (long low : EDGES) {
                Replica one = new Replica();
                assertTrue(one.add(high, low, 7000));
                for (long otherHigh : EDGES) {
                    for (long otherLow : EDGES) {
                        boolean same = high == otherHigh && low == otherLow;
                        assertEquals(same, one.contains(otherHigh, otherLow));
                    }
                }
                assertEquals(Map.of(new Digest(high, low), 7000L), shown(one));
            }
        }
    }

    @Test
    void add_knownDigest_addsNothing() {
        assertTrue(replica.add(1, 2, 1000));
        assertFalse(replica.add(1, 2, 1000));
        assertEquals(1, replica.size());
    }

    @Test
    void add_knownDigestWithAnotherDropTime_keepsTheLaterOne() {
        replica.add(1, 2, 5000);
        replica.add(1, 2, 9000);
        replica.add(1, 2, 3000);
        assertEquals(Map.of(new Digest(1, 2), 9000L), shown(replica));
        assertEquals(0, dropAll(replica, 9000, 9000));
        assertTrue(replica.contains(1, 2));
    }

    @Test
    void add_dropTimeWithinASecond_isRoundedUp() {
        replica.add(1, 2, 5001);
        replica.add(1, 3, 5000);
        replica.add(1, 4, Long.MAX_VALUE - 1);
        replica.add(1, 5, Long.MIN_VALUE);
        assertEquals(Map.of(new Digest(1, 2), 6000L, new Digest(1, 3), 5000L, new Digest(1, 4), Long.MAX_VALUE,
                new Digest(1, 5), 0L), shown(replica));
    }

    @Test
    void dropExpired_onlyOneClockHasPassed_keeps() {
        replica.add(1, 2, 5000);
        assertEquals(0, dropAll(replica, 5001, 5000));
        assertEquals(0, dropAll(replica, 5000, 5001));
        assertTrue(replica.contains(1, 2));
        assertEquals(1, dropAll(replica, 5001, 5001));
        assertFalse(replica.contains(1, 2));
        assertEquals(0, replica.size());
    }

    @Test
    void dropExpired_never_keeps() {
        replica.add(1, 2, Long.MAX_VALUE);
        replica.add(0, 0, Long.MAX_VALUE);
        assertEquals(0, dropAll(replica, Long.MAX_VALUE, Long.MAX_VALUE));
        assertTrue(replica.contains(1, 2));
        assertTrue(replica.contains(0, 0));
    }

    @Test
    void dropExpired_manyExpired_isBoundedPerStepAndDropsAllInTheEnd() {
        SplittableRandom random = new SplittableRandom(1);
        int members = 1_000_000;
        for (int i = 0; i < members; i++) {
            replica.add(random.nextLong(), random.nextLong(), 1000);
        }
        int first = replica.dropExpired(2000, 2000);
        assertTrue(first > 0 && first < members / 10, "dropped [" + first + "]");
        assertEquals(members - first, dropAll(replica, 2000, 2000));
        assertEquals(0, replica.size());
        assertEquals(Map.of(), shown(replica));
    }

    @Test
    void add_manyDigestsThatBeginAlike_areAllFound() {
        int members = 2000;
        for (int i = 0; i < members; i++) {
            replica.add(42, i, 1000);
            replica.add(i, 42, 1000);
        }
        for (int i = 0; i < members; i++) {
            assertTrue(replica.contains(42, i));
            assertTrue(replica.contains(i, 42));
            assertFalse(replica.contains(42, ~i));
            assertFalse(replica.contains(43, i == 42 ? ~i : i));
        }
        assertEquals(2 * members - 1, replica.size());
    }

    @Test
    void everyOperation_randomly_agreesWithAHashMap() {
        long seed = System.nanoTime();
        System.out.println("ReplicaTest seed " + seed);
        for (int round = 0; round < 40; round++) {
            agreesWithAHashMap(new SplittableRandom(seed + round), round % 5, "seed " + seed + " round " + round);
        }
    }

    private static void agreesWithAHashMap(SplittableRandom random, int stripesLog2, String where) {
        Replica replica = new Replica(stripesLog2, random.nextLong(), random.nextLong());
        Map<Digest, Long> model = new HashMap<>();
        long now = 0;
        int words = 2 + random.nextInt(100);
        for (int i = 0; i < 5000; i++) {
            Digest digest = new Digest(word(random, words), word(random, words));
            if (random.nextInt(200) == 0) {
                now += random.nextInt(20);
                long passed = now * 1000 + 1;
                int before = model.size();
                model.values().removeIf(dropAt -> dropAt < passed);
                assertEquals(before - model.size(), dropAll(replica, passed, passed), where);
            } else {
                long dropAt = random.nextInt(50) == 0 ? Long.MAX_VALUE : (now + random.nextInt(40)) * 1000;
                assertEquals(!model.containsKey(digest), replica.add(digest.high, digest.low, dropAt), where);
                model.merge(digest, dropAt, Math::max);
            }
            Digest asked = new Digest(word(random, words), word(random, words));
            assertEquals(model.containsKey(asked), replica.contains(asked.high, asked.low), where);
            assertEquals(model.size(), replica.size(), where);
        }
        assertEquals(model, shown(replica), where);
        model.keySet().forEach(digest -> assertTrue(replica.contains(digest.high, digest.low), where));
    }

    /** Few words, so that pairs meet again, and the edges among them. */
    private static long word(SplittableRandom random, int words) {
        int word = random.nextInt(words);
        return word < EDGES.length ? EDGES[word] : word * 0x9E3779B97F4A7C15L;
    }

    private static long dropAll(Replica replica, long localMillis, long redisMillis) {
        long sum = 0;
        int idle = 0;
        while (idle < 2) {
            int dropped = replica.dropExpired(localMillis, redisMillis);
            sum += dropped;
            idle = dropped == 0 ? idle + 1 : 0;
        }
        return sum;
    }

    private static Map<Digest, Long> shown(Replica replica) {
        Map<Digest, Long> shown = new HashMap<>();
        replica.forEach((high, low, dropAtMillis) ->
                assertEquals(null, shown.put(new Digest(high, low), dropAtMillis), "shown twice"));
        return shown;
    }
}
