package org.tokenrevocation.faults;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.tokenrevocation.ClockedNode;
import org.tokenrevocation.Health;
import org.tokenrevocation.Mode;
import org.tokenrevocation.RevocationUnavailableException;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.Verdict;
import org.tokenrevocation.testing.Await;
import org.tokenrevocation.testing.RedisServer;
import org.tokenrevocation.testing.TcpProxy;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Three nodes in one JVM on one real Redis, each behind a line of its own, under constant load: per node one thread that
 * makes requests with live and with just revoked tokens, and beside them threads that issue tokens, revoke them on any
 * node, and ask every node right after the answer. All that happens is written to a {@link History}.
 */
final class Fleet implements AutoCloseable {
    static final int SIZE = 3;
    private static final int REVOKERS = 3;
    private static final int LIVE_TOKENS = 20;
    private static final int LATELY_REVOKED = 8;
    private static final int PROGRESS = 20;
    private static final int SOME = 2;
    private static final long PAUSE_NANOS = 1_000_000;
    /** Outlasts a starved machine: that all nodes come back within it is what the window assumes. */
    private static final String FOUNDING_WINDOW = "4s";
    /** For the first founding, which nobody has to come back for. */
    private static final String SHORT_WINDOW = "500ms";

    private final RedisServer redis;
    private final RedisClient host;
    private final Console console;
    private final Issuer issuer;
    private final History history = new History(SIZE + 1);
    private final List<TcpProxy> lines = new ArrayList<>();
    private final List<TokenRevocation> nodes = new CopyOnWriteArrayList<>();
    private final List<AtomicReference<Duration>> clocks = new CopyOnWriteArrayList<>();
    private final ConcurrentLinkedDeque<String> live = new ConcurrentLinkedDeque<>();
    private final CopyOnWriteArrayList<String> latelyRevoked = new CopyOnWriteArrayList<>();
    private final AtomicReference<Throwable> crash = new AtomicReference<>();
    private final List<Thread> load = new ArrayList<>();
    private volatile boolean isOver;

    Fleet(Mode mode, String... redisOptions) {
        redis = RedisServer.launch(redisOptions);
        host = redis.client();
        console = new Console(redis);
        issuer = new Issuer(mode);
        found();
        for (int i = 0; i < SIZE; i++) {
            TcpProxy line = TcpProxy.to(redis.port());
            lines.add(line);
            nodes.add(open("node-" + i, line.url(), FOUNDING_WINDOW));
        }
        nodes.forEach(Await::untilUp);
        for (int i = 0; i < SIZE; i++) {
            int node = i;
            run(() -> request(node));
        }
        for (int i = 0; i < REVOKERS; i++) {
            run(this::issueAndRevoke);
        }
    }

    /** A node that leaves again has founded the fleet, so that the others need not wait for their longer window. */
    private void found() {
        try (TokenRevocation founder = open("founder", redis.url(), SHORT_WINDOW)) {
            Await.untilUp(founder);
        }
        clocks.clear();
    }

    private TokenRevocation open(String name, String url, String foundingWindow) {
        AtomicReference<Duration> off = new AtomicReference<>(Duration.ZERO);
        clocks.add(off);
        return ClockedNode.open(name, issuer.settings(url)
                .set("effect-bound", "50ms").set("redis-timeout", "250ms").set("founding-window", foundingWindow).build(),
                () -> Instant.now().plus(off.get()));
    }

    /** Sets a node's wall clock, so far from the right time. */
    void setClock(int node, Duration off) {
        clocks.get(node).set(off);
    }

    RedisServer redis() {
        return redis;
    }

    /** A connection that stays the same, to do what an operator does. */
    Console console() {
        return console;
    }

    History history() {
        return history;
    }

    /** The way from a node to Redis. */
    TcpProxy line(int node) {
        return lines.get(node);
    }

    List<TcpProxy> lines() {
        return lines;
    }

    /** One more node, straight at Redis, with requests of its own. */
    void join() {
        nodes.add(open("newcomer", redis.url(), FOUNDING_WINDOW));
        run(() -> request(SIZE));
    }

    /** What a feed's connection begins with, and no other. */
    String feed() {
        return issuer.mode() == Mode.SESSIONS ? "TRACKING" : "SUBSCRIBE";
    }

    /** One more node, straight at Redis, in a process of its own that can be stopped. */
    NodeProcess joinProcess() {
        return new NodeProcess(issuer.mode(), redis.url());
    }

    /** Has a node in a process judge tokens, all handed in before something happens, if anything does. */
    void ask(NodeProcess process, List<String> tokens, Runnable meanwhile) {
        long begin = history.now();
        tokens.forEach(process::ask);
        meanwhile.run();
        for (String token : tokens) {
            Verdict verdict = Verdict.valueOf(process.answer().split(" ")[0]);
            history.judged(token, SIZE, begin, verdict);
        }
    }

    /** The fleet record's text; null without one. */
    String record(Console at) {
        byte[] text = (byte[]) at.send("GET", issuer.mode() == Mode.SESSIONS
                ? "token-revocation:fleet:session:access:{token}" : "token-revocation:{denylist}:fleet");
        return text == null ? null : new String(text, StandardCharsets.UTF_8);
    }

    /** The tokens that nobody has begun to revoke. */
    List<String> liveTokens() {
        return List.copyOf(live);
    }

    /** Waits until so many more revocations have been answered with success. */
    void awaitRevocations(int more) {
        long goal = history.revocations() + more;
        await(more + " more revocations", () -> history.revocations() >= goal);
    }

    /** Waits until all these tokens have been revoked. */
    void awaitRevoked(List<String> tokens) {
        await(tokens.size() + " tokens are revoked", () -> history.revokedTokens().containsAll(tokens));
    }

    /** Waits until a node has given a verdict some more times. */
    void awaitVerdicts(int node, Verdict verdict) {
        // A verdict that is undecided has waited for a whole time-out.
        long goal = history.count(verdict, node) + (verdict == Verdict.UNDECIDED ? SOME : PROGRESS);
        await(verdict + " on node " + node, () -> history.count(verdict, node) >= goal);
    }

    /** Waits until every node's requests get through to Redis. */
    void awaitReachable() {
        await("Redis is reached", () -> nodes.stream().allMatch(node -> node.health().redis() == Health.RedisState.UP));
    }

    /** Waits until so many more revocations have been a success because all nodes acknowledged. */
    void awaitAcknowledged(int more) {
        long goal = acknowledged() + more;
        await(more + " more acknowledged revocations", () -> acknowledged() >= goal);
    }

    private long acknowledged() {
        return nodes.stream().mapToLong(node -> node.health().counters().get("revocations.acknowledged")).sum();
    }

    /** Waits until every node accepts, refuses and revokes: a fleet that answers nothing is safe, and useless. */
    void awaitProgress() {
        for (int node = 0; node < SIZE; node++) {
            awaitVerdicts(node, Verdict.LIVE);
            awaitVerdicts(node, Verdict.REVOKED);
        }
        awaitRevocations(2 * REVOKERS);
        awaitAcknowledged(2 * REVOKERS);
    }

    /** Asks every node for every token that was ever revoked. */
    void askForAllRevoked() {
        for (String token : history.revokedTokens()) {
            for (int node = 0; node < nodes.size(); node++) {
                int asked = node;
                await("node " + node + " judges", () -> ask(asked, token) != Verdict.UNDECIDED);
            }
        }
    }

    private void await(String what, BooleanSupplier condition) {
        Await.until(what, () -> crash.get() != null || condition.getAsBoolean());
        if (crash.get() != null) {
            throw new AssertionError("the load crashed", crash.get());
        }
    }

    private void run(Runnable step) {
        Thread thread = new Thread(() -> {
            try {
                while (!isOver) {
                    step.run();
                    // Requests arrive, they do not spin: the nodes' own threads need the processors too.
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            } catch (RuntimeException | Error e) {
                crash.compareAndSet(null, e);
            }
        }, "load");
        load.add(thread);
        thread.start();
    }

    private void request(int node) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        Object[] tokens = (random.nextInt(3) == 0 ? latelyRevoked : live).toArray();
        if (tokens.length > 0) {
            ask(node, (String) tokens[random.nextInt(tokens.length)]);
        }
    }

    private Verdict ask(int node, String token) {
        long begin = history.now();
        Verdict verdict = nodes.get(node).verdict(token);
        history.judged(token, node, begin, verdict);
        return verdict;
    }

    private void issueAndRevoke() {
        issue();
        if (live.size() > LIVE_TOKENS) {
            String token = live.poll();
            if (token != null) {
                revoke(token);
                for (int node = 0; node < SIZE; node++) {
                    ask(node, token);
                }
            }
        }
    }

    private void issue() {
        try {
            int losses = history.losses();
            String token = issuer.issue(host);
            history.minted(token, losses);
            live.add(token);
        } catch (JedisException e) {
            // The host cannot reach Redis either: no new token for now.
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void revoke(String token) {
        history.revoking(token);
        while (!isOver) {
            try {
                nodes.get(ThreadLocalRandom.current().nextInt(SIZE)).revoke(token);
                history.revoked(token);
                latelyRevoked.add(token);
                if (latelyRevoked.size() > LATELY_REVOKED) {
                    latelyRevoked.remove(0);
                }
                return;
            } catch (RevocationUnavailableException e) {
                // Not confirmed: the client repeats it, on whatever node.
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    @Override
    public void close() {
        isOver = true;
        lines.forEach(TcpProxy::close);
        for (Thread thread : load) {
            Await.until("the load ends", () -> !thread.isAlive());
        }
        nodes.forEach(TokenRevocation::close);
        host.close();
        console.close();
        redis.close();
    }
}
