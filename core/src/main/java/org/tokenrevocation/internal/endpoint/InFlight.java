package org.tokenrevocation.internal.endpoint;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.tokenrevocation.spi.EndpointResponse;

/**
 * Counts the calls in flight against their bound. A call is in flight from its arrival until its answer is delivered or
 * given up. Thread-safe.
 *
 * <p>At most half of the bound may be answers that are not delivered because their callers do not read. Further answers
 * have no body. HTTP/2 sends status and header fields whatever the window of the caller (RFC 9113 section 5.2.1), and
 * they say all that RFC 7009 section 2.2 demands. So callers that do not read cannot use up the bound of the others.
 */
final class InFlight {
    private final int limit;
    private final Semaphore room;
    private final AtomicInteger undelivered = new AtomicInteger();
    private final Set<Exchange> exchanges = ConcurrentHashMap.newKeySet();

    InFlight(int limit) {
        this.limit = limit;
        this.room = new Semaphore(limit);
    }

    /**
     * Admits a call.
     *
     * @return the call's exchange; null if there is no room
     */
    Exchange enter(Function<EndpointResponse, CompletionStage<?>> door, EndpointResponse closedAnswer) {
        if (!room.tryAcquire()) {
            return null;
        }
        Exchange exchange = new Exchange(answer -> deliver(answer, door), closedAnswer, this::leave);
        exchanges.add(exchange);
        return exchange;
    }

    private CompletionStage<?> deliver(EndpointResponse answer, Function<EndpointResponse, CompletionStage<?>> door) {
        boolean isRoom = undelivered.incrementAndGet() <= (limit + 1) / 2;
        try {
            return door.apply(isRoom ? answer : Answers.withoutBody(answer))
                    .whenComplete((nothing, failure) -> undelivered.decrementAndGet());
        } catch (RuntimeException | Error e) {
            undelivered.decrementAndGet();
            throw e;
        }
    }

    private void leave(Exchange exchange) {
        exchanges.remove(exchange);
        room.release();
    }

    List<Exchange> exchanges() {
        return List.copyOf(exchanges);
    }

    int size() {
        return limit - room.availablePermits();
    }

    int undelivered() {
        return undelivered.get();
    }

    /** Waits until none is in flight. @return whether that was within the time */
    boolean awaitNone(long nanos) throws InterruptedException {
        boolean isNone = room.tryAcquire(limit, nanos, TimeUnit.NANOSECONDS);
        if (isNone) {
            room.release(limit);
        }
        return isNone;
    }
}
