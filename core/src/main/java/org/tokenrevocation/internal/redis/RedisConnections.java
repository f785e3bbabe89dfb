package org.tokenrevocation.internal.redis;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
 * <p>Thread-safe. The keeper pings idle connections once a second, so an outage and its end are noticed without traffic.
 */
final class RedisConnections implements AutoCloseable {
    static final int SIZE = 8;
    private static final long CHECK_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long RETRY_MILLIS = 100;

    private final System.Logger log = System.getLogger("org.tokenrevocation");
    private final String name;
    private final ConnectionFactory factory;
    private final long timeoutNanos;
    private final LinkedBlockingDeque<TaggedConnection> idle = new LinkedBlockingDeque<>();
    private final AtomicInteger open = new AtomicInteger();
    private final LinkedBlockingDeque<Boolean> wakeUps = new LinkedBlockingDeque<>(1);
    private final Thread keeper;
    private volatile String trouble;
    private volatile boolean isSettled;
    private volatile boolean isClosed;

    RedisConnections(String name, ConnectionFactory factory, Duration timeout) {
        this.name = name;
        this.factory = factory;
        this.timeoutNanos = timeout.toNanos();
        this.keeper = Threads.named(name, "redis-keeper").newThread(this::keep);
        keeper.start();
    }

    /**
     * Runs one exchange on a ready connection, within {@code redis-timeout} from now.
     *
     * @param mayRepeat whether the exchange is repeated once if the connection turns out to be dead
     * @throws RevocationUnavailableException without an answer, or with an error for one
     */
    <T> T call(String what, boolean mayRepeat, Function<TaggedConnection, T> exchange) {
        long deadline = Ticker.SYSTEM.nanos() + timeoutNanos;
        try {
            try {
                return attempt(deadline, exchange);
            } catch (JedisConnectionException e) {
                if (!mayRepeat || remaining(deadline) <= 0) {
                    throw e;
                }
                return attempt(deadline, exchange);
            }
        } catch (JedisException e) {
            throw unavailable(what, Text.of(e), e);
        }
    }

    String trouble() {
        return trouble;
    }

    boolean isSettled() {
        return isSettled;
    }

    private <T> T attempt(long deadline, Function<TaggedConnection, T> exchange) {
        TaggedConnection connection = take(deadline);
        boolean isUsable = false;
        try {
            connection.setSoTimeout((int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(remaining(deadline))));
            T result = exchange.apply(connection);
            isUsable = true;
            return result;
        } catch (JedisDataException e) {
            // An error reply leaves the connection in step, but a server that refuses us may have been demoted
            // or wants a new login: only the next connection can tell.
            isUsable = Text.isHarmless(e);
            throw e;
        } catch (JedisConnectionException e) {
            dropIdle();
            throw e;
        } finally {
            giveBack(connection, isUsable);
        }
    }

    private TaggedConnection take(long deadline) {
        TaggedConnection connection = idle.pollFirst();
        if (connection != null) {
            return connection;
        }
        if (isClosed) {
            throw new JedisException("closed");
        }
        String known = trouble;
        if (known != null && open.get() == 0) {
            throw new JedisException(known);
        }
        try {
            connection = idle.pollFirst(Math.max(0, remaining(deadline)), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JedisException("interrupted while waiting for a connection", e);
        }
        if (connection == null) {
            throw new JedisException("no connection came free, " + open.get() + " of " + SIZE + " are open");
        }
        return connection;
    }

    private void giveBack(TaggedConnection connection, boolean isUsable) {
        if (isUsable && !connection.isBroken() && !isClosed) {
            idle.addFirst(connection);
            if (isClosed) {
                dropIdle();
            }
        } else {
            discard(connection);
        }
    }

    private void dropIdle() {
        for (TaggedConnection next = idle.pollFirst(); next != null; next = idle.pollFirst()) {
            discard(next);
        }
    }

    private void discard(TaggedConnection connection) {
        open.decrementAndGet();
        wakeUps.offer(true);
        Quietly.disconnect(connection);
    }

    private void keep() {
        while (!isClosed) {
            try {
                fill();
                awaitWork();
                pingIdle();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                report(Text.of(e));
            }
        }
    }

    private void awaitWork() throws InterruptedException {
        if (trouble == null) {
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
                connection = factory.open();
            } catch (JedisException e) {
                report(Text.of(e));
                return;
            }
            open.incrementAndGet();
            report(null);
            giveBack(connection, true);
        }
    }

    private void pingIdle() {
        for (int i = idle.size(); i > 0; i--) {
            TaggedConnection connection = idle.pollLast();
            if (connection == null) {
                return;
            }
            boolean isUsable = false;
            try {
                ping(connection);
                isUsable = true;
                report(null);
            } catch (JedisConnectionException e) {
                dropIdle();
                report(Text.of(e));
            } catch (JedisDataException e) {
                report(Text.of(e));
            } finally {
                giveBack(connection, isUsable);
            }
        }
    }

    private void ping(TaggedConnection connection) {
        connection.setSoTimeout((int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(timeoutNanos)));
        connection.identify();
    }

    private void report(String now) {
        String before = trouble;
        trouble = now;
        isSettled = true;
        if (isClosed) {
            return;
        }
        if (now != null && before == null) {
            log.log(System.Logger.Level.WARNING, "{0}: Redis at {1} does not answer: {2}. Requests with a token get 503"
                    + " until it does; retrying", name, factory.server(), now);
        } else if (now == null && before != null) {
            log.log(System.Logger.Level.INFO, "{0}: Redis at {1} answers again", name, factory.server());
        }
    }

    private RevocationUnavailableException unavailable(String what, String why, RuntimeException cause) {
        return new RevocationUnavailableException(name + ": " + what + " failed within redis-timeout ["
                + TimeUnit.NANOSECONDS.toMillis(timeoutNanos) + "ms]: " + why + "; see that Redis at "
                + factory.server() + " can be reached, then repeat", cause);
    }

    private static long remaining(long deadline) {
        return deadline - Ticker.SYSTEM.nanos();
    }

    @Override
    public void close() {
        isClosed = true;
        keeper.interrupt();
        dropIdle();
        try {
            keeper.join(TimeUnit.NANOSECONDS.toMillis(2 * timeoutNanos) + 1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        dropIdle();
    }
}
