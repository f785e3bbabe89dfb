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
import java.util.function.ToDoubleFunction;
import org.tokenrevocation.bench.Raw.Values;

/**
 * The rows of the HTTP measurement: turns with a guard and of the same host's other application, without; and
 * alternations between the two.
 */
final class Http {
    /** Stands for the turns without a guard, of whichever host. */
    static final String NONE = "none";

    private final List<JsonNode> rows;
    private final List<JsonNode> alternating;

    Http(JsonNode http) {
        this(Raw.list(http.get("rows")), Raw.list(http.get("alternating")));
    }

    private Http(List<JsonNode> rows, List<JsonNode> alternating) {
        this.rows = rows;
        this.alternating = alternating;
    }

    /** The rows of one application. */
    Http of(String application) {
        return new Http(of(application, rows), of(application, alternating));
    }

    private static List<JsonNode> of(String application, List<JsonNode> rows) {
        return rows.stream().filter(row -> row.get("application").asText().equals(application)).toList();
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

    /** The throughput in percent of that without a filter. */
    Values shareOfNone(String container, String guard) {
        return alternations(container, guard, row -> 100 * nanosWithout(row) / row.get("nanosWith").asDouble());
    }

    /** What the guard adds to a request, in microseconds of the host's core. */
    Values added(String container, String guard) {
        return alternations(container, guard, row -> (row.get("nanosWith").asDouble() - nanosWithout(row)) / 1e3);
    }

    /** Without the guard its own threads would not have had their part of this time either. */
    private static double nanosWithout(JsonNode row) {
        return row.get("nanosWithout").asDouble() * (1 - row.get("ownPercent").asDouble() / 100);
    }

    /** The median of the starts' medians, and the starts that differ most; of the rounds, if there was one start. */
    private Values alternations(String container, String guard, ToDoubleFunction<JsonNode> value) {
        Map<Integer, List<Double>> starts = new TreeMap<>();
        alternating.stream()
                .filter(row -> row.get("container").asText().equals(container) && row.get("guard").asText().equals(guard))
                .forEach(row -> starts.computeIfAbsent(row.get("start").asInt(), start -> new ArrayList<>())
                        .add(value.applyAsDouble(row)));
        List<Double> compared = starts.size() == 1
                ? starts.values().iterator().next()
                : starts.values().stream().map(Http::median).toList();
        return new Values(median(compared), Collections.min(compared), Collections.max(compared));
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
