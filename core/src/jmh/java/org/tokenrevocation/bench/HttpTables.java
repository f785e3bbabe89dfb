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
        GUARDS.put(Http.NONE, "no filter");
        GUARDS.put("open-door", "a filter that does nothing");
        GUARDS.put("header-reader", "a filter that takes the token out of its header, and believes it");
        GUARDS.put("sessions", "ours, sessions");
        GUARDS.put("denylist", "ours, denylist");
        GUARDS.put("caffeine-1s", "Caffeine, 1 s TTL over EXISTS");
        GUARDS.put("redis-each-time", "EXISTS on every request");
        GUARDS.put("spring-introspection", "Spring Security, opaque-token introspection");
    }

    /** The application that shows a guard's cost at its largest. */
    static final String IDLE = "does nothing";
    /** The one that shows what a host has to do in any case. */
    static final String VALIDATES = "validates a JWT";

    private HttpTables() {}

    static void write(Raw raw, Page page) throws IOException {
        if (!page.begin("Over HTTP", "http")) {
            return;
        }
        JsonNode load = raw.of("http");
        Http http = new Http(load);
        page.lines(method(load));
        Map<String, Double> bars = new LinkedHashMap<>();
        for (String application : http.applications()) {
            Http part = http.of(application);
            for (String container : part.containers()) {
                guards(part).forEach(guard -> bars.put(words(application, guard, container),
                        part.values(container, guard, "requestsPerSecond").median()));
            }
        }
        page.plot("http.svg", "requests per second", BarChart.of("Requests per second, one core", "", bars, false));
        page.head("", "requests/s", "of no filter", "p50 µs", "p99 µs", "p99.9 µs", "CPU µs per request", "added µs", "core busy",
                "wrk woken per request", "Redis commands per 1,000 requests");
        for (String application : http.applications()) {
            rows(application, http.of(application), page);
        }
        page.line("");
        page.lines("`EXISTS` and Caffeine are the least that a home-made filter does: no grammar, one header, and Caffeine"
                + " believes in a dead token for up to a second. Spring is set up as its manual says, without a cache; the"
                + " endpoint it asks looks into Redis and does nothing else. With Redis or that endpoint a network away, not on"
                + " the loopback address, asking each time costs a thread that waits; here it costs only work. Requests that"
                + " failed in all these turns: " + http.failed() + ", of them ours: " + http.failed(ours()) + ".");
    }

    private static String method(JsonNode load) {
        return "One servlet on embedded Jetty and Tomcat, in an application with the guard and in another one without, both"
                + " in one process"
                + (load.get("pinned").asBoolean() ? " that has one core for itself; wrk, Redis and the introspection endpoint"
                        + " share the other" : "; nothing is pinned to a core")
                + ". The servlet does nothing, not even look at its token (opaque, 43 characters), or it validates a JWT of 730"
                + " characters as a host has to: RS256, with nimbus-jose-jwt. " + load.get("connections").asText()
                + " connections, " + load.get("tokens").asText() + " tokens. Both applications are asked by turns of "
                + load.get("seconds").asText() + " s, each after one that does not count: so most columns. The ratio and what is added"
                + " come from alternations: wrk changes between the two applications every 2,000 requests, in pairs of random"
                + " order, and the means of what a request took are compared, without the tenth of the blocks at either end; so"
                + " what else slows the machine slows both. The node's beats go on while the other application has its turn; the"
                + " time of the guard's own threads is counted on the guard alone, what they cost the processor's caches is not."
                + " No two runs of a JVM compile alike (two hosts without a filter differ by a tenth and more), hence one process"
                + " for both, and " + load.get("starts").asText() + " starts for ours and the two filters that judge nothing: the"
                + " median of the starts' medians, in brackets the least and the most of these. For the others, started once, of"
                + " all alternations."
                + " Latencies are those of a saturated host, as wrk counts them. CPU is the host's alone, and"
                + " contains what it costs its kernel to wake wrk, several microseconds each time on this machine: a slower host finds"
                + " wrk asleep more often, which makes a guard look dearer than it is behind a network.";
    }

    private static void rows(String application, Http http, Page page) {
        for (String container : http.containers()) {
            for (String guard : guards(http)) {
                page.row(Page.mark(mark(application, container, guard)) + words(application, guard, container),
                        http.values(container, guard, "requestsPerSecond").text(""),
                        guard.equals(Http.NONE) ? "100 %" : http.shareOfNone(container, guard).text(" %"),
                        http.median(container, guard, "p50Micros"),
                        http.median(container, guard, "p99Micros"), http.median(container, guard, "p999Micros"),
                        http.median(container, guard, "cpuMicrosPerRequest"),
                        guard.equals(Http.NONE) ? "–" : http.added(container, guard).text(""),
                        http.median(container, guard, "hostCoreBusyPercent") + " %",
                        http.median(container, guard, "wakesPerRequest"),
                        http.median(container, guard, "redisCommandsPer1000"));
            }
        }
    }

    /** Those that were measured, in the order of the page. */
    private static List<String> guards(Http http) {
        return GUARDS.keySet().stream().filter(guard -> guard.equals(Http.NONE) || http.guards().contains(guard)).toList();
    }

    private static String words(String application, String guard, String container) {
        return GUARDS.get(guard) + ", " + container + " (" + application + ")";
    }

    /** Where the page has the row. */
    static String mark(String application, String container, String guard) {
        return container + "-" + guard + (application.equals(IDLE) ? "" : "-" + application.replace(' ', '-'));
    }

    static List<String> ours() {
        return List.of("sessions", "denylist");
    }
}
