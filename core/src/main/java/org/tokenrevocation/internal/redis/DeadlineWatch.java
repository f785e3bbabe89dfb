package org.tokenrevocation.internal.redis;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.tokenrevocation.internal.Threads;
import org.tokenrevocation.internal.Ticker;
import redis.clients.jedis.Connection;

/**
 * The exchanges under way, each with its deadline. A socket's time-out bounds a single read; a write that finds the
 * buffers full (many tokens revoked at once, nobody reading) and a reply that trickles have no bound of their own. So a
 * watch looks twice per {@code redis-timeout} and closes the connection of what is overdue. Thread-safe.
 */
final class DeadlineWatch implements AutoCloseable {
    private final Set<Flight> flights = ConcurrentHashMap.newKeySet();
    private final long periodNanos;
    private final Thread watch;
    private volatile boolean isClosed;

    /** One exchange. */
    static final class Flight {
        private final Connection connection;
        private final long deadline;

        private Flight(Connection connection, long deadline) {
            this.connection = connection;
            this.deadline = deadline;
        }
    }

    DeadlineWatch(String name, long timeoutNanos) {
        periodNanos = Math.max(1, timeoutNanos / 2);
        watch = Threads.named(name, "redis-watch").newThread(this::watch);
        watch.start();
    }

    Flight begin(Connection connection, long deadline) {
        Flight flight = new Flight(connection, deadline);
        flights.add(flight);
        return flight;
    }

    void end(Flight flight) {
        flights.remove(flight);
    }

    private void watch() {
        while (!isClosed) {
            LockSupport.parkNanos(periodNanos);
            long now = Ticker.SYSTEM.nanos();
            for (Flight flight : flights) {
                if (now - flight.deadline > 0) {
                    Quietly.disconnect(flight.connection);
                }
            }
        }
    }

    /** Closes the connections of all that is still under way; their callers get an exception. */
    @Override
    public void close() {
        isClosed = true;
        LockSupport.unpark(watch);
        flights.forEach(flight -> Quietly.disconnect(flight.connection));
        try {
            watch.join(TimeUnit.NANOSECONDS.toMillis(periodNanos) + 1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
