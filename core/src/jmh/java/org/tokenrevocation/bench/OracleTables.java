package org.tokenrevocation.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Locale;

/** What an anonymous caller learns from the endpoint's time, and what he can make Redis do. */
final class OracleTables {
    private OracleTables() {}

    static void write(Raw raw, Page page) throws IOException {
        if (page.begin("No oracle, no amplifier", "oracle")) {
            times(raw.of("oracle").get("times"), page);
            flood(raw.of("oracle").get("flood"), page);
        }
    }

    private static void times(JsonNode times, Page page) {
        page.lines("From the call of the endpoint until its 200, on one of " + times.get("nodes").asText() + " nodes in one process:"
                + " " + Raw.number(times.get("each").asDouble()) + " tokens of each kind, one after the other in random order."
                + " *Unknown* was never issued (denylist: a JWT whose signature fits no key), *revoked* died before, *junk* is no"
                + " token of any host. Each kind is compared with the live ones: D of Kolmogorov and Smirnov is the largest"
                + " distance of the two distribution functions; Mann and Whitney's share is how often such a token takes longer than"
                + " a live one (0.5: an observer learns nothing from one call); p is how often chance alone would give as much.");
        page.head("mode", "token", "median µs", "p99 µs", "p99.9 µs", "Kolmogorov-Smirnov D", "p", "Mann-Whitney share", "p");
        for (JsonNode row : times.get("rows")) {
            JsonNode micros = row.get("micros");
            page.row(row.get("mode").asText(), Page.mark("oracle-" + row.get("mode").asText() + "-" + row.get("kind").asText())
                            + row.get("kind").asText(), number(micros.get("p50")), number(micros.get("p99")),
                    number(micros.get("p999")), test(row, "ksStatistic"), test(row, "ksP"), test(row, "mwStatistic"),
                    test(row, "mwP"));
        }
        page.line("");
    }

    private static void flood(JsonNode flood, Page page) {
        page.lines("Junk at the endpoint of one of " + flood.get("nodes").asText() + " nodes, " + flood.get("seconds").asText()
                + " s each, none of which does anything else: commands per second at Redis, all nodes' beats included (the row with"
                + " 0), by Redis' own `INFO commandstats`. All that arrives while a round is under way shares the next one.");
        page.head("mode", "junk/s asked", "sent", "not answered with 200", "commands/s at Redis", "of them PUBLISH", "for each junk token");
        double idle = 0;
        for (JsonNode row : flood.get("rows")) {
            double commands = row.get("commandsPerSecond").asDouble();
            double sent = row.get("sentPerSecond").asDouble();
            idle = sent == 0 ? commands : idle;
            page.row(row.get("mode").asText(), Page.mark("flood-" + row.get("mode").asText() + "-" + row.get("asked").asText())
                            + Raw.number(row.get("asked").asDouble()), Raw.number(sent), row.get("refused").asText(),
                    Raw.number(commands), Raw.number(row.get("byCommand").path("publish").asDouble()),
                    sent == 0 ? "–" : Raw.number((commands - idle) / sent));
        }
        page.line("");
    }

    private static String test(JsonNode row, String field) {
        return row.has(field) ? String.format(Locale.ROOT, "%.3f", row.get(field).asDouble()) : "–";
    }

    private static String number(JsonNode value) {
        return Raw.number(value.asDouble());
    }
}
