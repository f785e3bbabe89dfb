package org.tokenrevocation.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.tokenrevocation.bench.Raw.Values;

/** What a larger set costs. */
final class GrowthTables {
    private final JsonNode growth;
    private final Page page;

    private GrowthTables(JsonNode growth, Page page) {
        this.growth = growth;
        this.page = page;
    }

    static void write(Raw raw, Page page) throws IOException {
        if (page.begin("Growth", "growth")) {
            GrowthTables tables = new GrowthTables(raw.of("growth"), page);
            tables.nodes();
            tables.replica();
        }
    }

    private List<JsonNode> rows(String mode) {
        return Raw.list(growth.get("nodes")).stream().filter(row -> row.get("mode").asText().equals(mode)).toList();
    }

    private void nodes() throws IOException {
        page.lines("Each size has a node in a JVM of its own. Start-up is from opening the node until it holds the set (in"
                + " sessions mode it begins with none) in a fleet that exists; verdicts are on a million random tokens, cut fresh"
                + " from headers that lie in memory one after the other. " + (growth.has("tokenCharacters") ? "They have "
                + growth.get("tokenCharacters").asText() + " characters, since nodes do not remember the digest of one so short:"
                + " each verdict makes it anew, or the small sets would look too good." : "Nodes remember the digests of the last"
                + " 4,096, so that the smallest set looks too good.") + " Heap is the JVM's own count after a collection.");
        Map<String, Map<Double, Double>> lines = new LinkedHashMap<>();
        lines.put("ours, denylist: revoked", points("denylist", "memberNanos"));
        lines.put("ours, denylist: not revoked", points("denylist", "absentNanos"));
        lines.put("ours, sessions: live", points("sessions", "memberNanos"));
        page.plot("growth.svg", "nanoseconds for each verdict by the size of the set",
                LineChart.of("One verdict by the size of the set", "entries", "ns", lines));
        page.head("", "held", "verdict, member: ns", "not in it: ns", "heap MB", "start-up ms", "at Redis MB");
        for (JsonNode row : growth.get("nodes")) {
            page.row(Page.mark("growth-" + row.get("mode").asText() + "-" + row.get("entries").asText())
                            + row.get("mode").asText() + ", " + Raw.number(row.get("entries").asDouble()),
                    Raw.number(row.get("held").asDouble()), Values.of(row.get("memberNanos")).text(""),
                    row.has("absentNanos") ? Values.of(row.get("absentNanos")).text("") : "–",
                    Raw.number(row.get("heapMegabytes").asDouble()), Raw.number(row.get("startMillis").asDouble()),
                    Raw.number(row.get("redisMegabytes").asDouble()));
        }
        page.line("");
        page.lines("The straight lines through these points (least squares; R² says how straight they are):");
        page.head("", "verdict, member", "not in it", "heap", "start-up", "at Redis");
        for (String mode : HttpTables.ours()) {
            boolean isDenylist = mode.equals("denylist");
            page.row(mode, perDecade(mode, "memberNanos"), isDenylist ? perDecade(mode, "absentNanos") : "–",
                    perEntry(mode, row -> row.get("heapMegabytes").asDouble() * 1e6, "bytes"),
                    isDenylist ? perEntry(mode, row -> row.get("startMillis").asDouble() * 1e6, "ns") : "–",
                    perEntry(mode, row -> row.get("redisMegabytes").asDouble() * 1e6, "bytes"));
        }
        page.line("");
    }

    private Map<Double, Double> points(String mode, String field) {
        Map<Double, Double> points = new LinkedHashMap<>();
        rows(mode).forEach(row -> points.put(row.get("entries").asDouble(), Values.of(row.get(field)).median()));
        return points;
    }

    private String perDecade(String mode, String field) {
        Fit fit = fit(rows(mode), row -> Math.log10(row.get("entries").asDouble()), row -> Values.of(row.get(field)).median());
        return text(fit, "ns for each tenfold");
    }

    private String perEntry(String mode, ToDoubleFunction<JsonNode> value, String unit) {
        return text(fit(rows(mode), row -> row.get("entries").asDouble(), value), unit + " each");
    }

    private static String text(Fit fit, String unit) {
        return Raw.number(fit.slope()) + " " + unit + " (R² " + Raw.number(fit.explained()) + ")";
    }

    private static Fit fit(List<JsonNode> rows, ToDoubleFunction<JsonNode> x, ToDoubleFunction<JsonNode> y) {
        return Fit.of(rows.stream().mapToDouble(x).toArray(), rows.stream().mapToDouble(y).toArray());
    }

    private void replica() {
        page.lines("The denylist's table alone, as it grows step by step; it doubles in parts, never as a whole:");
        page.head("revocations", "bytes each");
        for (JsonNode row : growth.get("replica")) {
            page.row(Raw.number(row.get("entries").asDouble()), Raw.number(row.get("bytesEach").asDouble()));
        }
        page.line("");
    }
}
