package org.tokenrevocation.internal.contract;

import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.tokenrevocation.EndpointResponse;

/**
 * One call on its way to its one answer: READING → REVOKING → ANSWERED, or straight from READING to ANSWERED. A body
 * that arrives after its deadline has answered 408 finds the exchange ANSWERED, and so revokes nothing. Thread-safe.
 */
final class Exchange {
    private enum State { READING, REVOKING, ANSWERED }

    private final AtomicReference<State> state = new AtomicReference<>(State.READING);
    private final Consumer<EndpointResponse> door;
    private volatile Future<?> expiry;
    private volatile EndpointResponse closedAnswer;
    private volatile Runnable afterwards = () -> { };

    Exchange(Consumer<EndpointResponse> door) {
        this.door = door;
    }

    /** The timer that will answer 408, to be cancelled when it is of no more use. */
    void expire(Future<?> timer) {
        expiry = timer;
    }

    /** What {@link #answerClosed()} will say. */
    void onClose(EndpointResponse answer) {
        closedAnswer = answer;
    }

    /** Runs once the call is answered, at once if it is already. */
    void whenAnswered(Runnable task) {
        afterwards = task;
        if (state.get() == State.ANSWERED) {
            task.run();
        }
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
        try {
            door.accept(answer);
        } finally {
            afterwards.run();
        }
    }

    private void cancelExpiry() {
        Future<?> timer = expiry;
        if (timer != null) {
            timer.cancel(false);
        }
    }
}
