package org.tokenrevocation.sample.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a node says of itself, once a second: its health, and what one verdict costs there. Thread-safe. */
final class Strip {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Node node;
    private final Map<String, Object> shown = new LinkedHashMap<>();
    private long lastNanos;
    private long lastVerdicts;
    private long lastAsked;
    private long lastSampled;
    private long sampled;
    private Double recoveredMillis;

    Strip(Node node) {
        this.node = node;
    }

    /**
     * Asks the node; blocks.
     *
     * @param liveToken a token whose verdict may be timed, null if there is none
     */
    void ask(String liveToken) {
        try {
            JsonNode health = JSON.readTree(node.health().body());
            count(health.path("counters"), node.asked());
            tell(health, liveToken == null ? null : cost(liveToken));
        } catch (IOException e) {
            unreachable();
        }
    }

    private JsonNode cost(String liveToken) throws IOException {
        Answer answer = node.cost(liveToken);
        return answer.status() == 200 ? JSON.readTree(answer.body()) : null;
    }

    /** The health was asked before this round's cost, so it counts what was sampled until the round before. */
    private synchronized void count(JsonNode counters, long asked) {
        long verdicts = 0;
        for (String verdict : new String[] {"live", "revoked", "malformed", "foreign", "undecided"}) {
            verdicts += counters.path("verdicts." + verdict).asLong();
        }
        long now = System.nanoTime();
        if (lastNanos != 0 && verdicts >= lastVerdicts) {
            double seconds = (now - lastNanos) / 1e9;
            double all = Math.max(0, verdicts - lastVerdicts - (sampled - lastSampled)) / seconds;
            shown.put("requestsPerSecond", all);
            shown.put("pagePerSecond", Math.min(all, (asked - lastAsked) / seconds));
        }
        lastNanos = now;
        lastVerdicts = verdicts;
        lastAsked = asked;
        lastSampled = sampled;
    }

    private synchronized void tell(JsonNode health, JsonNode cost) {
        if (cost != null) {
            sampled = Math.max(sampled, cost.path("verdicts").asLong());
        }
        shown.put("isReachable", true);
        shown.put("redis", health.path("redis").asText());
        shown.put("memory", health.path("memory").asText());
        shown.put("mode", health.path("mode").asText());
        shown.put("trouble", health.path("trouble").asText(null));
        shown.put("effectBound", health.path("settings").path("effect-bound").asText(null));
        JsonNode lease = health.path("leaseAgeMillis");
        shown.put("leaseAgeMillis", lease.isNumber() ? lease.asDouble() : null);
        JsonNode counters = health.path("counters");
        shown.put("refused", counters.path("verdicts.revoked").asLong());
        shown.put("acknowledged", counters.path("revocations.acknowledged").asLong());
        shown.put("waited", counters.path("revocations.waited").asLong());
        shown.put("undecided", counters.path("verdicts.undecided").asLong());
        JsonNode nanos = cost == null ? null : cost.path("nanos");
        shown.put("verdictNanos", nanos == null || !nanos.isNumber() ? null : nanos.asLong());
    }

    private synchronized void unreachable() {
        shown.clear();
        shown.put("isReachable", false);
        lastNanos = 0;
    }

    String name() {
        return node.name();
    }

    synchronized void recovered(Double millis) {
        recoveredMillis = millis;
    }

    synchronized Map<String, Object> shown() {
        Map<String, Object> copy = new LinkedHashMap<>();
        copy.put("name", node.name());
        copy.put("address", node.address().toString());
        copy.putAll(shown);
        copy.put("recoveredMillis", recoveredMillis);
        return copy;
    }
}
