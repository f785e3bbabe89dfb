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

    /** Those whose table has been measured. */
    List<String> rows() throws IOException {
        if (raw.has("micro")) {
            sessions();
            denylist();
            replica();
        }
        if (raw.has("growth")) {
            growth(raw.of("growth"));
        }
        if (raw.has("effect")) {
            effect(raw.of("effect").get("oneByOne"));
            accepted(raw.of("effect"));
        }
        if (raw.has("snapshot")) {
            JsonNode snapshot = raw.of("snapshot");
            atMost("a new node loads " + Raw.number(snapshot.get("size").asDouble())
                            + " revocations, to a bare Jedis loop over the same keys", 1.5, "×",
                    Values.of(snapshot.get("oursMillis")).over(Values.of(snapshot.get("bareMillis"))));
        }
        if (raw.has("traffic")) {
            atMost("look-ups at Redis for 1,000 requests under a lease, the most of all fleets", 0, "", Values.of(
                    Raw.list(raw.of("traffic").get("fleets").get("rows")).stream()
                            .mapToDouble(row -> row.get("lookUpsPer1000Requests").asDouble()).max().orElseThrow()));
        }
        if (raw.has("http")) {
            http();
        }
        if (raw.has("throughput")) {
            throughput();
        }
        if (raw.has("start")) {
            start(raw.of("start"));
        }
        return rows;
    }

    private void sessions() throws IOException {
        Values hit = raw.nanos("oursSessionsHit", OPAQUE, 1);
        atLeast("sessions hit faster than Jedis' client-side cache (stretch: 15×)", 10, "×",
                raw.nanos("jedisClientSideCache", OPAQUE, 1).over(hit));
        atLeast("sessions hit faster than Redisson's local cached map (stretch: 5×)", 4, "×",
                raw.nanos("redissonLocalCachedMap", OPAQUE, 1).over(hit));
        atLeast("sessions hit faster than a pooled EXISTS", 300, "×", raw.nanos("jedisExists", "", 1).over(hit));
        atMost("sessions hit to bare Caffeine with the same key work and a clock read", 2, "×",
                hit.over(raw.nanos("floorCaffeine", OPAQUE, 1)));
        atMost("sessions miss to a pooled GET", 1.3, "×",
                raw.nanos("oursSessionsMiss", "", 1).over(raw.nanos("jedisGet", "", 1)));
    }

    private void denylist() throws IOException {
        atMost("denylist verdict, opaque, to SHA-256 over the same bytes (stretch: 1×)", 2, "×",
                raw.nanos("oursDenylistLive", OPAQUE, 1).over(raw.nanos("sha256Opaque", "", 1)));
        atMost("denylist verdict, JWT, to SHA-256 over the same bytes (stretch: 1×)", 2, "×",
                raw.nanos("oursDenylistLive", JWT, 1).over(raw.nanos("sha256JwtSignedPart", "", 1)));
        for (String token : raw.sizes("floorSha256Crowd")) {
            atMost("the same, " + token + ", of a crowd of which hardly one was just seen", 2, "×",
                    raw.nanos("oursDenylistLiveCrowd", token, 1).over(raw.nanos("floorSha256Crowd", token, 1)));
        }
    }

    private void replica() throws IOException {
        List<String> sizes = raw.sizes("member");
        if (sizes.size() > 1) {
            atMost("look-up of a random member in the table alone, among ten million to one among a thousand", 4, "×",
                    raw.nanos("member", sizes.get(sizes.size() - 1), 1).over(raw.nanos("member", sizes.get(0), 1)));
        }
    }

    private void growth(JsonNode growth) {
        if (growth.has("tokenCharacters")) {
            wholeVerdict(growth);
        }
        JsonNode largest = null;
        for (JsonNode row : growth.get("nodes")) {
            largest = row.get("mode").asText().equals("sessions") ? row : largest;
        }
        atMost("heap for " + Raw.number(largest.get("held").asDouble()) + " cached tokens, the whole node", 200, " MB",
                Values.of(largest.get("heapMegabytes").asDouble()));
        JsonNode replica = growth.get("replica");
        JsonNode last = replica.get(replica.size() - 1);
        atMost("heap for each of " + Raw.number(last.get("entries").asDouble()) + " revocations", 40, " bytes",
                Values.of(last.get("bytesEach").asDouble()));
    }

    private void wholeVerdict(JsonNode growth) {
        List<JsonNode> denylists = Raw.list(growth.get("nodes")).stream()
                .filter(row -> row.get("mode").asText().equals("denylist")).toList();
        JsonNode most = denylists.get(denylists.size() - 1);
        atMost("whole verdict on a random member, none just seen, among " + Raw.number(most.get("entries").asDouble())
                        + " to one among " + Raw.number(denylists.get(0).get("entries").asDouble()), 4, "×",
                Values.of(most.get("memberNanos")).over(Values.of(denylists.get(0).get("memberNanos"))));
    }

    private void effect(JsonNode oneByOne) {
        JsonNode effects = oneByOne.get("rows");
        double publish = effects.get("bare PUBLISH to SUBSCRIBE").get("allNodes").get("p50").asDouble();
        double push = effects.get("bare DEL to push").get("allNodes").get("p50").asDouble();
        atMost("denylist revocation, confirmed by Redis, to refused on three other nodes, median, to bare PUBLISH to three"
                + " SUBSCRIBE", 3, "×", Values.of(
                effects.get("denylist: revoke on another node").path("afterAnswer").path("p50").asDouble() / publish));
        atMost("the same from the call of revoke on", 3, "×", Values.of(
                effects.get("denylist: revoke on another node").get("allNodes").get("p50").asDouble() / publish));
        atMost("DEL by another client to refused on three nodes, median, to three bare pushes", 3, "×", Values.of(
                effects.get("sessions: DEL by another client").get("allNodes").get("p50").asDouble() / push));
    }

    private void accepted(JsonNode effect) {
        double accepted = effect.get("oneByOne").get("acceptedAfterSuccess").asDouble();
        double requests = effect.get("oneByOne").get("judgedAfterSuccess").asDouble();
        for (JsonNode row : effect.get("fleets").get("rows")) {
            accepted += row.get("acceptedAfterSuccess").asDouble();
            requests += row.get("requests").asDouble();
        }
        atMost("accepted after the success was told (history of " + Raw.number(requests) + " requests)", 0, "",
                Values.of(accepted));
    }

    private void http() throws IOException {
        Http http = new Http(raw.of("http"));
        for (String application : http.applications()) {
            Http part = http.of(application);
            for (String container : part.containers()) {
                for (String guard : HttpTables.ours()) {
                    atLeast("HTTP throughput kept, " + guard + ", " + container + ", servlet that " + application, 98, " %",
                            part.shareOfNone(container, guard));
                }
            }
        }
    }

    private void throughput() throws IOException {
        for (String mode : HttpTables.ours()) {
            atLeast("revocations a second through the endpoint, " + mode
                            + "; 24 threads that stood in the wait would allow 400", 400, "",
                    WriteTables.column(raw.of("revocations"), mode, "revocationsPerSecond", 1));
        }
    }

    private void start(JsonNode start) {
        for (String name : FootprintTables.WITH_OURS) {
            atMost("added to a deployment on Tomcat, " + FootprintTables.words(name), 300, " ms",
                    FootprintTables.added(start, name));
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
