package org.tokenrevocation.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.tokenrevocation.bench.Raw.Values;

/**
 * The numbers that matter, between two marks of a document: three of them in the project's README, all in the document for
 * operators. Each links to its row of the page.
 */
final class ReadmeNumbers {
    private static final String BEGIN = "<!-- numbers: made by core/src/jmh/run -->\n";
    private static final String END = "<!-- end of numbers -->";

    private final Raw raw;
    private final String page;

    /** From the raw data; the page as the document links to it. */
    ReadmeNumbers(Raw raw, String page) {
        this.raw = raw;
        this.page = page;
    }

    /** Three numbers. */
    void writeThree(Path readme) throws IOException {
        write(readme, three());
    }

    /** All of them, as a table. */
    void writeAll(Path document) throws IOException {
        write(document, rows());
    }

    private static void write(Path readme, String lines) throws IOException {
        String text = Files.readString(readme);
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalStateException(readme + " lacks the lines [" + BEGIN.strip() + "] and [" + END + "]; put both"
                    + " where the numbers belong");
        }
        Files.writeString(readme, text.substring(0, begin + BEGIN.length()) + lines + text.substring(end));
    }

    private String three() throws IOException {
        StringBuilder lines = new StringBuilder();
        if (raw.has("micro")) {
            Values sessions = raw.nanos("oursSessionsHit", "opaque-43", 1);
            lines.append("- One verdict from memory: ").append(link("oursSessionsHit", sessions.text(" ns"))).append("; asking Redis takes ")
                    .append(link("jedisExists", raw.nanos("jedisExists", "", 1).over(sessions).text(" times"))).append(" that.\n");
        }
        if (raw.has("effect")) {
            for (JsonNode row : raw.of("effect").get("fleets").get("rows")) {
                if (row.get("nodes").asInt() == 4 && row.get("mode").asText().equals("denylist")
                        && row.get("load").asText().equals("idle")) {
                    lines.append("- Revoked on one node, refused on four others: after ").append(link("fleet-denylist-4-idle",
                            micros(row.get("lastNode"), "p50") + " (median), " + micros(row.get("lastNode"), "p99") + " (99 %)"))
                            .append(".\n");
                }
            }
        }
        if (raw.has("http")) {
            lines.append("- Throughput left to a JWT-validating servlet on Tomcat, one core saturated: ").append(share(
                    HttpTables.VALIDATES, new Http(raw.of("http")).of(HttpTables.VALIDATES), "tomcat", "sessions")).append(".\n");
        }
        return lines.toString();
    }

    private String rows() throws IOException {
        StringBuilder rows = new StringBuilder("| | measured, [with all the rest](" + page + ") |\n|---|---|\n");
        if (raw.has("micro")) {
            Values sessions = raw.nanos("oursSessionsHit", "opaque-43", 1);
            Values exists = raw.nanos("jedisExists", "", 1);
            Values denylist = raw.nanos("oursDenylistLive", "jwt-800", 1);
            rows.append("| one verdict from memory | ").append(link("oursSessionsHit", sessions.text(" ns")))
                    .append(" for an opaque token in sessions mode, ").append(link("oursDenylistLive", denylist.text(" ns")))
                    .append(" for a JWT of 800 characters in denylist mode; asking Redis on the same machine is ")
                    .append(link("jedisExists", exists.over(sessions).text(" times"))).append(" the former |\n");
        }
        if (raw.has("effect")) {
            for (JsonNode row : raw.of("effect").get("fleets").get("rows")) {
                if (row.get("nodes").asInt() == 4 && row.get("mode").asText().equals("denylist")) {
                    rows.append(effect(row));
                }
            }
        }
        if (raw.has("http")) {
            Http http = new Http(raw.of("http"));
            for (String application : List.of(HttpTables.VALIDATES, HttpTables.IDLE)) {
                rows.append(throughput(application, http.of(application)));
            }
        }
        if (raw.has("footprint")) {
            rows.append(footprint(raw.of("footprint")));
        }
        if (raw.has("start")) {
            rows.append(start(raw.of("start")));
        }
        return rows.toString();
    }

    private String start(JsonNode all) {
        return "| what the `all` JAR adds to a deployment on a freshly started Tomcat 10.1 | "
                + FootprintTables.WITH_OURS.stream()
                        .map(name -> FootprintTables.words(name) + " "
                                + link("start-" + name, FootprintTables.added(all, name).text(" ms")))
                        .collect(Collectors.joining("; ")) + " |\n";
    }

    private String footprint(JsonNode all) {
        return "| `sample-war.war` | " + link("war", FootprintTables.megabytes(all.at("/war/bytes").asDouble())) + ", with one"
                + " platform's Redis " + link("war-one-platform", FootprintTables.megabytes(FootprintTables.withOnePlatform(all)))
                + ", without Redis " + link("war-without-redis", FootprintTables.megabytes(
                        all.at("/war/bytes").asDouble() - FootprintTables.redis(all))) + " |\n"
                + "| the self-contained JAR (`all`) | " + link("all-jar", FootprintTables.megabytes(all.get("all").asDouble()))
                + ": of Caffeine, jackson-core, nimbus-jose-jwt, Jedis, commons-pool2 and slf4j only what ours can reach (ProGuard"
                + " finds it; it reads no JDK 26 or later, built there the JAR is larger); jackson-databind is left out whole |\n"
                + "| the thin JARs of filter, JAX-RS resource and core | " + link("jar-servlet-filter", FootprintTables.kilobytes(
                        all.get("servlet-filter").asDouble())) + ", " + link("jar-jaxrs-resource", FootprintTables.kilobytes(
                        all.get("jaxrs-resource").asDouble())) + ", " + link("jar-core", FootprintTables.kilobytes(
                        all.get("core").asDouble())) + "; beneath them Jedis, Jackson and nimbus-jose-jwt |\n"
                + "| from `java -jar` to `Ready`, one node, with the embedded Redis | " + link("ready",
                        FootprintTables.ready(all)) + "; the fleet is founded within the next second |\n";
    }

    private String effect(JsonNode row) {
        boolean isIdle = row.get("load").asText().equals("idle");
        JsonNode last = row.get("lastNode");
        return "| revoked on one node, refused on all of four others (denylist, " + (isIdle ? "idle" : "under load") + ") | after "
                + link("fleet-denylist-4-" + (isIdle ? "idle" : "loaded"), micros(last, "p50") + " (median), "
                        + micros(last, "p99") + " (99 %); bare `PUBLISH` " + micros(row.get("bareLastNode"), "p50")
                        + "; accepted after the success was told: " + row.get("acceptedAfterSuccess").asText()) + " |\n";
    }

    private static String micros(JsonNode percentiles, String name) {
        return Raw.number(percentiles.get(name).asDouble()) + " µs";
    }

    private String throughput(String application, Http http) {
        StringBuilder row = new StringBuilder("| throughput of a servlet that ").append(application)
                .append(" when one core is saturated, of that without a filter | ");
        for (String container : http.containers()) {
            row.append(row.indexOf("#") < 0 ? "" : "; ").append(container.substring(0, 1).toUpperCase(Locale.ROOT))
                    .append(container.substring(1)).append(": sessions ").append(share(application, http, container, "sessions"))
                    .append(", denylist ").append(share(application, http, container, "denylist"));
            if (http.guards().contains("redis-each-time")) {
                row.append(", a filter that asks Redis each time ")
                        .append(share(application, http, container, "redis-each-time"))
                        .append(", Spring Security's introspection ")
                        .append(share(application, http, container, "spring-introspection"));
            }
        }
        return row.append(" |\n").toString();
    }

    private String share(String application, Http http, String container, String guard) {
        return link(HttpTables.mark(application, container, guard), http.shareOfNone(container, guard).text(" %"));
    }

    private String link(String mark, String text) {
        return "[" + text + "](" + page + "#" + mark + ")";
    }
}
