package org.tokenrevocation.internal.jwt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.tokenrevocation.internal.jwt.keys.KeysUnavailableException;

class VerificationSlotsTest {
    private final VerificationSlots slots = new VerificationSlots(1);

    @Test
    void use_allTaken_refusedInTimeThenFreeAgain() throws Exception {
        CountDownLatch taken = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<String> first = CompletableFuture.supplyAsync(() -> hold(taken, release));
        assertTrue(taken.await(20, TimeUnit.SECONDS));
        assertThrows(KeysUnavailableException.class, () -> slots.use(() -> "second"));
        release.countDown();
        assertEquals("first", first.get(20, TimeUnit.SECONDS));
        assertEquals("third", slots.use(() -> "third"));
    }

    @Test
    void use_workFails_slotIsFreeAgain() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThrows(KeysUnavailableException.class, () -> slots.use(() -> {
                throw new KeysUnavailableException("junk");
            }));
        }
        assertEquals("next", slots.use(() -> "next"));
    }

    private String hold(CountDownLatch taken, CountDownLatch release) {
        try {
            return slots.use(() -> {
                taken.countDown();
                assertTrue(held(release));
                return "first";
            });
        } catch (KeysUnavailableException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean held(CountDownLatch release) {
        try {
            return release.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
