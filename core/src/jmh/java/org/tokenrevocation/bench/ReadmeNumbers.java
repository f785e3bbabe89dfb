package org.tokenrevocation.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tokenrevocation.bench.Raw.Values;

/** The three numbers that matter, between two marks in the project's README. */
final class ReadmeNumbers {
    private static final String BEGIN = "<!-- numbers: made by core/src/jmh/run -->\n";
    private static final String END = "<!-- end of numbers -->";

    private final Raw raw;

    ReadmeNumbers(Raw raw) {
        this.raw = raw;
    }

    void write(Path readme) throws IOException {
        String text = Files.readString(readme);
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalStateException(readme + " lacks the lines [" + BEGIN.strip() + "] and [" + END + "]; put both"
                    + " where the numbers belong");
        }
        Files.writeString(readme, text.substring(0, begin + BEGIN.length()) + rows() + text.substring(end));
    }

    private String rows() throws IOException {
        Values sessions = raw.nanos("oursSessionsHit", "opaque-43", 1);
        Values exists = raw.nanos("jedisExists", "", 1);
        Values denylist = raw.nanos("oursDenylistLive", "jwt-800", 1);
        JsonNode effect = raw.of("effect");
        JsonNode refused = effect.get("rows").get("denylist: revoke on another node").get("allNodes");
        JsonNode http = raw.of("http");
        return "| | measured, [with all the rest](.github/benchmarks/README.md) |\n|---|---|\n"
                + "| one verdict from memory | " + sessions.text(" ns") + " for an opaque token in sessions mode, "
                + denylist.text(" ns") + " for a JWT of 800 characters in denylist mode; asking Redis on the same machine is "
                + exists.over(sessions).text(" times") + " the former |\n"
                + "| revoked on one node, refused on three others | after " + Raw.number(refused.get("p50").asDouble())
                + " µs (median), " + Raw.number(refused.get("p99").asDouble()) + " µs (99 %); accepted after the success was"
                + " told: " + effect.get("acceptedAfterSuccess").asText() + " of "
                + Raw.number(effect.get("judgedAfterSuccess").asDouble()) + " |\n"
                + "| throughput of a small servlet on Jetty, of that without a filter | sessions "
                + Http.shareOfNone(http, "sessions").text(" %") + ", denylist "
                + Http.shareOfNone(http, "denylist").text(" %") + "; a filter that asks Redis each time "
                + Http.shareOfNone(http, "redis-each-time").text(" %") + " |\n";
    }
}
