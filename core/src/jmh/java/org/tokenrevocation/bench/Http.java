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
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.tokenrevocation.bench.Raw.Values;

/** The rows of the HTTP measurement: turns with a guard, and of the same host's other application, without. */
final class Http {
    /** Stands for the turns without a guard, of whichever host. */
    static final String NONE = "none";

    private final List<JsonNode> rows;

    Http(JsonNode http) {
        this(Raw.list(http.get("rows")));
    }

    private Http(List<JsonNode> rows) {
        this.rows = rows;
    }

    /** The rows of one application. */
    Http of(String application) {
        return new Http(rows.stream().filter(row -> row.get("application").asText().equals(application)).toList());
    }

    Set<String> applications() {
        return different("application");
    }

    Set<String> containers() {
        return different("container");
    }

    /** The guards that were measured. */
    Set<String> guards() {
        return different("guard");
    }

    private Set<String> different(String field) {
        Set<String> values = new LinkedHashSet<>();
        rows.forEach(row -> values.add(row.get(field).asText()));
        return values;
    }

    long failed() {
        return failed(row -> true);
    }

    long failed(Collection<String> guards) {
        return failed(row -> isGuarded(row) && guards.contains(row.get("guard").asText()));
    }

    private long failed(Predicate<JsonNode> which) {
        return rows.stream()
                .filter(which)
                .mapToLong(row -> row.get("failed").asLong())
                .sum();
    }

    Values values(String container, String guard, String field) {
        return Values.of(column(container, guard, field));
    }

    String median(String container, String guard, String field) {
        return Raw.number(values(container, guard, field).median());
    }

    /** The throughput in percent of that without a filter, each turn compared with the other one of its round. */
    Values shareOfNone(String container, String guard) {
        return toNone(container, guard, "requestsPerSecond").in(1 / 100.0);
    }

    /** The processor time for each request, in the same way. */
    Values processorToNone(String container, String guard) {
        return toNone(container, guard, "cpuMicrosPerRequest");
    }

    /**
     * The median of the starts' medians, and the starts that differ most, as turns of a second differ more by chance than
     * by what is measured; of the turns themselves, if there was one start.
     */
    private Values toNone(String container, String guard, String field) {
        Map<Integer, List<Double>> starts = new TreeMap<>();
        for (JsonNode turn : turns(container, guard)) {
            double none = rows.stream().filter(other -> !isGuarded(other) && isSameRound(turn, other)).findFirst()
                    .orElseThrow().get(field).asDouble();
            starts.computeIfAbsent(turn.get("start").asInt(), start -> new ArrayList<>())
                    .add(turn.get(field).asDouble() / none);
        }
        List<Double> compared = starts.size() == 1
                ? starts.values().iterator().next()
                : starts.values().stream().map(Http::median).toList();
        return new Values(median(compared), Collections.min(compared), Collections.max(compared));
    }

    private static boolean isSameRound(JsonNode turn, JsonNode other) {
        return Stream.of("application", "container", "guard", "start", "round").allMatch(field -> turn.get(field).equals(other.get(field)));
    }

    private static boolean isGuarded(JsonNode turn) {
        return turn.get("isGuarded").asBoolean();
    }

    private static double median(List<Double> values) {
        return Statistics.median(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private double[] column(String container, String guard, String field) {
        return turns(container, guard).stream().mapToDouble(turn -> turn.get(field).asDouble()).toArray();
    }

    private List<JsonNode> turns(String container, String guard) {
        return rows.stream()
                .filter(row -> row.get("container").asText().equals(container))
                .filter(row -> guard.equals(NONE) ? !isGuarded(row) : isGuarded(row) && row.get("guard").asText().equals(guard))
                .toList();
    }
}
