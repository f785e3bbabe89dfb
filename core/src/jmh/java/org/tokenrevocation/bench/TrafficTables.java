package org.tokenrevocation.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/** What a fleet asks of Redis. */
final class TrafficTables {
    private TrafficTables() {}

    static void write(Raw raw, Page page) throws IOException {
        if (page.begin("What Redis is asked", "traffic")) {
            fleets(raw.of("traffic").get("fleets"), page);
            logins(raw.of("traffic").get("logins"), page);
        }
    }

    private static void fleets(JsonNode fleets, Page page) {
        page.lines("By Redis' own `INFO commandstats`, " + fleets.get("seconds").asText() + " s each, all nodes in one process;"
                + " busy means " + Raw.number(fleets.get("requestsPerSecondAndNode").asDouble()) + " requests per second and node,"
                + " all for live tokens. One beat is one transaction of five to seven commands.");
        page.head("mode", "nodes", "look-ups per 1,000 requests", "beats/s and node, busy", "idle",
                "commands per 1,000 requests", "commands/s of the fleet, busy", "idle");
        double seconds = fleets.get("seconds").asDouble();
        for (JsonNode row : fleets.get("rows")) {
            page.row(Page.mark("traffic-" + row.get("mode").asText() + "-" + row.get("nodes").asText())
                            + row.get("mode").asText(), row.get("nodes").asText(), number(row.get("lookUpsPer1000Requests")),
                    number(row.get("beatsPerSecondAndNodeBusy")), number(row.get("beatsPerSecondAndNodeIdle")),
                    number(row.get("commandsPer1000Requests")), Raw.number(sum(row.get("busyCommands")) / seconds),
                    Raw.number(sum(row.get("idleCommands")) / seconds));
        }
        page.line("");
    }

    private static double sum(JsonNode commands) {
        double sum = 0;
        for (JsonNode calls : commands) {
            sum += calls.asDouble();
        }
        return sum;
    }

    private static void logins(JsonNode logins, Page page) {
        page.lines("In sessions mode each login is pushed to each node, though none needs it. What "
                + logins.get(0).get("loginsPerSecond").asText() + " logins a second cost, and in brackets the same without"
                + " logins; processor time is in milliseconds per second, the nodes' includes who logs in:");
        page.head("nodes", "Redis' processor", "Redis sends kB/s", "the nodes' processor", "Redis, µs for each login and node");
        double alone = logins.get(0).get("redisCpuMillisPerSecond").asDouble();
        for (JsonNode row : logins) {
            double nodes = row.get("nodes").asDouble();
            double extra = row.get("redisCpuMillisPerSecond").asDouble() - row.get("redisCpuMillisPerSecondQuiet").asDouble();
            double aloneExtra = alone - logins.get(0).get("redisCpuMillisPerSecondQuiet").asDouble();
            double micros = (extra - aloneExtra) * 1e3 / row.get("loginsPerSecond").asDouble() / Math.max(1, nodes);
            page.row(Page.mark("logins-" + row.get("nodes").asText()) + row.get("nodes").asText(),
                    pair(row, "redisCpuMillisPerSecond"), pair(row, "redisSentKilobytesPerSecond"),
                    pair(row, "nodesCpuMillisPerSecond"), nodes == 0 ? "–" : Raw.number(micros));
        }
        page.line("");
    }

    private static String pair(JsonNode row, String field) {
        return number(row.get(field)) + " (" + number(row.get(field + "Quiet")) + ")";
    }

    private static String number(JsonNode value) {
        return Raw.number(value.asDouble());
    }
}
