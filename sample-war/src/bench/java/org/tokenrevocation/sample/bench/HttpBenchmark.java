package org.tokenrevocation.sample.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.nimbusds.jose.JOSEException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * What each guard costs. Each host process serves the same application twice, with the guard and without, so that ratios
 * compare neighbours in time within one process: no two runs of a JVM compile alike, and two hosts without any guard
 * differ by more than a guard costs. Hence also the starts, each with a fresh process; guards that cost more than a few
 * percent are started once. wrk asks both applications by turns of a second or so, which show latency, processor time and
 * Redis' work, and then in an {@link Alternation}, which shows the ratio. The host has one core; wrk, Redis and the
 * introspection endpoint share another. While it warms up, a host at first may use both and has little to do, or its
 * compiler would take minutes. A request that fails does not count as throughput, and the page tells how many there were.
 * Before all that, {@link GuardedHost#check} must turn down a guard that lets everybody in. Arguments: file to write,
 * starts, seconds of warming up, rounds, seconds of a turn, seconds of an alternation.
 */
public final class HttpBenchmark {
    private static final List<String> CONTAINERS = List.of("jetty", "tomcat");
    private static final int TOKENS = 1_000;
    /** With sixteen the host's core had nothing to do for a tenth of the time, and no guard would have shown its cost. */
    private static final int CONNECTIONS = 64;
    private static final int WARM_UP_CONNECTIONS = 4;
    private static final int LEAD_IN_SECONDS = 1;
    private static final long SEED = 8;

    private final int warmUpSeconds;
    private final int rounds;
    private final int seconds;
    private final int alternatingSeconds;
    private final Path folder = Files.createTempDirectory("http-bench-");
    private final Path jwks = folder.resolve("jwks.json");
    private final Map<Application, List<String>> tokens = new EnumMap<>(Application.class);
    private final Map<Application, Map<String, Wrk>> wrks = new EnumMap<>(Application.class);
    private final Map<Application, Alternation> alternations = new EnumMap<>(Application.class);
    private final Random random = new Random(SEED);
    private final List<Map<String, Object>> rows = new ArrayList<>();
    private final List<Map<String, Object>> alternating = new ArrayList<>();

    private HttpBenchmark(int warmUpSeconds, int rounds, int seconds, int alternatingSeconds) throws IOException, JOSEException {
        this.warmUpSeconds = warmUpSeconds;
        this.rounds = rounds;
        this.seconds = seconds;
        this.alternatingSeconds = alternatingSeconds;
        for (Application application : Application.values()) {
            // One more, to be revoked.
            List<String> shown = application.tokens(TOKENS + 1, jwks);
            tokens.put(application, shown);
            Map<String, Wrk> byPath = new LinkedHashMap<>();
            for (String path : List.of(BenchHost.BARE, BenchHost.GUARDED)) {
                byPath.put(path, Wrk.using(folder, application + path.replace('/', '-'), shown.subList(0, TOKENS), path));
            }
            wrks.put(application, byPath);
            alternations.put(application, Alternation.of(folder, application + "-both", shown.subList(0, TOKENS)));
        }
    }

    /** Measures and writes. */
    public static void main(String[] args) throws Exception {
        HttpBenchmark benchmark = new HttpBenchmark(
                Integer.parseInt(args[2]), Integer.parseInt(args[3]), Integer.parseInt(args[4]), Integer.parseInt(args[5]));
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
            try (GuardedHost host = new GuardedHost(container, Guard.OPEN_DOOR, Application.NOTHING, jwks, folder)) {
                boolean isTurnedDown = false;
                try {
                    logInAndCheck(host);
                } catch (GuardedHost.LetInException e) {
                    isTurnedDown = true;
                }
                if (!isTurnedDown) {
                    throw new IllegalStateException("the check took [" + Guard.OPEN_DOOR + "] for a guard");
                }
            }
        }
    }

    private void logInAndCheck(GuardedHost host) throws IOException, InterruptedException {
        List<String> live = tokens.get(host.application());
        host.logIn(live);
        host.check(live.get(0), live.get(TOKENS));
    }

    private void run(int start, String container) throws Exception {
        for (Application application : Application.values()) {
            for (String guard : Guard.compared(application, start)) {
                try (GuardedHost host = new GuardedHost(container, guard, application, jwks, folder)) {
                    if (Guard.isGuard(guard)) {
                        logInAndCheck(host);
                    }
                    warmUp(host);
                    for (int round = 0; round < rounds; round++) {
                        measure(host, start, round);
                        alternate(host, start, round);
                    }
                }
            }
        }
    }

    private void warmUp(GuardedHost host) throws IOException {
        for (int second = 0; second < warmUpSeconds; second++) {
            boolean isCrowded = second >= warmUpSeconds * 2 / 3;
            if (isCrowded) {
                host.pin();
            }
            for (Wrk wrk : wrks.get(host.application()).values()) {
                wrk.run(host.port(), isCrowded ? CONNECTIONS : WARM_UP_CONNECTIONS, 1);
            }
        }
    }

    private void alternate(GuardedHost host, int start, int round) throws IOException {
        Alternation.Result result = alternations.get(host.application()).run(host, CONNECTIONS, alternatingSeconds);
        Map<String, Object> row = row(host, start, round);
        row.put("nanosWithout", result.nanosWithout());
        row.put("nanosWith", result.nanosWith());
        row.put("ownPercent", result.ownPercent());
        System.out.println(row);
        alternating.add(row);
    }

    private static Map<String, Object> row(GuardedHost host, int start, int round) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("container", host.container());
        row.put("guard", host.guard());
        row.put("application", host.application().words());
        row.put("start", start);
        row.put("round", round);
        return row;
    }

    private void measure(GuardedHost host, int start, int round) throws IOException {
        Map<String, Wrk> byPath = wrks.get(host.application());
        List<String> paths = new ArrayList<>(byPath.keySet());
        Collections.shuffle(paths, random);
        for (String path : paths) {
            Map<String, Object> row = row(host, start, round);
            row.put("isGuarded", path.equals(BenchHost.GUARDED));
            measure(host, byPath.get(path), row);
            System.out.println(row);
            rows.add(row);
        }
    }

    private void measure(GuardedHost host, Wrk wrk, Map<String, Object> row) throws IOException {
        // A node keeps its lease up for a second after the last request, which is not the other application's to pay.
        wrk.run(host.port(), CONNECTIONS, LEAD_IN_SECONDS);
        long commands = host.commandsSoFar();
        long cpu = host.cpuNanos();
        Wrk.Result result = wrk.run(host.port(), CONNECTIONS, seconds);
        cpu = host.cpuNanos() - cpu;
        commands = host.commandsSoFar() - commands - 1;
        row.put("requestsPerSecond", result.perSecond());
        row.put("failed", result.failed());
        row.put("p50Micros", result.p50Micros());
        row.put("p99Micros", result.p99Micros());
        row.put("p999Micros", result.p999Micros());
        row.put("redisCommandsPer1000", 1000.0 * commands / result.requests());
        row.put("cpuMicrosPerRequest", cpu / 1e3 / result.requests());
        row.put("wakesPerRequest", (double) result.wakes() / result.requests());
        row.put("hostCoreBusyPercent", cpu / 10.0 / result.micros());
    }

    private void write(Path file, int starts) throws IOException {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("connections", CONNECTIONS);
        result.put("tokens", TOKENS);
        result.put("seconds", seconds);
        result.put("starts", starts);
        result.put("pinned", Cores.canPin());
        result.put("rows", rows);
        result.put("alternating", alternating);
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
