package org.tokenrevocation.sample.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * What each guard costs, measured in many short turns. For each start and container, each guard has a fresh host process,
 * all alive at once; then wrk asks them in rounds, each round in a random order of its own, so that a ratio compares
 * neighbours in time. No two runs of a JVM compile alike, hence the starts; the other contenders, which cost more than
 * a few percent, take part in every {@value #SELDOM}th round of the first one only. The host has one core; wrk, Redis and
 * the introspection endpoint share another. While it warms up, a host at first may use both and has little to do, or its
 * compiler would take minutes. A request that fails does not count as throughput, and the page tells how many there were.
 * Before all that, {@link GuardedHost#check} must turn down a guard that lets everybody in. Arguments: file to write,
 * starts, seconds of warming up, rounds, seconds of a turn.
 */
public final class HttpBenchmark {
    private static final List<String> CONTAINERS = List.of("jetty", "tomcat");
    private static final int TOKENS = 1_000;
    /** With sixteen the host's core had nothing to do for a tenth of the time, and no guard would have shown its cost. */
    private static final int CONNECTIONS = 64;
    private static final int WARM_UP_CONNECTIONS = 4;
    private static final int SELDOM = 3;
    private static final long SEED = 8;

    private final int warmUpSeconds;
    private final int rounds;
    private final int seconds;
    private final Path folder = Files.createTempDirectory("http-bench-");
    private final List<String> tokens = tokens(TOKENS);
    private final Wrk wrk = Wrk.using(folder, tokens);
    private final Random random = new Random(SEED);
    private final List<Map<String, Object>> rows = new ArrayList<>();

    private HttpBenchmark(int warmUpSeconds, int rounds, int seconds) throws IOException {
        this.warmUpSeconds = warmUpSeconds;
        this.rounds = rounds;
        this.seconds = seconds;
    }

    /** Measures and writes. */
    public static void main(String[] args) throws Exception {
        HttpBenchmark benchmark = new HttpBenchmark(
                Integer.parseInt(args[2]), Integer.parseInt(args[3]), Integer.parseInt(args[4]));
        benchmark.proveThatCheckBites();
        int starts = Integer.parseInt(args[1]);
        for (int start = 0; start < starts; start++) {
            for (String container : CONTAINERS) {
                benchmark.run(start, container);
            }
        }
        benchmark.write(Path.of(args[0]), starts);
        delete(benchmark.folder);
    }

    private void proveThatCheckBites() throws Exception {
        for (String container : CONTAINERS) {
            try (GuardedHost host = new GuardedHost(container, Guard.OPEN_DOOR, folder)) {
                host.logIn(tokens);
                boolean isTurnedDown = false;
                try {
                    host.check(tokens.get(0), dead());
                } catch (GuardedHost.LetInException e) {
                    isTurnedDown = true;
                }
                if (!isTurnedDown) {
                    throw new IllegalStateException("the check took [" + Guard.OPEN_DOOR + "] for a guard");
                }
            }
        }
    }

    private String dead() {
        return "dead-" + tokens.get(0);
    }

    static List<String> tokens(int count) {
        SecureRandom random = new SecureRandom();
        return Stream.generate(() -> {
            byte[] bytes = new byte[32];
            random.nextBytes(bytes);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        }).limit(count).toList();
    }

    private void run(int start, String container) throws Exception {
        List<GuardedHost> hosts = new ArrayList<>();
        try {
            for (String guard : start == 0 ? Guard.ALL : Guard.COMPARED) {
                GuardedHost host = new GuardedHost(container, guard, folder);
                hosts.add(host);
                host.logIn(tokens);
                host.check(tokens.get(0), dead());
                warmUp(host);
            }
            for (int round = 0; round < rounds; round++) {
                Collections.shuffle(hosts, random);
                for (GuardedHost host : hosts) {
                    if (round % SELDOM == 0 || Guard.COMPARED.contains(host.guard())) {
                        Map<String, Object> row = measure(host);
                        row.put("start", start);
                        row.put("round", round);
                        System.out.println(row);
                        rows.add(row);
                    }
                }
            }
        } finally {
            for (GuardedHost host : hosts) {
                host.close();
            }
        }
    }

    private void warmUp(GuardedHost host) throws IOException {
        int crowded = warmUpSeconds / 3;
        wrk.run(host.port(), WARM_UP_CONNECTIONS, warmUpSeconds - crowded);
        host.pin();
        wrk.run(host.port(), CONNECTIONS, crowded);
    }

    private Map<String, Object> measure(GuardedHost host) throws IOException {
        long commands = host.commandsSoFar();
        long cpu = host.cpuNanos();
        Wrk.Result result = wrk.run(host.port(), CONNECTIONS, seconds);
        cpu = host.cpuNanos() - cpu;
        commands = host.commandsSoFar() - commands - 1;
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("container", host.container());
        row.put("guard", host.guard());
        row.put("requestsPerSecond", result.perSecond());
        row.put("failed", result.failed());
        row.put("p50Micros", result.p50Micros());
        row.put("p99Micros", result.p99Micros());
        row.put("p999Micros", result.p999Micros());
        row.put("redisCommandsPer1000", 1000.0 * commands / result.requests());
        row.put("cpuMicrosPerRequest", cpu / 1e3 / result.requests());
        row.put("hostCoreBusyPercent", cpu / 10.0 / result.micros());
        return row;
    }

    private void write(Path file, int starts) throws IOException {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("connections", CONNECTIONS);
        result.put("tokens", TOKENS);
        result.put("seconds", seconds);
        result.put("starts", starts);
        result.put("pinned", Cores.canPin());
        result.put("rows", rows);
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), result);
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }
}
