package org.tokenrevocation.internal;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.tokenrevocation.Health;

/** An engine's part of {@link Health}, with the same meanings. */
public record EngineHealth(
        Health.RedisState redis,
        Optional<String> trouble,
        Health.Memory memory,
        Optional<Duration> leaseAge,
        long entries,
        Map<String, Long> counters) {

    /** The same if Redis answers but refuses commands; null for none. */
    public EngineHealth with(Refusal refusal) {
        if (refusal == null || redis != Health.RedisState.UP) {
            return this;
        }
        boolean isJudging = trouble.isEmpty() && refusal.isOfWritesOnly();
        return new EngineHealth(isJudging ? Health.RedisState.READ_ONLY : redis, Optional.of(refusal.text()), memory,
                leaseAge, entries, counters);
    }

    /** The same of an engine that keeps no answers: whatever is proven, it asks for each request. */
    public EngineHealth withoutMemory() {
        return memory == Health.Memory.WITHHELD
                ? this
                : new EngineHealth(redis, trouble, Health.Memory.DIRECT, Optional.empty(), entries, counters);
    }
}
