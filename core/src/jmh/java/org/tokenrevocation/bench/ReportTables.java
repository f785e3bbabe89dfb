package org.tokenrevocation.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Iterator;
import java.util.Map;
import org.tokenrevocation.bench.Raw.Values;

/** The tables of the report that do not come from JMH. */
final class ReportTables {
    private final Raw raw;
    private final StringBuilder page;

    ReportTables(Raw raw, StringBuilder page) {
        this.raw = raw;
        this.page = page;
    }

    void write() throws IOException {
        http();
        effect();
        traffic();
        store();
        memory();
    }

    private void http() throws IOException {
        JsonNode http = raw.of("http");
        line("## Over HTTP");
        line("");
        line("Embedded Jetty with one small servlet" + (http.get("pinned").asBoolean()
                        ? " on one core; wrk and Redis share the other"
                        : "; nothing is pinned to a core") + ". " + http.get("connections").asText()
                + " connections, " + http.get("tokens").asText() + " opaque tokens, rounds of "
                + http.get("seconds").asText() + " s in which each guard has its turn; a share compares turns of one round.");
        line("");
        line("![requests per second](http.svg)");
        line("");
        line("| guard | requests/s | of no guard | p50 µs | p99 µs | p99.9 µs | CPU µs/request | Redis commands per 1,000 requests |");
        line("|---|---|---|---|---|---|---|---|");
        for (String guard : Http.guards(http)) {
            line("| " + guard + " | " + Http.values(http, guard, "requestsPerSecond").text("") + " | "
                    + Http.shareOfNone(http, guard).text(" %") + " | " + median(http, guard, "p50Micros") + " | "
                    + median(http, guard, "p99Micros") + " | " + median(http, guard, "p999Micros") + " | "
                    + median(http, guard, "cpuMicrosPerRequest") + " | " + median(http, guard, "redisCommandsPer1000") + " |");
        }
        line("");
        line("`redis-each-time` and `caffeine-1s` are the least that a home-made filter does: no grammar, one header, no"
                + " bound after a revocation but its second. With Redis a network away, not on the loopback address, asking"
                + " each time costs a thread that waits; here it costs only work.");
        line("");
    }

    private static String median(JsonNode http, String guard, String field) {
        return Raw.number(Http.values(http, guard, field).median());
    }

    private void effect() throws IOException {
        JsonNode effect = raw.of("effect");
        line("## Until a token is refused elsewhere");
        line("");
        line("µs from the call, " + effect.get("samples").asText() + " times one after the other; three nodes in one process"
                + " beside the one that revokes, one thread that asks them without a pause. A caller that waits for the"
                + " success waits 60 ms (1.2 × `effect-bound`), and only then is the guarantee given; accepted afterwards: "
                + effect.get("acceptedAfterSuccess").asText() + " of " + effect.get("judgedAfterSuccess").asText() + ".");
        line("");
        line("![median until all three know](effect.svg)");
        line("");
        line("| | Redis' answer p50 | first node p50 | all three p50 | p99 | p99.9 | most |");
        line("|---|---|---|---|---|---|---|");
        Iterator<Map.Entry<String, JsonNode>> rows = effect.get("rows").fields();
        while (rows.hasNext()) {
            Map.Entry<String, JsonNode> row = rows.next();
            JsonNode all = row.getValue().get("allNodes");
            line("| " + row.getKey() + " | " + number(row.getValue().get("confirmed").get("p50")) + " | "
                    + number(row.getValue().get("firstNode").get("p50")) + " | " + number(all.get("p50")) + " | "
                    + number(all.get("p99")) + " | " + number(all.get("p999")) + " | " + number(all.get("max")) + " |");
        }
        line("");
    }

    private void traffic() throws IOException {
        JsonNode traffic = raw.of("traffic");
        line("## What Redis is asked");
        line("");
        line("By Redis' own `INFO commandstats`, " + traffic.get("seconds").asText() + " s each; busy means "
                + traffic.get("requestsPerSecondAndNode").asText() + " requests per second and node, all for live tokens. One"
                + " beat is one transaction.");
        line("");
        line("| mode | nodes | look-ups per 1,000 requests | beats/s and node, busy | idle | commands per 1,000 requests |");
        line("|---|---|---|---|---|---|");
        for (JsonNode row : traffic.get("rows")) {
            line("| " + row.get("mode").asText() + " | " + row.get("nodes").asText() + " | "
                    + number(row.get("lookUpsPer1000Requests")) + " | " + number(row.get("beatsPerSecondAndNodeBusy")) + " | "
                    + number(row.get("beatsPerSecondAndNodeIdle")) + " | " + number(row.get("commandsPer1000Requests")) + " |");
        }
        line("");
    }

    private void store() throws IOException {
        JsonNode store = raw.of("store");
        JsonNode snapshot = store.get("snapshot");
        Values ours = Values.of(snapshot.get("oursMillis"));
        Values bare = Values.of(snapshot.get("bareMillis"));
        line("## Writing and loading");
        line("");
        line("A new node knows " + Raw.number(snapshot.get("size").asDouble()) + " revocations after " + ours.text(" ms")
                + "; a Jedis loop that reads the same pages and keeps nothing needs " + bare.text(" ms") + ": "
                + ours.over(bare).text("×") + ".");
        line("");
        line("| revocations per second, one caller | ours | Jedis with the same writes | ours to Jedis |");
        line("|---|---|---|---|");
        for (JsonNode row : store.get("revocations")) {
            Values rate = Values.of(row.get("oursPerSecond"));
            Values plain = Values.of(row.get("barePerSecond"));
            line("| " + row.get("name").asText() + " | " + rate.text("") + " | " + plain.text("") + " | "
                    + rate.over(plain).text("×") + " |");
        }
        line("");
        line("The wait of 60 ms is counted, but no caller stands in it: up to 10,000 revocations are on their way at once."
                + " Jedis sends DEL, or ZADD and XADD, in one pipeline for each call of ours.");
        line("");
    }

    private void memory() throws IOException {
        JsonNode memory = raw.of("memory");
        line("## Heap");
        line("");
        line("By the JVM's own count after a collection.");
        line("");
        line("| | entries | bytes each |");
        line("|---|---|---|");
        for (JsonNode row : memory.get("sessions").get("rows")) {
            line("| sessions: cached live tokens | " + number(row.get("entries")) + " | " + number(row.get("bytesEach")) + " |");
        }
        for (JsonNode row : memory.get("denylist").get("rows")) {
            line("| denylist: revocations | " + number(row.get("entries")) + " | " + number(row.get("bytesEach")) + " |");
        }
    }

    private static String number(JsonNode value) {
        return Raw.number(value.asDouble());
    }

    private void line(String text) {
        page.append(text).append('\n');
    }
}
