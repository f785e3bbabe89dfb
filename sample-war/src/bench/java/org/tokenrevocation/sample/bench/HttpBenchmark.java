package org.tokenrevocation.sample.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One host process for each container and guard, all alive at once, asked in turn by wrk, round after round, so that a
 * ratio compares neighbours in time; then all of it again with new processes, since no two runs of a JVM compile alike.
 * The host has one core; wrk, Redis and the introspection endpoint share another. Arguments: file to write, times that
 * the processes are started, rounds that do not count, rounds that do, seconds of each.
 */
public final class HttpBenchmark {
    private static final List<String> CONTAINERS = List.of("jetty", "tomcat");
    private static final int TOKENS = 1_000;
    private static final int CONNECTIONS = 16;

    private final int warmUps;
    private final int rounds;
    private final int seconds;
    private final Path folder = Files.createTempDirectory("http-bench-");
    private final List<String> tokens = tokens(TOKENS);
    private final Wrk wrk = Wrk.using(folder, tokens);
    private final List<Map<String, Object>> rows = new ArrayList<>();

    private HttpBenchmark(int warmUps, int rounds, int seconds) throws IOException {
        this.warmUps = warmUps;
        this.rounds = rounds;
        this.seconds = seconds;
    }

    /** Measures and writes. */
    public static void main(String[] args) throws Exception {
        HttpBenchmark benchmark = new HttpBenchmark(
                Integer.parseInt(args[2]), Integer.parseInt(args[3]), Integer.parseInt(args[4]));
        int starts = Integer.parseInt(args[1]);
        for (int start = 0; start < starts; start++) {
            benchmark.run(start);
        }
        benchmark.write(Path.of(args[0]));
        delete(benchmark.folder);
    }

    static List<String> tokens(int count) {
        SecureRandom random = new SecureRandom();
        return Stream.generate(() -> {
            byte[] bytes = new byte[32];
            random.nextBytes(bytes);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        }).limit(count).toList();
    }

    private void run(int start) throws Exception {
        List<GuardedHost> hosts = new ArrayList<>();
        try {
            for (String container : CONTAINERS) {
                for (String guard : Guard.ALL) {
                    GuardedHost host = new GuardedHost(container, guard, folder);
                    hosts.add(host);
                    host.logIn(tokens);
                    host.check(tokens.get(0), "dead-" + tokens.get(0));
                }
            }
            for (int round = -warmUps; round < rounds; round++) {
                for (GuardedHost host : hosts) {
                    Map<String, Object> row = measure(host);
                    row.put("round", start * rounds + round);
                    System.out.println((round < 0 ? "warming up " : "") + row);
                    if (round >= 0) {
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
        row.put("p50Micros", result.p50Micros());
        row.put("p99Micros", result.p99Micros());
        row.put("p999Micros", result.p999Micros());
        row.put("redisCommandsPer1000", 1000.0 * commands / result.requests());
        row.put("cpuMicrosPerRequest", cpu / 1e3 / result.requests());
        row.put("hostCoreBusyPercent", cpu / 10.0 / result.micros());
        return row;
    }

    private void write(Path file) throws IOException {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("connections", CONNECTIONS);
        result.put("tokens", TOKENS);
        result.put("seconds", seconds);
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
