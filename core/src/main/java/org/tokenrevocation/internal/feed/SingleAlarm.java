package org.tokenrevocation.internal.feed;

import java.util.function.Consumer;
import org.tokenrevocation.internal.Ticker;

/**
 * Calls the feed when something is due. Each call wakes a thread, forty times a second on a busy node, so none is
 * scheduled while an earlier one is pending: the feed asks anew at each for what is due next. Guarded by the feed's lock,
 * under which it calls.
 */
final class SingleAlarm {
    private final Timer timer;
    private final Ticker ticker;
    private final Consumer<Runnable> guard;
    private final Runnable call;
    private boolean isSet;
    private long atNanos;

    /** Not set. */
    SingleAlarm(Timer timer, Ticker ticker, Consumer<Runnable> guard, Runnable call) {
        this.timer = timer;
        this.ticker = ticker;
        this.guard = guard;
        this.call = call;
    }

    /** Has the feed called at this moment of the ticker, or earlier. */
    void setFor(long nanos) {
        if (!isSet || nanos - atNanos < 0) {
            isSet = true;
            atNanos = nanos;
            timer.schedule(() -> guard.accept(() -> ring(nanos)), Math.max(0, nanos - ticker.nanos()));
        }
    }

    /** Ignores a call that a later setFor superseded. */
    private void ring(long nanos) {
        if (isSet && nanos == atNanos) {
            isSet = false;
            call.run();
        }
    }
}
