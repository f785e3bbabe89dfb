package org.tokenrevocation.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a guard costs over HTTP. */
final class HttpTables {
    private static final Map<String, String> GUARDS = new LinkedHashMap<>();

    static {
        GUARDS.put("none", "no filter");
        GUARDS.put("sessions", "ours, sessions");
        GUARDS.put("denylist", "ours, denylist");
        GUARDS.put("caffeine-1s", "Caffeine, 1 s TTL over EXISTS");
        GUARDS.put("redis-each-time", "EXISTS on every request");
        GUARDS.put("spring-introspection", "Spring Security, opaque-token introspection");
    }

    private HttpTables() {}

    static void write(Raw raw, Page page) throws IOException {
        if (!page.begin("Over HTTP", "http")) {
            return;
        }
        JsonNode load = raw.of("http");
        Http http = new Http(load);
        page.lines("One small servlet on embedded Jetty and Tomcat, each host a process"
                + (load.get("pinned").asBoolean() ? " that has one core for itself; wrk, Redis and the introspection endpoint"
                        + " share the other" : "; nothing is pinned to a core")
                + ". " + load.get("connections").asText() + " connections, " + load.get("tokens").asText()
                + " opaque tokens. Turns of " + load.get("seconds").asText() + " s, round after round in random order; a"
                + " ratio compares turns of one round, and is the median of all rounds. No filter and ours are started "
                + load.get("starts").asText() + " times, since no two runs of a JVM compile alike: their ratios' brackets are"
                + " the least and the most of the medians of these starts; for the others, started once, of all turns. Latencies are those of a saturated host, as wrk counts"
                + " them. CPU is the host's alone.");
        Map<String, Double> bars = new LinkedHashMap<>();
        for (String container : http.containers()) {
            GUARDS.forEach((guard, words) -> bars.put(words + ", " + container,
                    http.values(container, guard, "requestsPerSecond").median()));
        }
        page.plot("http.svg", "requests per second", BarChart.of("Requests per second, one core", "", bars, false));
        rows(http, page);
        page.lines("`EXISTS` and Caffeine are the least that a home-made filter does: no grammar, one header, and Caffeine"
                + " believes in a dead token for up to a second. Spring is set up as its manual says, without a cache; the"
                + " endpoint it asks looks into Redis and does nothing else. With Redis or that endpoint a network away, not on"
                + " the loopback address, asking each time costs a thread that waits; here it costs only work. Requests that"
                + " failed in all these turns: " + http.failed(GUARDS.keySet()) + ", of them ours: " + http.failed(ours()) + ".");
    }

    private static void rows(Http http, Page page) {
        page.head("", "requests/s", "of no filter", "p50 µs", "p99 µs", "p99.9 µs", "CPU µs per request", "to no filter", "core busy",
                "Redis commands per 1,000 requests");
        for (String container : http.containers()) {
            for (Map.Entry<String, String> guard : GUARDS.entrySet()) {
                String name = guard.getKey();
                page.row(Page.mark(container + "-" + name) + guard.getValue() + ", " + container,
                        http.values(container, name, "requestsPerSecond").text(""),
                        http.shareOfNone(container, name).text(" %"), http.median(container, name, "p50Micros"),
                        http.median(container, name, "p99Micros"), http.median(container, name, "p999Micros"),
                        http.median(container, name, "cpuMicrosPerRequest"),
                        http.processorToNone(container, name).text("×"),
                        http.median(container, name, "hostCoreBusyPercent") + " %",
                        http.median(container, name, "redisCommandsPer1000"));
            }
        }
        page.line("");
    }

    static List<String> ours() {
        return List.of("sessions", "denylist");
    }
}
