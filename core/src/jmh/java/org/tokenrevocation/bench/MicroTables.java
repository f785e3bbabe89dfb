package org.tokenrevocation.bench;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tokenrevocation.bench.Raw.Values;

/** What one verdict costs, and what stands beside it; all from JMH. */
final class MicroTables {
    private static final String OPAQUE = "opaque-43";
    private static final String JWT = "jwt-800";
    /** JMH's names in words. */
    private static final Map<String, String> HITS = new LinkedHashMap<>();
    private static final Map<String, String> ROUND_TRIPS = new LinkedHashMap<>();
    private static final Map<String, String> FLOORS = new LinkedHashMap<>();

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
        ROUND_TRIPS.put("oursSessionsMiss", "ours, sessions: live, first sight");
        ROUND_TRIPS.put("oursSessionsRefused", "ours, sessions: refused (never cached)");
        ROUND_TRIPS.put("jedisExists", "Jedis, pooled EXISTS");
        ROUND_TRIPS.put("jedisGet", "Jedis, pooled GET");
        FLOORS.put("nimbusRs256", "nimbus verifies RS256 (2048 bits)");
        FLOORS.put("nimbusEs256", "nimbus verifies ES256");
        FLOORS.put("sha256Opaque", "SHA-256 over 43 bytes");
        FLOORS.put("sha256Jwt", "SHA-256 over 800 bytes");
        FLOORS.put("sha256JwtSignedPart", "SHA-256 over a JWT without its signature");
        FLOORS.put("nanoTime", "the clock");
    }

    private final Raw raw;
    private final Page page;

    private MicroTables(Raw raw, Page page) {
        this.raw = raw;
        this.page = page;
    }

    static void write(Raw raw, Page page) throws IOException {
        if (page.begin("One verdict", "micro")) {
            MicroTables tables = new MicroTables(raw, page);
            tables.hits();
            tables.roundTrips();
            tables.floors();
        }
    }

    private void hits() throws IOException {
        page.lines("Nanoseconds for each request, the token cut fresh from its header (1,024 of them in turn). The opaque token"
                + " has 43 characters, the JWT 800. Bytes are what a request allocates, the token's own string included.");
        Map<String, Double> bars = new LinkedHashMap<>();
        for (Map.Entry<String, String> hit : HITS.entrySet()) {
            bars.put(hit.getValue(), raw.nanos(hit.getKey(), OPAQUE, 1).median());
        }
        bars.put("Jedis, pooled EXISTS", raw.nanos("jedisExists", "", 1).median());
        bars.put("nimbus verifies ES256", raw.nanos("nimbusEs256", "", 1).median());
        page.plot("hits.svg", "nanoseconds for each request",
                BarChart.of("One verdict, opaque token, one thread", "ns", bars, true));
        page.head("", "opaque, 1 thread", "to ours", "JWT, 1 thread", "to ours", "opaque, 2 threads", "JWT, 2 threads",
                "bytes, opaque", "bytes, JWT");
        Values opaque = raw.nanos("oursSessionsHit", OPAQUE, 1);
        Values jwt = raw.nanos("oursSessionsHit", JWT, 1);
        for (Map.Entry<String, String> hit : HITS.entrySet()) {
            String name = hit.getKey();
            page.row(Page.mark(name) + hit.getValue(), raw.nanos(name, OPAQUE, 1).text(""),
                    raw.nanos(name, OPAQUE, 1).over(opaque).text("×"), raw.nanos(name, JWT, 1).text(""),
                    raw.nanos(name, JWT, 1).over(jwt).text("×"), raw.withTwoThreads(name, OPAQUE, 1),
                    raw.withTwoThreads(name, JWT, 1), raw.micro(name, OPAQUE, 1).get("bytes").asText(),
                    raw.micro(name, JWT, 1).get("bytes").asText());
        }
        page.line("");
        page.lines("Only ours proves on each request that its memory is current. Jedis' cache has its check for Redis 7.4"
                + " switched off, to run on the same server; Redisson and Lettuce are as their documentation sets them up,"
                + " Lettuce over a map without a bound. What 2 threads take stands beside Redis and the feeds on the"
                + " same processors.");
    }

    private void roundTrips() throws IOException {
        page.lines("A token that has to be asked for:");
        page.head("", "µs, 1 thread", "to GET", "µs, 2 threads", "bytes");
        Values get = raw.nanos("jedisGet", "", 1);
        for (Map.Entry<String, String> name : ROUND_TRIPS.entrySet()) {
            page.row(Page.mark(name.getKey()) + name.getValue(), raw.nanos(name.getKey(), "", 1).in(1e3).text(""),
                    raw.nanos(name.getKey(), "", 1).over(get).text("×"), raw.withTwoThreads(name.getKey(), "", 1e3),
                    raw.micro(name.getKey(), "", 1).get("bytes").asText());
        }
        page.line("");
    }

    private void floors() throws IOException {
        page.lines("What a host pays anyway, and what the parts of a verdict cost:");
        page.head("", "ns");
        for (Map.Entry<String, String> name : FLOORS.entrySet()) {
            page.row(Page.mark(name.getKey()) + name.getValue(), raw.nanos(name.getKey(), "", 1).text(""));
        }
        for (String size : raw.sizes("member")) {
            page.row("a member of a denylist of " + Raw.number(Double.parseDouble(size)) + ", by its digest",
                    raw.nanos("member", size, 1).text("") + ", of it "
                            + Raw.number(raw.nanos("pickOnly", size, 1).median()) + " for picking it");
        }
        page.line("");
    }
}
