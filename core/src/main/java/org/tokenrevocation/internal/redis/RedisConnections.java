package org.tokenrevocation.internal.redis;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.tokenrevocation.RevocationUnavailableException;
import org.tokenrevocation.internal.Threads;
import org.tokenrevocation.internal.Ticker;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A fixed number of connections, filled ahead by a keeper thread of its own. A request only ever takes one that is
 * ready: it neither connects nor shakes hands, so {@code redis-timeout} bounds its whole call, and no lock is held
 * while anything blocks (pools that create in the borrowing thread have hung virtual threads: jedis#3927,
 * commons-pool#230). While Redis cannot be reached, requests fail at once instead of each waiting in turn.
 *
 * <p>Thread-safe. Once a second the keeper asks over one idle connection who answers, and over the others only for the
 * role, so an outage, a demotion and their end are noticed without traffic; what one learns of a server's process holds
 * for all that lead to it. Without fresh news, a connection asks by itself before it serves another call.
 */
final class RedisConnections implements AutoCloseable {
    static final int SIZE = 8;
    private static final long CHECK_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** How long what a connection knows of its server is taken for true. */
    private static final long TRUSTED_NANOS = CHECK_NANOS * 3 / 2;
    private static final long RETRY_MILLIS = 100;
    /** When all connections are killed, the keeper may just be giving back one that it found alive before. */
    private static final int MAX_ATTEMPTS = 3;
    private static final long LEAST_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final ConnectionLog log;
    private final ConnectionFactory factory;
    private final long timeoutNanos;
    private final LinkedBlockingDeque<TaggedConnection> idle = new LinkedBlockingDeque<>();
    /** Lies in {@code idle} for ever once this is closed, and wakes whoever waits there. */
    private final TaggedConnection end = new TaggedConnection();
    /** How many connections are idle, in flight or being checked. */
    private final AtomicInteger open = new AtomicInteger();
    private final DeadlineWatch flights;
    private final LinkedBlockingDeque<Boolean> wakeUps = new LinkedBlockingDeque<>(1);
    private final Thread keeper;
    private final Rehearsal rehearsal;
    private final RehearsalSchedule schedule = new RehearsalSchedule();
    /** What was last learnt of a server. */
    private volatile TaggedConnection.Seen latest;
    private volatile boolean isClosed;
    /** What the keeper connects with, for closing to abort. */
    private volatile SingleUseSocket connecting;
    /** The keeper's own. */
    private long nextCheck = Ticker.SYSTEM.nanos();

    RedisConnections(String name, ConnectionFactory factory, Duration timeout, Rehearsal rehearsal) {
        this.log = new ConnectionLog(name, factory.server());
        this.rehearsal = rehearsal;
        this.factory = factory;
        this.timeoutNanos = timeout.toNanos();
        this.flights = new DeadlineWatch(name, timeoutNanos);
        this.keeper = Threads.named(name, "redis-keeper").newThread(this::keep);
        keeper.start();
    }

    /**
     * Runs one exchange on a ready connection, within {@code redis-timeout} from now.
     *
     * @param mayRepeat whether the exchange is repeated if the connection turns out to be dead
     * @throws RevocationUnavailableException without an answer, or with an error for one
     */
    <T> T call(String what, boolean mayRepeat, Function<TaggedConnection, T> exchange) {
        return call(what, mayRepeat, Ticker.SYSTEM.nanos() + timeoutNanos, exchange);
    }

    /** The same until a deadline of the system's ticker, which is no later than {@code redis-timeout} from now. */
    <T> T call(String what, boolean mayRepeat, long deadline, Function<TaggedConnection, T> exchange) {
        try {
            for (int attempts = 1; ; attempts++) {
                try {
                    return attempt(deadline, exchange);
                } catch (JedisConnectionException e) {
                    if (!mayRepeat || attempts == MAX_ATTEMPTS || !isCut(e)) {
                        throw e;
                    }
                }
            }
        } catch (JedisException e) {
            throw log.unavailable(what, timeoutNanos, ErrorText.of(e), ErrorText.withoutSecrets(e));
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            // What a reply of another kind, nested without end, or of an impossible length comes to in Jedis.
            throw log.unavailable(what, timeoutNanos, "a reply of another kind than expected",
                    new JedisException(e.getClass().getName()));
        }
    }

    /** How Redis fares. */
    ConnectionLog log() {
        return log;
    }

    /** Connections by what they do: gauges by their fixed names. */
    Map<String, Long> gauges() {
        long ready = Math.min(idle.size(), open.get());
        return Map.of("redis.connections.idle", ready, "redis.connections.active", open.get() - ready);
    }

    private <T> T attempt(long deadline, Function<TaggedConnection, T> exchange) {
        TaggedConnection connection = take(deadline);
        DeadlineWatch.Flight flight = flights.begin(connection, deadline);
        boolean isUsable = false;
        try {
            connection.setSoTimeout((int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(remaining(deadline))));
            identifyIfOlder(connection, TRUSTED_NANOS);
            T result = exchange.apply(connection);
            isUsable = true;
            return result;
        } catch (JedisDataException e) {
            // An error reply leaves the connection in step, but a server that refuses us may have been demoted
            // or wants a new login: only the next connection can tell.
            isUsable = ErrorText.isHarmless(e);
            schedule.want(!ErrorText.isPassing(e));
            throw e;
        } catch (JedisConnectionException e) {
            if (isCut(e)) {
                dropIdle();
            }
            schedule.want(e.getCause() instanceof SocketTimeoutException);
            throw e;
        } finally {
            flights.end(flight);
            giveBack(connection, isUsable);
        }
    }

    /**
     * Whether the server has closed the connection, so that the idle ones are dead too. A late reply says nothing about
     * them (dropping them all under load would feed the overload), and an interrupted virtual thread closes its own.
     */
    private static boolean isCut(JedisConnectionException e) {
        return !(e.getCause() instanceof SocketTimeoutException) && !Thread.currentThread().isInterrupted();
    }

    private TaggedConnection take(long deadline) {
        if (isClosed) {
            throw new JedisException("closed");
        }
        TaggedConnection connection = idle.pollFirst();
        if (connection == null) {
            connection = await(deadline);
        }
        if (connection == end) {
            idle.addFirst(end);
            throw new JedisException("closed");
        }
        if (remaining(deadline) < LEAST_NANOS) {
            // Too late to ask: the reply would be late as well, and cost the connection.
            giveBack(connection, true);
            throw noneFree();
        }
        return connection;
    }

    private TaggedConnection await(long deadline) {
        String known = log.trouble();
        if (known != null && open.get() == 0) {
            throw new JedisException(known);
        }
        try {
            TaggedConnection connection = idle.pollFirst(Math.max(0, remaining(deadline)), TimeUnit.NANOSECONDS);
            if (connection == null) {
                throw noneFree();
            }
            return connection;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JedisException("interrupted while waiting for a connection", e);
        }
    }

    private JedisException noneFree() {
        String known = log.trouble();
        return new JedisException("no connection came free, " + open.get() + " of " + SIZE + " are open"
                + (known == null ? "" : ": " + known));
    }

    private void giveBack(TaggedConnection connection, boolean isUsable) {
        if (!isUsable || connection.isBroken() || isClosed) {
            discard(connection);
            return;
        }
        idle.addFirst(connection);
        if (isClosed && idle.remove(connection)) {
            discard(connection);
        }
    }

    private void dropIdle() {
        for (TaggedConnection next = idle.pollFirst(); next != null && next != end; next = idle.pollFirst()) {
            discard(next);
        }
        if (isClosed) {
            idle.addFirst(end);
        }
    }

    private void discard(TaggedConnection connection) {
        Quietly.disconnect(connection);
        open.decrementAndGet();
        wakeUps.offer(true);
    }

    private void keep() {
        while (!isClosed) {
            try {
                fill();
                rehearse();
                awaitWork();
                checkIdle();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException | Error e) {
                // Whatever it is, without a keeper nobody would connect again.
                log.report(ErrorText.of(e));
            }
        }
    }

    private void awaitWork() throws InterruptedException {
        if (log.trouble() == null && log.shortage() == null) {
            wakeUps.pollFirst(CHECK_NANOS, TimeUnit.NANOSECONDS);
        } else {
            // A plain pause: while Redis is away, requests must not drive the keeper into a reconnect storm.
            new LinkedBlockingDeque<Boolean>(1).pollFirst(RETRY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void fill() {
        while (!isClosed && open.get() < SIZE) {
            TaggedConnection connection;
            try {
                connection = open();
            } catch (JedisException e) {
                if (open.get() == 0) {
                    log.report(ErrorText.of(e));
                } else {
                    log.reportShortage(ErrorText.of(e), open.get(), SIZE);
                }
                return;
            }
            // Perhaps another server than before, or one restarted with other rights.
            schedule.want(open.get() == 0);
            open.incrementAndGet();
            giveBack(connection, true);
            reportAnswer();
        }
        log.reportShortage(null, open.get(), SIZE);
    }

    /** After trouble its commands are tried once more: the rights that it gives may be others now. */
    private void reportAnswer() {
        schedule.want(log.trouble() != null);
        log.report(null);
    }

    private TaggedConnection open() {
        try {
            return openOnce();
        } catch (JedisConnectionException e) {
            if (log.trouble() != null || isClosed || !isCut(e)) {
                throw e;
            }
            // Killed in the middle of its handshake, perhaps: that says nothing about Redis yet.
            return openOnce();
        }
    }

    private TaggedConnection openOnce() {
        SingleUseSocket socket = factory.socket();
        connecting = socket;
        if (isClosed) {
            throw new JedisException("closed");
        }
        return factory.open(socket);
    }

    private void checkIdle() {
        long now = Ticker.SYSTEM.nanos();
        if (log.trouble() == null && now - nextCheck < 0) {
            return;
        }
        nextCheck = now + CHECK_NANOS;
        for (int i = idle.size(); i > 0 && !isClosed; i--) {
            TaggedConnection connection = idle.pollLast();
            if (connection == null || connection == end) {
                return;
            }
            boolean isUsable = false;
            try {
                check(connection);
                isUsable = true;
                reportAnswer();
            } catch (JedisConnectionException e) {
                // They are silent or dead alike; whether Redis is away is for the next attempt to connect to tell.
                dropIdle();
            } catch (JedisDataException e) {
                isUsable = ErrorText.isHarmless(e);
                log.report(ErrorText.of(e));
                if (isUsable) {
                    return;
                }
            } finally {
                giveBack(connection, isUsable);
            }
        }
    }

    private void check(TaggedConnection connection) {
        connection.setSoTimeout((int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(timeoutNanos)));
        if (!identifyIfOlder(connection, CHECK_NANOS / 2)) {
            connection.checkRole();
        }
    }

    private boolean identifyIfOlder(TaggedConnection connection, long nanos) {
        TaggedConnection.Seen known = latest;
        if (known != null) {
            connection.learn(known);
        }
        boolean isOlder = Ticker.SYSTEM.nanos() - connection.seen().askedNanos() > nanos;
        if (isOlder) {
            connection.identify();
            latest = connection.seen();
        }
        return isOlder;
    }

    private void rehearse() {
        TaggedConnection connection =
                log.trouble() == null && schedule.isDue() && !isClosed ? idle.pollLast() : null;
        if (connection == null || connection == end) {
            return;
        }
        schedule.begin();
        boolean isUsable = false;
        DeadlineWatch.Flight flight = flights.begin(connection, Ticker.SYSTEM.nanos() + 2 * timeoutNanos);
        try {
            connection.setSoTimeout((int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(Math.min(timeoutNanos, CHECK_NANOS))));
            log.reportRefusal(rehearsal.run(connection));
            schedule.want(log.refusal() != null);
            isUsable = true;
        } catch (JedisException e) {
            schedule.want(true);
            isUsable = e instanceof JedisDataException reply && ErrorText.isHarmless(reply);
        } finally {
            flights.end(flight);
            giveBack(connection, isUsable);
        }
    }

    private static long remaining(long deadline) {
        return deadline - Ticker.SYSTEM.nanos();
    }

    /** Returns when no thread and no socket is left; calls under way may end first, within {@code redis-timeout}. */
    @Override
    public void close() {
        isClosed = true;
        log.close();
        keeper.interrupt();
        SingleUseSocket last = connecting;
        if (last != null && keeper.isAlive()) {
            last.abort();
        }
        dropIdle();
        try {
            // The longest handshake: to connect, to greet, to choose the database, to identify.
            keeper.join(TimeUnit.NANOSECONDS.toMillis(4 * timeoutNanos) + 1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        dropIdle();
        awaitLanding(timeoutNanos);
        flights.close();
        awaitLanding(timeoutNanos);
    }

    private void awaitLanding(long nanos) {
        long deadline = Ticker.SYSTEM.nanos() + nanos;
        while (open.get() > 0 && remaining(deadline) > 0 && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(LEAST_NANOS);
        }
    }
}
