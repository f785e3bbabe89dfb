package org.tokenrevocation;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.tokenrevocation.internal.Ticker;

/** The counters of one instance and its doors; engine and endpoint have their own. Thread-safe without locks. */
final class NodeCounters {
    private final Map<Verdict, LongAdder> verdicts = new EnumMap<>(Verdict.class);
    private final LongAdder revocations = new LongAdder();
    private final LongAdder unconfirmed = new LongAdder();
    private final LongAdder calls = new LongAdder();
    private final LongAdder callNanos = new LongAdder();
    private final Map<String, LongAdder> doors = new ConcurrentHashMap<>();

    NodeCounters() {
        for (Verdict verdict : Verdict.values()) {
            verdicts.put(verdict, new LongAdder());
        }
    }

    Verdict counted(Verdict verdict) {
        verdicts.get(verdict).increment();
        return verdict;
    }

    void door(String counter) {
        doors.computeIfAbsent(counter, name -> new LongAdder()).increment();
    }

    /** Counts tokens that Redis has confirmed. */
    void stored(int tokens) {
        revocations.add(tokens);
    }

    /** Counts the tokens of a call that failed. */
    void unconfirmed(int tokens) {
        unconfirmed.add(tokens);
    }

    /** Counts and times a call that began at this time of the ticker. Returns the same completion. */
    CompletionStage<Void> timed(CompletionStage<Void> effective, int tokens, long beginNanos) {
        return effective.whenComplete((nothing, failure) -> {
            if (failure == null) {
                calls.increment();
                callNanos.add(Ticker.SYSTEM.nanos() - beginNanos);
            } else {
                unconfirmed(tokens);
            }
        });
    }

    /** Adds the counters that come first in health. */
    void putInto(Map<String, Long> counters) {
        verdicts.forEach((verdict, count) ->
                counters.put("verdicts." + verdict.name().toLowerCase(Locale.ROOT), count.sum()));
        counters.put("revocations", revocations.sum());
        counters.put("revocations.unconfirmed", unconfirmed.sum());
        counters.put("revocations.calls", calls.sum());
        counters.put("revocations.calls-micros", TimeUnit.NANOSECONDS.toMicros(callNanos.sum()));
    }

    /** Adds the counters of the doors, sorted. */
    void putDoorsInto(Map<String, Long> counters) {
        new TreeMap<>(doors).forEach((counter, count) -> counters.put(counter, count.sum()));
    }
}
