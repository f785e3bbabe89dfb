package org.tokenrevocation.internal.endpoint;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.tokenrevocation.spi.EndpointResponse;

/**
 * One call and its one answer. The states are READING, REVOKING, ANSWERED; a refusal goes from READING to ANSWERED. A
 * body that arrives after the deadline finds the state ANSWERED (with 408) and revokes nothing. Thread-safe.
 */
final class Exchange {
    private enum State { READING, REVOKING, ANSWERED }

    private final AtomicReference<State> state = new AtomicReference<>(State.READING);
    private final Function<EndpointResponse, CompletionStage<?>> door;
    private final EndpointResponse closedAnswer;
    private final Consumer<Exchange> afterwards;
    private volatile Future<?> expiry;

    /**
     * Begins in state READING.
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

    /** Sets the timer that answers 408. It is cancelled when the body is complete. */
    void expire(Future<?> timer) {
        expiry = timer;
    }

    /** Reports a complete and valid body. False if the call has been answered already: it must not revoke then. */
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
