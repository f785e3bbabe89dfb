package org.tokenrevocation.internal.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.tokenrevocation.Mode;
import org.tokenrevocation.testing.Await;

/** The queue between revocations and a slow listener. */
class AuditTest {
    private final Map<String, LongAdder> counters = new ConcurrentHashMap<>();
    private final List<AuditedToken> told = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);

    private void hear(AuditedToken event) {
        entered.countDown();
        try {
            release.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        told.add(event);
    }

    private static void revoke(Audit audit, String... tokens) {
        Audit.Trail trail = audit.begin(null);
        for (String token : tokens) {
            trail.add(token);
        }
        trail.closeAfter(CompletableFuture.completedFuture(null));
    }

    private long count(String counter) {
        return counters.getOrDefault(counter, new LongAdder()).sum();
    }

    @Test
    void closeAfter_moreThanMayWait_theRestIsCountedAndTheOthersAreTold() {
        try (Audit audit = new Audit("slow", Mode.SESSIONS, this::hear,
                counter -> counters.computeIfAbsent(counter, name -> new LongAdder()).increment())) {
            revoke(audit, "first");
            Await.until("the listener is busy", () -> entered.getCount() == 0);
            for (int i = 0; i < Audit.MOST_WAITING; i++) {
                revoke(audit, "token" + i);
            }
            assertEquals(0, count("audit.dropped"));
            revoke(audit, "one", "more");
            assertEquals(2, count("audit.dropped"));
            release.countDown();
            Await.until("the waiting are told", () -> told.size() == 1 + Audit.MOST_WAITING);
            revoke(audit, "last");
        }
        assertEquals(Audit.fingerprint("last"), told.get(told.size() - 1).fingerprint());
        assertEquals(0, count("audit.failed"));
    }
}
