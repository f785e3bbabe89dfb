package org.tokenrevocation.spring;

import java.util.LinkedHashMap;
import java.util.Map;
import org.tokenrevocation.Health;

/** Health as Actuator shows it. Stateless. */
final class HealthDetails {
    private HealthDetails() {}

    /** What an operator looks at first. */
    static Map<String, Object> brief(Health health) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("name", health.name());
        details.put("mode", health.mode().name());
        details.put("redis", health.redis().name());
        details.put("memory", health.memory().name());
        health.trouble().ifPresent(trouble -> details.put("trouble", trouble));
        health.waiting().ifPresent(waiting -> details.put("waiting", waiting));
        return details;
    }

    /** All of it; secrets among the settings are masked. */
    static Map<String, Object> full(Health health) {
        Map<String, Object> details = brief(health);
        details.put("up", health.isUp());
        health.leaseAge().ifPresent(age -> details.put("leaseAgeMillis", age.toNanos() / 1e6));
        details.put("entries", health.entries());
        details.put("entriesMax", health.entriesMax());
        details.put("counters", health.counters());
        details.put("settings", health.settings());
        return details;
    }
}
