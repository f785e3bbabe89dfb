package org.tokenrevocation.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.tokenrevocation.bench.Raw.Values;

/** The rows of the HTTP measurement. */
final class Http {
    private final List<JsonNode> rows;

    Http(JsonNode http) {
        rows = Raw.list(http.get("rows"));
    }

    Set<String> containers() {
        Set<String> containers = new LinkedHashSet<>();
        rows.forEach(row -> containers.add(row.get("container").asText()));
        return containers;
    }

    long failed(Collection<String> guards) {
        return rows.stream()
                .filter(row -> guards.contains(row.get("guard").asText()))
                .mapToLong(row -> row.get("failed").asLong())
                .sum();
    }

    Values values(String container, String guard, String field) {
        return Values.of(column(container, guard, field));
    }

    String median(String container, String guard, String field) {
        return Raw.number(values(container, guard, field).median());
    }

    /** The throughput in percent of that without a filter, each turn compared with the one of its round. */
    Values shareOfNone(String container, String guard) {
        return toNone(container, guard, "requestsPerSecond").in(1 / 100.0);
    }

    /** The processor time for each request, in the same way. */
    Values processorToNone(String container, String guard) {
        return toNone(container, guard, "cpuMicrosPerRequest");
    }

    /**
     * The median of all rounds; its extremes are the medians of the starts that differ most, as turns of a second differ
     * more by chance than by what is measured; or those of the turns, if there was one start.
     */
    private Values toNone(String container, String guard, String field) {
        Map<Integer, List<Double>> starts = new TreeMap<>();
        for (JsonNode turn : turns(container, guard)) {
            double none = turns(container, "none").stream().filter(other -> isSameRound(turn, other)).findFirst()
                    .orElseThrow().get(field).asDouble();
            starts.computeIfAbsent(turn.get("start").asInt(), start -> new ArrayList<>())
                    .add(turn.get(field).asDouble() / none);
        }
        List<Double> all = starts.values().stream().flatMap(List::stream).toList();
        List<Double> spread = starts.size() == 1 ? all : starts.values().stream().map(Http::median).toList();
        return new Values(median(all), Collections.min(spread), Collections.max(spread));
    }

    private static boolean isSameRound(JsonNode turn, JsonNode other) {
        return turn.get("start").equals(other.get("start")) && turn.get("round").equals(other.get("round"));
    }

    private static double median(List<Double> values) {
        return Statistics.median(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private double[] column(String container, String guard, String field) {
        return turns(container, guard).stream().mapToDouble(turn -> turn.get(field).asDouble()).toArray();
    }

    private List<JsonNode> turns(String container, String guard) {
        return rows.stream()
                .filter(row -> row.get("container").asText().equals(container) && row.get("guard").asText().equals(guard))
                .toList();
    }
}
