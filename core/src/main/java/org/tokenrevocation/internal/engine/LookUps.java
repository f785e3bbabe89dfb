package org.tokenrevocation.internal.engine;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Verdicts that memory could not give by itself: how many, and how long they took in all. Thread-safe. */
public final class LookUps {
    private final LongAdder count = new LongAdder();
    private final LongAdder nanos = new LongAdder();

    /** One more, however it ended. */
    public void add(long tookNanos) {
        count.increment();
        nanos.add(tookNanos);
    }

    /** The counters by their fixed names. */
    public Map<String, Long> counters() {
        return Map.of("lookups", count.sum(), "lookups-micros", TimeUnit.NANOSECONDS.toMicros(nanos.sum()));
    }
}
