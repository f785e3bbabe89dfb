package org.tokenrevocation.internal.feed;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.tokenrevocation.internal.Ticker;

/**
 * Acknowledges what this node has heard and applied, to each revoker by itself and at most once per millisecond. One
 * acknowledgement covers an unbroken run of announcements that came over one connection, on which none can be lost: so a
 * later one makes up for an earlier one that was lost. A gap, or another connection, begins a new run. Guarded by the
 * feed's lock.
 */
final class Acknowledger {
    static final long LEAST_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    /** Anybody may pretend to be another revoker; what is forgotten begins a new run. */
    private static final int MOST_REVOKERS = 1_000;

    private final Ticker ticker;
    private final Timer timer;
    private final Consumer<Runnable> guard;
    private final Sender sender;
    private final Map<String, Run> runs = new HashMap<>();

    /** Sends an acknowledgement, if this node is registered and connected. */
    interface Sender {
        void send(String inbox, long first, long last);
    }

    private static final class Run {
        private long first;
        private long last;
        private long sentNanos;
        private boolean isDue;
    }

    Acknowledger(Ticker ticker, Timer timer, Consumer<Runnable> guard, Sender sender) {
        this.ticker = ticker;
        this.timer = timer;
        this.guard = guard;
        this.sender = sender;
    }

    /** An announcement was applied. */
    void applied(String inbox, long number) {
        long now = ticker.nanos();
        Run run = runs.get(inbox);
        if (run == null) {
            if (runs.size() == MOST_REVOKERS) {
                runs.clear();
            }
            run = begin(inbox, number, now - LEAST_NANOS);
        } else if (number != run.last + 1) {
            if (run.isDue) {
                send(inbox, run);
            }
            run = begin(inbox, number, run.sentNanos);
        }
        run.last = number;
        long due = run.sentNanos + LEAST_NANOS - now;
        if (due <= 0) {
            send(inbox, run);
        } else if (!run.isDue) {
            run.isDue = true;
            Run delayed = run;
            timer.schedule(() -> guard.accept(() -> ring(inbox, delayed)), due);
        }
    }

    private Run begin(String inbox, long number, long sentNanos) {
        Run run = new Run();
        run.first = number;
        run.sentNanos = sentNanos;
        runs.put(inbox, run);
        return run;
    }

    private void ring(String inbox, Run run) {
        if (run.isDue && runs.get(inbox) == run) {
            send(inbox, run);
        }
    }

    private void send(String inbox, Run run) {
        run.isDue = false;
        run.sentNanos = ticker.nanos();
        sender.send(inbox, run.first, run.last);
    }

    /** The connection is another one: what came between is unknown. */
    void forgetAll() {
        runs.clear();
    }
}
