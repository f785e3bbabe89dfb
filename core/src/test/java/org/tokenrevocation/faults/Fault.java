package org.tokenrevocation.faults;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.tokenrevocation.Verdict;
import org.tokenrevocation.testing.Await;
import org.tokenrevocation.testing.TcpProxy;

/** One way in which one part fails, from the failure to its repair, with the fleet under load all the while. */
enum Fault {
    FEED_CUT(fleet -> {
        for (int i = 0; i < 5; i++) {
            fleet.line(0).cut(fleet.feed());
            fleet.awaitRevocations(3);
        }
    }),
    FEED_SILENT(fleet -> {
        fleet.line(0).silence(fleet.feed());
        fleet.awaitRevocations(30);
        fleet.line(0).pass();
    }),
    NODE_CUT_OFF(fleet -> {
        fleet.line(0).blackHole();
        fleet.awaitVerdicts(0, Verdict.UNDECIDED);
        fleet.awaitRevocations(10);
        fleet.line(0).pass();
    }),
    NODE_SLOW(fleet -> {
        for (int millis : new int[] {30, 45, 70, 120, 200}) {
            fleet.line(0).delayReplies(Duration.ofMillis(millis));
            fleet.awaitRevocations(12);
        }
        fleet.line(0).pass();
    }),
    /** It has the tokens in memory, and questions waiting for it when it is continued. */
    NODE_STOPPED(fleet -> {
        try (NodeProcess node = fleet.joinProcess()) {
            for (int i = 0; i < 3; i++) {
                List<String> tokens = fleet.liveTokens();
                fleet.ask(node, tokens, () -> { });
                fleet.ask(node, tokens, () -> { });
                node.signal("STOP");
                fleet.awaitRevoked(tokens);
                fleet.ask(node, tokens, () -> node.signal("CONT"));
            }
        }
    }),
    /** Each with tokens in memory: one leaves, one is killed, one is stopped for longer than its registration lasts. */
    NODES_COME_AND_GO(fleet -> {
        for (String end : List.of("leave", "KILL", "STOP")) {
            try (NodeProcess node = fleet.joinProcess()) {
                List<String> tokens = fleet.liveTokens();
                fleet.ask(node, tokens, () -> { });
                fleet.awaitRevocations(10);
                fleet.ask(node, tokens, () -> { });
                if (end.equals("leave")) {
                    node.leave();
                } else {
                    node.signal(end);
                }
                fleet.awaitRevocations(10);
                fleet.awaitAcknowledged(10);
                if (end.equals("STOP")) {
                    fleet.ask(node, tokens, () -> node.signal("CONT"));
                    fleet.awaitAcknowledged(10);
                }
            }
        }
    }),
    NODE_CLOCK_SET(fleet -> {
        for (int hours : new int[] {1, -1, 0}) {
            fleet.setClock(0, Duration.ofHours(hours));
            fleet.awaitVerdicts(0, Verdict.REVOKED);
            fleet.awaitRevocations(10);
        }
    }),
    REDIS_SLOW(fleet -> {
        for (int millis : new int[] {30, 45, 120}) {
            fleet.lines().forEach(line -> line.delayReplies(Duration.ofMillis(millis)));
            fleet.awaitRevocations(6);
        }
        fleet.lines().forEach(TcpProxy::pass);
    }),
    REDIS_STOPPED(fleet -> {
        for (int i = 0; i < 2; i++) {
            fleet.redis().pause();
            Fault.awaitUndecided(fleet);
            fleet.redis().resume();
            fleet.awaitRevocations(3);
        }
    }),
    REDIS_RESTARTED_EMPTY(true, fleet -> {
        fleet.redis().kill();
        Fault.awaitUndecided(fleet);
        fleet.redis().restart();
    }),
    REDIS_RESTARTED_WITH_ALL_DATA(false, fleet -> {
        fleet.redis().kill();
        Fault.awaitUndecided(fleet);
        fleet.redis().restart();
    }, "--appendonly", "yes", "--appendfsync", "always"),
    REDIS_RESTARTED_WITH_OLD_DATA(true, fleet -> {
        Fault.saveThenRevoke(fleet);
        fleet.redis().kill();
        fleet.redis().restart();
    }),
    /** No feed can come back, so all nodes still believe in the incarnation that they knew, and its record is there. */
    REDIS_RESTARTED_WITH_OLD_DATA_BEHIND_SILENT_FEEDS(true, fleet -> {
        Fault.saveThenRevoke(fleet);
        fleet.lines().forEach(line -> line.silence(fleet.feed()));
        fleet.redis().kill();
        Fault.awaitUndecided(fleet);
        fleet.redis().restart();
        fleet.awaitReachable();
        Fault.awaitUndecided(fleet);
        fleet.lines().forEach(TcpProxy::pass);
    }),
    NEWCOMER_FIRST_ON_EMPTY_REDIS(true, fleet -> Fault.restartForNewcomer(fleet)),
    NEWCOMER_FIRST_ON_OLD_DATA(true, fleet -> {
        Fault.saveThenRevoke(fleet);
        Fault.restartForNewcomer(fleet);
    }),
    SCRIPT_KEEPS_REDIS_BUSY(false, fleet -> {
        try (Console script = new Console(fleet.redis())) {
            long begin = System.nanoTime();
            script.keepBusy();
            Await.until("two seconds are over", () -> System.nanoTime() - begin >= 2_000_000_000L);
            fleet.console().endScript();
        }
    }, "--busy-reply-threshold", "100"),
    CLIENTS_KILLED(fleet -> {
        for (int i = 0; i < 5; i++) {
            fleet.console().send("CLIENT", "KILL", "TYPE", "normal");
            fleet.console().send("CLIENT", "KILL", "TYPE", "pubsub");
            fleet.awaitRevocations(3);
        }
    }),
    CLIENTS_KILLED_ONE_BY_ONE(fleet -> {
        List<String> ids = fleet.console().text("CLIENT", "LIST").lines().map(Fault::id).toList();
        for (String id : ids) {
            fleet.console().send("CLIENT", "KILL", "ID", id, "SKIPME", "yes");
        }
    }),
    ALL_FLUSHED(true, fleet -> fleet.console().send("FLUSHALL")),
    /** The other database holds the sessions as they were; only the missing fleet record tells. */
    DATABASES_SWAPPED(true, fleet -> {
        List<String> tokens = fleet.liveTokens();
        for (String token : tokens) {
            fleet.console().send("COPY", Issuer.ACCESS + token, Issuer.ACCESS + token, "DB", 1);
        }
        fleet.awaitRevoked(tokens);
        fleet.console().send("SWAPDB", 0, 1);
    }),
    ALL_EVICTED(true, fleet -> {
        fleet.console().send("CONFIG", "SET", "maxmemory-policy", "allkeys-random");
        fleet.console().send("CONFIG", "SET", "maxmemory", 1);
        Await.until("all is evicted", () -> fleet.console().send("DBSIZE").equals(0L));
        fleet.console().send("CONFIG", "SET", "maxmemory", 0);
    }),
    PASSWORD_ROTATED(fleet -> {
        fleet.console().send("CONFIG", "SET", "requirepass", "new");
        fleet.console().send("CLIENT", "KILL", "TYPE", "normal");
        fleet.console().send("CLIENT", "KILL", "TYPE", "pubsub");
        Fault.awaitUndecided(fleet);
        fleet.console().send("CONFIG", "SET", "requirepass", "");
    });

    private final boolean isDataLost;
    private final Consumer<Fleet> strike;
    private final List<String> redisOptions;

    Fault(Consumer<Fleet> strike) {
        this(false, strike);
    }

    Fault(boolean isDataLost, Consumer<Fleet> strike, String... redisOptions) {
        this.isDataLost = isDataLost;
        this.strike = strike;
        this.redisOptions = List.of(redisOptions);
    }

    /** How Redis has to be started for it. */
    String[] redisOptions() {
        return redisOptions.toArray(String[]::new);
    }

    /** Happens, and is repaired. */
    void strike(Fleet fleet) {
        if (isDataLost) {
            fleet.history().sessionsLost();
        }
        strike.accept(fleet);
        if (isDataLost) {
            fleet.history().sessionsLost();
        }
    }

    private static void awaitUndecided(Fleet fleet) {
        for (int node = 0; node < Fleet.SIZE; node++) {
            fleet.awaitVerdicts(node, Verdict.UNDECIDED);
        }
    }

    /** Afterwards Redis' file holds sessions that were revoked since. */
    private static void saveThenRevoke(Fleet fleet) {
        List<String> saved = fleet.liveTokens();
        fleet.console().send("SAVE");
        fleet.awaitRevoked(saved);
    }

    /** Redis comes back, and somebody who knows nothing is there before all who know. */
    private static void restartForNewcomer(Fleet fleet) {
        String known = fleet.record(fleet.console());
        fleet.lines().forEach(TcpProxy::refuse);
        fleet.redis().kill();
        fleet.redis().restart();
        fleet.join();
        try (Console fresh = new Console(fleet.redis())) {
            Await.until("the newcomer founds", () -> {
                String record = fleet.record(fresh);
                return record != null && !record.equals(known);
            });
        }
        fleet.lines().forEach(TcpProxy::pass);
    }

    private static String id(String client) {
        return client.substring(client.indexOf('=') + 1, client.indexOf(' '));
    }
}
