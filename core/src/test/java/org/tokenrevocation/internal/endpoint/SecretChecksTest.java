package org.tokenrevocation.internal.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tokenrevocation.RevocationUnavailableException;
import org.tokenrevocation.SecretHash;
import org.tokenrevocation.testing.Await;

/** What guesses cost: each slow hash is counted, and can be stopped. */
class SecretChecksTest {
    private static final String TEXT = "pbkdf2-sha256.1000.c2FsdHNhbHRzYWx0c2FsdA.%s";
    private static final SecretHash WEB = SecretHash.parse(TEXT.formatted("A".repeat(43)));
    private static final SecretHash BATCH = SecretHash.parse(TEXT.formatted("B".repeat(42) + "A"));

    private final List<String> hashed = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch release = new CountDownLatch(1);
    private final SecretChecks checks = new SecretChecks(Map.of("web", WEB, "batch", BATCH), 1, this::isRight);

    /** The secret of web is [a b+%], of batch [other]; what begins with [slow] is under way until released. */
    private boolean isRight(SecretHash hash, String text) {
        hashed.add(text);
        if (text.startsWith("slow")) {
            try {
                release.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return hash == WEB && text.equals("a b+%") || hash == BATCH && text.equals("other");
    }

    private CompletableFuture<Boolean> begin(String id, String secret) {
        CompletableFuture<Boolean> check = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                check.complete(checks.isSecret(id, secret));
            } catch (RuntimeException e) {
                check.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return check;
    }

    @ParameterizedTest
    @ValueSource(strings = {"web", "batch", "nobody", "n\u00f6body", ""})
    void isSecret_wrongTimeAndAgain_hashedOnceWhoeverIsNamed(String id) {
        for (int i = 0; i < 5; i++) {
            assertFalse(checks.isSecret(id, "wrong"));
            assertFalse(checks.isSecret(id, "%77rong"));
            assertFalse(checks.isSecret(id, ""));
        }
        assertEquals(List.of("wrong", "%77rong"), hashed);
    }

    @ParameterizedTest
    @CsvSource({"web, a b+%, 1", "web, a+b%2B%25, 1", "web, %61+b%2b%25, 1", "batch, other, 1"})
    void isSecret_rightInAnySpelling_hashedOnceThenKnownInEachOther(String id, String sent, int hashes) {
        assertTrue(checks.isSecret(id, sent));
        assertTrue(checks.isSecret(id, sent));
        assertEquals(hashes, hashed.size(), hashed::toString);
        assertFalse(checks.isSecret(id.equals("web") ? "batch" : "web", sent), "another client's");
        assertTrue(checks.isSecret("web", "a b+%"));
        assertTrue(checks.isSecret("web", "a+b%2B%25"));
        assertTrue(checks.isSecret("batch", "othe%72"));
    }

    @Test
    void isSecret_moreThanTheTurns_refusedAtOnceButKnownClientsPass() {
        assertTrue(checks.isSecret("batch", "other"));
        CompletableFuture<Boolean> slow = begin("web", "slow guess");
        Await.until("one hash is under way", () -> hashed.contains("slow guess"));
        for (String id : List.of("web", "batch", "nobody")) {
            assertThrows(RevocationUnavailableException.class, () -> checks.isSecret(id, "guess"));
        }
        assertTrue(checks.isSecret("batch", "other"));
        assertFalse(hashed.contains("guess"));
        release.countDown();
        assertFalse(slow.join());
        assertFalse(checks.isSecret("web", "guess"));
    }

    @Test
    void isSecret_sameTextOnManyConnections_oneHashForAllThatWaitTheRestRefused() {
        List<CompletableFuture<Boolean>> calls = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            calls.add(begin("web", "slow guess"));
        }
        Await.until("those beyond the places are refused",
                () -> calls.stream().filter(CompletableFuture::isCompletedExceptionally).count() == 40 - 1 - 16);
        release.countDown();
        assertEquals(1 + 16, calls.stream().filter(call -> !call.isCompletedExceptionally()).filter(call -> !call.join()).count());
        assertEquals(List.of("slow guess"), hashed);
    }

    @Test
    void isSecret_aFloodOfGuesses_forgetsNoKnownClient() {
        assertTrue(checks.isSecret("batch", "other"));
        for (int i = 0; i < 20_000; i++) {
            assertFalse(checks.isSecret("batch", "guess" + i));
        }
        hashed.clear();
        assertTrue(checks.isSecret("batch", "other"));
        assertTrue(hashed.isEmpty());
    }
}
