package org.tokenrevocation.internal.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tokenrevocation.Mode;
import org.tokenrevocation.RevocationUnavailableException;
import org.tokenrevocation.internal.Threads;
import org.tokenrevocation.internal.Ticker;
import org.tokenrevocation.internal.lease.CommitWait;
import org.tokenrevocation.internal.lease.Registry;
import org.tokenrevocation.internal.lease.ServerId;
import org.tokenrevocation.internal.lease.Written;
import org.tokenrevocation.testing.Await;

/** Who goes into which round, and what each caller gets. */
class RoundsTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final Loop loop = new Loop();
    private final Feed feed = loop.feed(Ticker.SYSTEM, (task, delayNanos) -> { });
    private final FeedClient pulse = new FeedClient("rounds", feed, new FeedLog("rounds", Mode.SESSIONS), Ticker.SYSTEM,
            new ScheduledThreadPoolExecutor(1, Threads.named("rounds", "timer")), Threads.pool("rounds", "worker", 1, 1),
            () -> { });
    private final CommitWait commitWait = new CommitWait("rounds");
    private final ExecutorService callers = Executors.newCachedThreadPool();
    private final List<List<String>> exchanges = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch isFirstReleased = new CountDownLatch(1);
    private Map<String, String> registered = Map.of();
    private int most = Integer.MAX_VALUE;
    private final Rounds<String, Told> rounds =
            new Rounds<>(pulse, commitWait, Ticker.SYSTEM, TIMEOUT, items -> round -> exchange(items));

    private record Told(List<String> items, Registry registry, boolean isTooMuch) implements Written {
        @Override
        public boolean isAnnounced() {
            return true;
        }

        @Override
        public int acknowledged() {
            return 0;
        }

        @Override
        public String fleet() {
            return Loop.RECORD;
        }

        @Override
        public ServerId server() {
            return Loop.SERVER;
        }
    }

    @AfterEach
    void close() {
        isFirstReleased.countDown();
        callers.shutdownNow();
        commitWait.close();
        pulse.close();
        pulse.awaitEnd();
    }

    /** The first one waits until it is released. */
    private Told exchange(List<String> items) {
        boolean isFirst = exchanges.isEmpty();
        exchanges.add(List.copyOf(items));
        try {
            if (isFirst) {
                isFirstReleased.await();
            }
        } catch (InterruptedException e) {
            throw new RevocationUnavailableException("interrupted", e);
        }
        if (items.contains("poison")) {
            throw new RevocationUnavailableException("refused");
        }
        return new Told(items, new Registry("aa", registered), items.size() > most);
    }

    private CompletableFuture<Rounds.Part<Told>> call(String... items) {
        return CompletableFuture.supplyAsync(() -> rounds.write(List.of(items)), callers);
    }

    private List<CompletableFuture<Rounds.Part<Told>>> callWhileFirstIsUnderWay(String[]... calls) {
        List<CompletableFuture<Rounds.Part<Told>>> all = new ArrayList<>();
        all.add(call("first"));
        Await.until("the first is under way", () -> exchanges.size() == 1);
        for (int i = 0; i < calls.length; i++) {
            all.add(call(calls[i]));
            int waiting = i + 1;
            Await.until(waiting + " wait for the next round", () -> rounds.waitingCalls() == waiting);
        }
        isFirstReleased.countDown();
        return all;
    }

    @Test
    void write_callersWhileARoundIsUnderWay_shareTheNext() {
        var all = callWhileFirstIsUnderWay(new String[] {"a", "b"}, new String[] {}, new String[] {"c"});
        assertEquals(0, all.get(0).join().from());
        for (int i = 1; i < 4; i++) {
            assertEquals(List.of("a", "b", "c"), all.get(i).join().written().items());
        }
        assertEquals(0, all.get(1).join().from());
        assertEquals(2, all.get(3).join().from());
        assertEquals(List.of(List.of("first"), List.of("a", "b", "c")), exchanges);
    }

    @Test
    void write_tooMuchTogether_eachAlone() {
        most = 1;
        var all = callWhileFirstIsUnderWay(new String[] {"a"}, new String[] {"b", "c"}, new String[] {"d"});
        assertFalse(all.get(1).join().written().isTooMuch());
        assertEquals(0, all.get(3).join().from());
        assertEquals(true, all.get(2).join().written().isTooMuch());
        assertEquals(List.of(List.of("first"), List.of("a", "b", "c", "d"), List.of("a"), List.of("b", "c"), List.of("d")),
                exchanges);
    }

    @Test
    void write_redisRefuses_eachCallerIsTold_andTheNextRoundGoesOn() {
        var all = callWhileFirstIsUnderWay(new String[] {"a"}, new String[] {"poison"});
        for (int i = 1; i < 3; i++) {
            var failed = all.get(i);
            CompletionException e = assertThrows(CompletionException.class, failed::join);
            assertEquals(RevocationUnavailableException.class, e.getCause().getClass());
        }
        assertEquals(List.of("next"), call("next").join().written().items());
    }

    /** A node that is silent costs each round its wait, but not the round behind it. */
    @Test
    void write_aNodeIsSilent_nextRoundDoesNotWaitForIt() {
        registered = Map.of("ghost", "ghost");
        var all = callWhileFirstIsUnderWay(new String[] {"a"});
        var first = all.get(0).join().effective().toCompletableFuture();
        all.get(1).join();
        assertEquals(2, exchanges.size());
        first.join();
        assertTrue(rounds.counters().get("revocations.waited") >= 1);
        assertEquals(0, rounds.counters().get("revocations.acknowledged"));
    }
}
