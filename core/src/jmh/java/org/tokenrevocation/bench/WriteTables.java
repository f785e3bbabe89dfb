package org.tokenrevocation.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.tokenrevocation.bench.Raw.Values;

/** What writing costs, and loading. */
final class WriteTables {
    private WriteTables() {}

    static void write(Raw raw, Page page) throws IOException {
        if (page.begin("Revocations per second", "throughput")) {
            store(raw.of("throughput"), page);
            http(raw.of("revocations"), page);
        }
        if (page.begin("A new node's snapshot", "snapshot")) {
            JsonNode snapshot = raw.of("snapshot");
            Values ours = Values.of(snapshot.get("oursMillis"));
            Values bare = Values.of(snapshot.get("bareMillis"));
            page.lines(Page.mark("snapshot") + "A new node knows " + Raw.number(snapshot.get("size").asDouble())
                    + " revocations and is ready after " + ours.text(" ms") + "; a Jedis loop that reads the same pages and keeps"
                    + " nothing needs " + bare.text(" ms") + ": " + ours.over(bare).text("×") + ".");
        }
    }

    private static void store(JsonNode rows, Page page) {
        page.head("", "ours", "Jedis, the bare writes", "`redis-benchmark`", "ours to Jedis", "ours to `redis-benchmark`");
        for (JsonNode row : rows) {
            Values ours = Values.of(row.get("oursPerSecond"));
            Values jedis = Values.of(row.get("jedisPerSecond"));
            Values tool = Values.of(row.get("redisBenchmarkPerSecond"));
            page.row(row.get("mode").asText() + ", " + row.get("how").asText(), ours.text(""), jedis.text(""), tool.text(""),
                    ours.over(jedis).text("×"), ours.over(tool).text("×"));
        }
        page.line("");
        page.lines("The wait of 60 ms is counted, but no caller stands in it: up to 10,000 revocations are on their way at once,"
                + " and each makes a line in the audit log. Jedis sends DEL, or ZADD and XADD, one pipeline for each call of ours."
                + " `redis-benchmark` sends the very command that we send (DEL of both keys, most of them missing; EVAL of the"
                + " script), over one connection, over 16, and 1,000 at once over one; in the last case our denylist puts 1,000"
                + " tokens into one EVAL, it sends 1,000 of them.");
    }

    private static void http(JsonNode http, Page page) {
        page.lines("Through the endpoint, on Jetty with 24 threads and one core; wrk with " + http.get("connections").asText()
                + " connections shares the other with Redis. Were a thread to stand in the wait, 24 would allow 400 a second.");
        page.head("", "revocations/s", "p50 ms", "p99 ms", "CPU µs each", "core busy");
        for (String mode : HttpTables.ours()) {
            page.row(Page.mark("revocations-" + mode) + mode, column(http, mode, "revocationsPerSecond", 1).text(""),
                    column(http, mode, "p50Micros", 1e3).text(""), column(http, mode, "p99Micros", 1e3).text(""),
                    column(http, mode, "cpuMicrosPerRevocation", 1).text(""),
                    column(http, mode, "hostCoreBusyPercent", 1).text(" %"));
        }
        page.line("");
    }

    static Values column(JsonNode http, String mode, String field, double unit) {
        return Values.of(Raw.list(http.get("rows")).stream()
                .filter(row -> row.get("mode").asText().equals(mode))
                .mapToDouble(row -> row.get(field).asDouble())
                .toArray()).in(unit);
    }
}
