package org.tokenrevocation.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.tokenrevocation.bench.Raw.Values;

/** What one verdict costs, and what stands beside it; all from JMH. */
final class MicroTables {
    private static final String OPAQUE = "opaque-43";
    private static final String JWT = "jwt-800";
    /** JMH's names in words. */
    private static final Map<String, String> HITS = new LinkedHashMap<>();
    private static final Map<String, String> CROWD = new LinkedHashMap<>();
    private static final Map<String, String> ROUND_TRIPS = new LinkedHashMap<>();
    private static final Map<String, String> FLOORS = new LinkedHashMap<>();
    private static final Map<String, String> REPLICA = new LinkedHashMap<>();

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
        CROWD.put("oursSessionsHitCrowd", "ours, sessions: live, from memory");
        CROWD.put("oursDenylistLiveCrowd", "ours, denylist: not revoked");
        CROWD.put("floorSha256Crowd", "floor: cutting the token, SHA-256 over it");
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
        REPLICA.put("member", "a member");
        REPLICA.put("absent", "one that is not in it");
        REPLICA.put("floor", "floor: a random word");
        REPLICA.put("floorLatency", "floor: a random word that the last one points to");
        REPLICA.put("pickOnly", "of all these: picking the next one");
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
            if (!raw.sizes("floorSha256Crowd").isEmpty()) {
                tables.crowd();
            }
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

    private void crowd() throws IOException {
        page.lines("That was for tokens that were seen less than a second ago, whose digest a node remembers (the last 4,096)."
                + " Of a crowd of 65,536, all known and asked for in turn, hardly one was just seen, and neither its header nor its"
                + " place in the set lies in the processor's caches. Each costs a digest then:");
        page.head("", "opaque, 1 thread", "to the floor", "JWT, 1 thread", "to the floor", "bytes, opaque", "bytes, JWT");
        for (Map.Entry<String, String> crowd : CROWD.entrySet()) {
            String name = crowd.getKey();
            page.row(Page.mark(name) + crowd.getValue(), raw.nanos(name, OPAQUE, 1).text(""), toCrowdFloor(name, OPAQUE),
                    raw.nanos(name, JWT, 1).text(""), toCrowdFloor(name, JWT),
                    raw.micro(name, OPAQUE, 1).get("bytes").asText(), raw.micro(name, JWT, 1).get("bytes").asText());
        }
        page.line("");
    }

    private String toCrowdFloor(String name, String token) throws IOException {
        return raw.nanos(name, token, 1).over(raw.nanos("floorSha256Crowd", token, 1)).text("×");
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
        page.line("");
        page.lines("The denylist's table alone, one look-up by a digest, random ones one after the other. Below it what the machine"
                + " gives: reading one random word of an array as large as the table, none waiting for the one before, and each"
                + " waiting, since it tells the next one's place.");
        List<String> sizes = raw.sizes("member");
        page.head(Stream.concat(Stream.of("ns"), sizes.stream().map(size -> Raw.number(Double.parseDouble(size)) + " revocations"))
                .toArray(String[]::new));
        for (Map.Entry<String, String> name : REPLICA.entrySet()) {
            List<String> cells = new ArrayList<>(List.of(Page.mark(name.getKey()) + name.getValue()));
            for (String size : sizes) {
                cells.add(raw.nanos(name.getKey(), size, 1).text(""));
            }
            page.row(cells.toArray(String[]::new));
        }
        page.line("");
    }
}
