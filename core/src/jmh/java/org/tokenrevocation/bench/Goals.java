package org.tokenrevocation.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.tokenrevocation.bench.Raw.Values;

/** What was aimed at, what was measured, and which of both wins. */
final class Goals {
    private static final String OPAQUE = "opaque-43";
    private static final String JWT = "jwt-800";

    private final Raw raw;
    private final List<String> rows = new ArrayList<>();

    Goals(Raw raw) {
        this.raw = raw;
    }

    List<String> rows() throws IOException {
        Values hit = raw.nanos("oursSessionsHit", OPAQUE, 1);
        atLeast("sessions hit faster than Jedis' client-side cache", 10, "×",
                raw.nanos("jedisClientSideCache", OPAQUE, 1).over(hit));
        atLeast("sessions hit faster than Redisson's local cached map", 4, "×",
                raw.nanos("redissonLocalCachedMap", OPAQUE, 1).over(hit));
        atLeast("sessions hit faster than a pooled EXISTS", 300, "×", raw.nanos("jedisExists", "", 1).over(hit));
        atMost("sessions hit to bare Caffeine with the same key work and a clock read", 2, "×",
                hit.over(raw.nanos("floorCaffeine", OPAQUE, 1)));
        atMost("sessions miss to a pooled GET", 1.3, "×",
                raw.nanos("oursSessionsMiss", "", 1).over(raw.nanos("jedisGet", "", 1)));
        atMost("denylist verdict, opaque, to SHA-256 over the same bytes", 2, "×",
                raw.nanos("oursDenylistLive", OPAQUE, 1).over(raw.nanos("sha256Opaque", "", 1)));
        atMost("denylist verdict, JWT, to SHA-256 over the same bytes", 2, "×",
                raw.nanos("oursDenylistLive", JWT, 1).over(raw.nanos("sha256JwtSignedPart", "", 1)));
        replica();
        memory();
        effect();
        snapshot();
        http();
        return rows;
    }

    private void replica() throws IOException {
        if (raw.of("machine").get("run").asText().equals("full")) {
            atMost("look-up of a random member among ten million to one among a thousand", 4, "×",
                    raw.nanos("member", "10000000", 1).over(raw.nanos("member", "1000", 1)));
        }
    }

    private void memory() throws IOException {
        JsonNode memory = raw.of("memory");
        List<JsonNode> sessions = Raw.list(memory.get("sessions").get("rows"));
        List<JsonNode> denylist = Raw.list(memory.get("denylist").get("rows"));
        atMost("heap for one million cached tokens", 200, " MB",
                Values.of(sessions.get(sessions.size() - 1).get("megabytes").asDouble()));
        atMost("heap for each of ten million revocations", 40, " bytes",
                Values.of(denylist.get(denylist.size() - 1).get("bytesEach").asDouble()));
    }

    private void effect() throws IOException {
        JsonNode effect = raw.of("effect");
        JsonNode rows = effect.get("rows");
        double publish = rows.get("bare PUBLISH to SUBSCRIBE").get("firstNode").get("p50").asDouble();
        double push = rows.get("bare DEL to push").get("allNodes").get("p50").asDouble();
        atMost("denylist revocation to refused on another node, median, to bare PUBLISH to SUBSCRIBE", 3, "×", Values.of(
                rows.get("denylist: revoke on another node").get("firstNode").get("p50").asDouble() / publish));
        atMost("DEL by another client to refused on three nodes, median, to three bare pushes", 3, "×", Values.of(
                rows.get("sessions: DEL by another client").get("allNodes").get("p50").asDouble() / push));
        atMost("accepted after the success was told (of "
                + Raw.number(effect.get("judgedAfterSuccess").asDouble()) + " verdicts)", 0, "",
                Values.of(effect.get("acceptedAfterSuccess").asDouble()));
    }

    private void snapshot() throws IOException {
        JsonNode snapshot = raw.of("store").get("snapshot");
        atMost("a new node loads one million revocations, to a bare Jedis loop over the same keys", 1.5, "×",
                Values.of(snapshot.get("oursMillis")).over(Values.of(snapshot.get("bareMillis"))));
    }

    private void http() throws IOException {
        for (String guard : List.of("sessions", "denylist")) {
            atLeast("HTTP throughput kept, " + guard, 98, " %", Http.shareOfNone(raw.of("http"), guard));
        }
    }

    private void atLeast(String what, double goal, String unit, Values measured) {
        row(what, "≥ " + Raw.number(goal) + unit, measured, unit, measured.median() >= goal,
                measured.least() >= goal || measured.most() < goal);
    }

    private void atMost(String what, double goal, String unit, Values measured) {
        row(what, "≤ " + Raw.number(goal) + unit, measured, unit, measured.median() <= goal,
                measured.most() <= goal || measured.least() > goal);
    }

    private void row(String what, String goal, Values measured, String unit, boolean isMet, boolean isClear) {
        boolean isOne = measured.least() == measured.most();
        String verdict = isMet ? "met" : "**missed**";
        rows.add("| " + what + " | " + goal + " | " + (isOne ? Raw.number(measured.median()) + unit : measured.text(unit))
                + " | " + verdict + (isClear ? "" : ", within the spread") + " |");
    }
}
