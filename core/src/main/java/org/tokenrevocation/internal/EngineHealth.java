package org.tokenrevocation.internal;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.tokenrevocation.Health;

/** An engine's part of {@link Health}, with the same meanings. */
public record EngineHealth(
        Health.RedisState redis,
        Optional<String> trouble,
        Optional<String> waiting,
        Health.Memory memory,
        Optional<Duration> leaseAge,
        long entries,
        Map<String, Long> counters) {

    /** The same of an engine that keeps no answers: whatever is proven, it asks for each request. */
    public EngineHealth withoutMemory() {
        return memory == Health.Memory.WITHHELD
                ? this
                : new EngineHealth(redis, trouble, waiting, Health.Memory.DIRECT, Optional.empty(), entries, counters);
    }
}
