package org.tokenrevocation.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** From the call to the refusal elsewhere. */
final class EffectTables {
    private final JsonNode caughtCareless;
    private final JsonNode oneByOne;
    private final JsonNode fleets;
    private final Page page;

    private EffectTables(JsonNode effect, Page page) {
        this.caughtCareless = effect.path("caughtCareless");
        this.oneByOne = effect.get("oneByOne");
        this.fleets = effect.get("fleets");
        this.page = page;
    }

    static void write(Raw raw, Page page) throws IOException {
        if (page.begin("Until a token is refused elsewhere", "effect")) {
            EffectTables tables = new EffectTables(raw.of("effect"), page);
            tables.fleets();
            tables.oneByOne();
        }
    }

    private void fleets() throws IOException {
        page.lines("Each node is a process of its own; another node, in one more process, revokes "
                        + Raw.number(fleets.get("revocations").asDouble()) + " tokens at a steady pace, without waiting for"
                        + " those before. In each process a bare connection hears the same push as the node, and the"
                        + " node is then asked for the token every 70 to 100 µs until it refuses: so exact are the values. Under"
                        + " load, requests (a verdict and 16 kB of SHA-256) take 70 % of all processors; what revoking and"
                        + " watching take comes on top. Bare is `PUBLISH` to `SUBSCRIBE` with the same processes and the same"
                        + " load, just before, without revocations.",
                "", "A caller who waits for the success waits 60 ms (1.2 × `effect-bound`), and only then is the guarantee given."
                        + " Of each token and node the last request that was let in is known; *accepted* counts those that began"
                        + " after the success was told." + (caughtCareless.isMissingNode() ? ""
                        : " That this count would show a breach is tried before each measurement, with nodes that believe an"
                        + " answer for 200 ms: they were caught " + Raw.number(caughtCareless.asDouble()) + " times."));
        Map<String, Map<Double, Double>> lines = new LinkedHashMap<>();
        for (JsonNode row : fleets.get("rows")) {
            String load = row.get("load").asText().equals("idle") ? "idle" : "loaded";
            double nodes = row.get("nodes").asDouble();
            lines.computeIfAbsent("ours, " + row.get("mode").asText() + ", " + load, name -> new LinkedHashMap<>())
                    .put(nodes, row.get("lastNode").get("p50").asDouble());
            if (row.get("mode").asText().equals("sessions")) {
                lines.computeIfAbsent("bare, " + load, name -> new LinkedHashMap<>())
                        .put(nodes, row.get("bareLastNode").get("p50").asDouble());
            }
        }
        page.plot("fleets.svg", "median until the last node refuses", LineChart.of(
                "From the call until the last node refuses, median", "nodes", "µs", lines));
        page.head("mode", "nodes", "load", "revocations/s", "processors busy", "under way", "bare, last node: p50", "p99",
                "each node: p50", "p99", "p99.9", "most", "last node: p50", "p99", "to bare, p50", "requests", "503",
                "accepted");
        fleets.get("rows").forEach(this::fleet);
        page.line("");
    }

    private void fleet(JsonNode row) {
        JsonNode bare = row.get("bareLastNode");
        JsonNode each = row.get("eachNode");
        JsonNode last = row.get("lastNode");
        page.row(Page.mark("fleet-" + row.get("mode").asText() + "-" + row.get("nodes").asText() + "-"
                        + (row.get("load").asText().equals("idle") ? "idle" : "loaded")) + row.get("mode").asText(),
                row.get("nodes").asText(), row.get("load").asText(), row.get("perSecond").asText(),
                row.get("processorsBusyPercent").asText() + " %", row.get("mostUnderWay").asText(), number(bare.get("p50")),
                number(bare.get("p99")), number(each.get("p50")), number(each.get("p99")), number(each.get("p999")),
                number(each.get("max")), number(last.get("p50")), number(last.get("p99")),
                Raw.number(last.get("p50").asDouble() / bare.get("p50").asDouble()) + "×", number(row.get("requests")),
                row.get("undecided").asText(), row.get("acceptedAfterSuccess").asText());
    }

    private void oneByOne() throws IOException {
        page.lines("The same one after the other, " + oneByOne.get("samples").asText() + " times, in µs; three nodes in one"
                + " process beside the one that revokes. For each a bare connection hears what the node hears, and from then on"
                + " asks the node without a pause; bare is that connection alone. Accepted after the success: " + oneByOne.get("acceptedAfterSuccess").asText() + " of "
                + Raw.number(oneByOne.get("judgedAfterSuccess").asDouble()) + " verdicts.");
        Map<String, Double> bars = new LinkedHashMap<>();
        JsonNode rows = oneByOne.get("rows");
        rows.fieldNames().forEachRemaining(name -> bars.put((name.startsWith("bare") ? "" : "ours, ") + name,
                rows.get(name).get("allNodes").get("p50").asDouble()));
        page.plot("effect.svg", "median until all three know",
                BarChart.of("From the call until all three nodes know, median", "µs", bars, false));
        page.head("", "Redis' answer p50", "first node p50", "all three p50", "p99", "p99.9", "most",
                "all three after Redis' answer p50", "p99");
        Iterator<Map.Entry<String, JsonNode>> all = rows.fields();
        while (all.hasNext()) {
            Map.Entry<String, JsonNode> row = all.next();
            JsonNode three = row.getValue().get("allNodes");
            page.row(Page.mark("effect-" + row.getKey().replaceAll("[^A-Za-z]+", "-")) + row.getKey(),
                    number(row.getValue().get("confirmed").get("p50")), number(row.getValue().get("firstNode").get("p50")),
                    number(three.get("p50")), number(three.get("p99")), number(three.get("p999")), number(three.get("max")),
                    number(row.getValue().path("afterAnswer").path("p50")), number(row.getValue().path("afterAnswer").path("p99")));
        }
        page.line("");
    }

    private static String number(JsonNode value) {
        return Raw.number(value.asDouble());
    }
}
