package org.tokenrevocation.internal.jwt;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.tokenrevocation.internal.Ticker;

/** A clock that only the test moves. */
final class ManualTicker implements Ticker {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000_000L);

    @Override
    public long nanos() {
        return nanos.get();
    }

    void pass(Duration duration) {
        nanos.addAndGet(duration.toNanos());
    }
}
