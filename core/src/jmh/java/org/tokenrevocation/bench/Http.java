package org.tokenrevocation.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.tokenrevocation.bench.Raw.Values;

/** The rows of the HTTP measurement. */
final class Http {
    private Http() {}

    static Set<String> guards(JsonNode http) {
        Set<String> guards = new LinkedHashSet<>();
        http.get("rows").forEach(row -> guards.add(row.get("guard").asText()));
        return guards;
    }

    static Values values(JsonNode http, String guard, String field) {
        return Values.of(column(http, guard, field));
    }

    /** The throughput in percent of that without a filter, each round compared with itself. */
    static Values shareOfNone(JsonNode http, String guard) {
        double[] ours = column(http, guard, "requestsPerSecond");
        double[] none = column(http, "none", "requestsPerSecond");
        double[] shares = new double[ours.length];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = 100 * ours[i] / none[i];
        }
        return Values.of(shares);
    }

    private static double[] column(JsonNode http, String guard, String field) {
        List<JsonNode> rows = Raw.list(http.get("rows"));
        return rows.stream()
                .filter(row -> row.get("guard").asText().equals(guard))
                .mapToDouble(row -> row.get(field).asDouble())
                .toArray();
    }
}
