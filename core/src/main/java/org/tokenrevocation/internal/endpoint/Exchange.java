package org.tokenrevocation.internal.endpoint;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.tokenrevocation.spi.EndpointResponse;

/**
 * One call on its way to its one answer: READING → REVOKING → ANSWERED, or straight from READING to ANSWERED. A body
 * that arrives after its deadline has answered 408 finds the exchange ANSWERED, and so revokes nothing. Thread-safe.
 */
final class Exchange {
    private enum State { READING, REVOKING, ANSWERED }

    private final AtomicReference<State> state = new AtomicReference<>(State.READING);
    private final Function<EndpointResponse, CompletionStage<?>> door;
    private final EndpointResponse closedAnswer;
    private final Consumer<Exchange> afterwards;
    private volatile Future<?> expiry;

    /**
     * Begins one.
     *
     * @param door takes the answer; what it returns completes when the answer is delivered, or given up
     * @param closedAnswer what {@link #answerClosed()} will say
     * @param afterwards is told once, when the answer is delivered or given up
     */
    Exchange(Function<EndpointResponse, CompletionStage<?>> door, EndpointResponse closedAnswer,
            Consumer<Exchange> afterwards) {
        this.door = door;
        this.closedAnswer = closedAnswer;
        this.afterwards = afterwards;
    }

    /** The timer that will answer 408, to be cancelled when it is of no more use. */
    void expire(Future<?> timer) {
        expiry = timer;
    }

    /** The body is complete and valid; false if the call is answered already and must not revoke. */
    boolean beginRevocation() {
        cancelExpiry();
        return state.compareAndSet(State.READING, State.REVOKING);
    }

    void answer(EndpointResponse answer) {
        if (state.getAndSet(State.ANSWERED) != State.ANSWERED) {
            deliver(answer);
        }
    }

    void answerOverdue() {
        if (state.compareAndSet(State.READING, State.ANSWERED)) {
            deliver(Answers.OVERDUE);
        }
    }

    void answerClosed() {
        answer(closedAnswer);
    }

    private void deliver(EndpointResponse answer) {
        cancelExpiry();
        CompletionStage<?> delivered;
        try {
            delivered = door.apply(answer);
        } catch (RuntimeException | Error e) {
            afterwards.accept(this);
            throw e;
        }
        delivered.whenComplete((nothing, failure) -> afterwards.accept(this));
    }

    private void cancelExpiry() {
        Future<?> timer = expiry;
        if (timer != null) {
            timer.cancel(false);
        }
    }
}
