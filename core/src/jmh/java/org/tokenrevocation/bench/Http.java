package org.tokenrevocation.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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

    Values values(String container, String guard, String field) {
        return Values.of(column(container, guard, field));
    }

    String median(String container, String guard, String field) {
        return Raw.number(values(container, guard, field).median());
    }

    /** The throughput in percent of that without a filter, each round compared with itself. */
    Values shareOfNone(String container, String guard) {
        double[] ours = column(container, guard, "requestsPerSecond");
        double[] none = column(container, "none", "requestsPerSecond");
        double[] shares = new double[ours.length];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = 100 * ours[i] / none[i];
        }
        return Values.of(shares);
    }

    private double[] column(String container, String guard, String field) {
        return rows.stream()
                .filter(row -> row.get("container").asText().equals(container) && row.get("guard").asText().equals(guard))
                .mapToDouble(row -> row.get(field).asDouble())
                .toArray();
    }
}
