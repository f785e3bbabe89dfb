package org.tokenrevocation.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tokenrevocation.bench.Raw.Values;

/**
 * One page and its plots from the raw data, without any hand work. Arguments: the folder that holds {@code raw}, and the
 * README that shows the numbers which matter most, if any.
 */
public final class Report {
    private static final String OPAQUE = "opaque-43";
    private static final String JWT = "jwt-800";
    /** JMH's names in words. */
    private static final Map<String, String> HITS = new LinkedHashMap<>();

    static {
        HITS.put("oursSessionsHit", "ours, sessions: live, from memory");
        HITS.put("oursDenylistLive", "ours, denylist: not revoked");
        HITS.put("oursDenylistRefused", "ours, denylist: revoked");
        HITS.put("jedisClientSideCache", "Jedis client-side cache");
        HITS.put("redissonLocalCachedMap", "Redisson RLocalCachedMap");
        HITS.put("lettuceCacheFrontend", "Lettuce CacheFrontend");
        HITS.put("caffeineOneSecond", "Caffeine, 1 s TTL over EXISTS");
        HITS.put("floorCaffeine", "floor: Caffeine, our key work, clock");
        HITS.put("floorConcurrentHashMap", "floor: ConcurrentHashMap by string");
        HITS.put("floorCut", "floor: cutting the token alone");
    }

    private final Path folder;
    private final Raw raw;
    private final StringBuilder page = new StringBuilder();

    private Report(Path folder) {
        this.folder = folder;
        this.raw = new Raw(folder.resolve("raw"));
    }

    /** Writes {@code README.md} and the plots beside {@code raw}. */
    public static void main(String[] args) throws IOException {
        Report report = new Report(Path.of(args[0]));
        report.write();
        if (args.length > 1) {
            new ReadmeNumbers(report.raw).write(Path.of(args[1]));
        }
    }

    private void write() throws IOException {
        head();
        goals();
        hits();
        roundTrips();
        floors();
        new ReportTables(raw, page).write();
        plots();
        Files.writeString(folder.resolve("README.md"), page);
    }

    private void head() throws IOException {
        JsonNode machine = raw.of("machine");
        line("# Measured beside what people would pick instead");
        line("");
        line("Made by `core/src/jmh/run` from the files in [raw](raw); do not edit. Run: " + machine.get("run").asText()
                + ", " + machine.get("at").asText() + ". Machine: " + machine.get("processors").asText() + " × "
                + machine.get("processor").asText() + ", " + machine.get("system").asText() + ", "
                + machine.get("java").asText() + ", Redis " + machine.get("redis").asText()
                + " on the loopback address. Values are medians, in brackets the least and the most of all repetitions;"
                + " a ratio's brackets are the worst that both spreads allow.");
        line("");
    }

    private void goals() throws IOException {
        line("## Goals");
        line("");
        line("| | goal | measured | |");
        line("|---|---|---|---|");
        new Goals(raw).rows().forEach(this::line);
        line("");
    }

    private void hits() throws IOException {
        line("## A token that is known already");
        line("");
        line("Nanoseconds for each request, the token cut fresh from its header (1,024 of them in turn). The opaque token"
                + " has 43 characters, the JWT 800. Bytes are what a request allocates, the token's own string included.");
        line("");
        line("![nanoseconds for each request](hits.svg)");
        line("");
        line("| | opaque, 1 thread | to ours | JWT, 1 thread | to ours | opaque, 2 threads | JWT, 2 threads | bytes, opaque | bytes, JWT |");
        line("|---|---|---|---|---|---|---|---|---|");
        Values opaque = raw.nanos("oursSessionsHit", OPAQUE, 1);
        Values jwt = raw.nanos("oursSessionsHit", JWT, 1);
        for (Map.Entry<String, String> hit : HITS.entrySet()) {
            String name = hit.getKey();
            line("| " + hit.getValue() + " | " + raw.nanos(name, OPAQUE, 1).text("") + " | "
                    + raw.nanos(name, OPAQUE, 1).over(opaque).text("×") + " | " + raw.nanos(name, JWT, 1).text("") + " | "
                    + raw.nanos(name, JWT, 1).over(jwt).text("×") + " | " + raw.withTwoThreads(name, OPAQUE, 1) + " | "
                    + raw.withTwoThreads(name, JWT, 1) + " | " + raw.micro(name, OPAQUE, 1).get("bytes").asLong() + " | "
                    + raw.micro(name, JWT, 1).get("bytes").asLong() + " |");
        }
        line("");
        line("Only ours proves on each request that its memory is current. Jedis' cache has its check for Redis 7.4"
                + " switched off, to run on the same server; Redisson and Lettuce are as their documentation sets them up,"
                + " Lettuce over a map without a bound. What 2 threads take stands beside Redis and the feeds on "
                + raw.of("machine").get("processors").asText() + " processors.");
        line("");
    }

    private void roundTrips() throws IOException {
        line("## A token that has to be asked for");
        line("");
        line("| | µs, 1 thread | to GET | µs, 2 threads | bytes |");
        line("|---|---|---|---|---|");
        Values get = raw.nanos("jedisGet", "", 1);
        Map<String, String> names = new LinkedHashMap<>();
        names.put("oursSessionsMiss", "ours, sessions: live, first sight");
        names.put("oursSessionsRefused", "ours, sessions: refused (never cached)");
        names.put("jedisExists", "Jedis, pooled EXISTS");
        names.put("jedisGet", "Jedis, pooled GET");
        for (Map.Entry<String, String> name : names.entrySet()) {
            line("| " + name.getValue() + " | " + raw.nanos(name.getKey(), "", 1).in(1e3).text("") + " | "
                    + raw.nanos(name.getKey(), "", 1).over(get).text("×") + " | " + raw.withTwoThreads(name.getKey(), "", 1e3)
                    + " | " + raw.micro(name.getKey(), "", 1).get("bytes").asLong() + " |");
        }
        line("");
    }

    private void floors() throws IOException {
        line("## What a host pays anyway");
        line("");
        line("| | ns |");
        line("|---|---|");
        Map<String, String> names = new LinkedHashMap<>();
        names.put("nimbusRs256", "nimbus verifies RS256 (2048 bits)");
        names.put("nimbusEs256", "nimbus verifies ES256");
        names.put("sha256Opaque", "SHA-256 over 43 bytes");
        names.put("sha256Jwt", "SHA-256 over 800 bytes");
        names.put("sha256JwtSignedPart", "SHA-256 over a JWT without its signature");
        names.put("nanoTime", "the clock");
        for (Map.Entry<String, String> name : names.entrySet()) {
            line("| " + name.getValue() + " | " + raw.nanos(name.getKey(), "", 1).text("") + " |");
        }
        line("");
    }

    private void plots() throws IOException {
        Map<String, Double> hits = new LinkedHashMap<>();
        for (Map.Entry<String, String> hit : HITS.entrySet()) {
            hits.put(hit.getValue(), raw.nanos(hit.getKey(), OPAQUE, 1).median());
        }
        hits.put("Jedis, pooled EXISTS", raw.nanos("jedisExists", "", 1).median());
        hits.put("nimbus verifies ES256", raw.nanos("nimbusEs256", "", 1).median());
        Files.writeString(folder.resolve("hits.svg"), BarChart.of("One verdict, opaque token, one thread", "ns", hits, true));
        Map<String, Double> effect = new LinkedHashMap<>();
        JsonNode rows = raw.of("effect").get("rows");
        rows.fieldNames().forEachRemaining(name -> effect.put((name.startsWith("bare") ? "" : "ours, ") + name,
                rows.get(name).get("allNodes").get("p50").asDouble()));
        Files.writeString(folder.resolve("effect.svg"),
                BarChart.of("From the call until all three nodes know, median", "µs", effect, false));
        Map<String, Double> http = new LinkedHashMap<>();
        JsonNode load = raw.of("http");
        for (String guard : Http.guards(load)) {
            http.put((List.of("sessions", "denylist").contains(guard) ? "ours, " : "") + guard,
                    Http.values(load, guard, "requestsPerSecond").median());
        }
        Files.writeString(folder.resolve("http.svg"), BarChart.of("Requests per second, one core", "", http, false));
    }

    private void line(String text) {
        page.append(text).append('\n');
    }
}
