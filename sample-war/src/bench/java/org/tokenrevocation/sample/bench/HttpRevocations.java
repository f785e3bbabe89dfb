package org.tokenrevocation.sample.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Revocations per second through the endpoint: so many connections that the wait of each does not matter, if no thread
 * stands in it. The host has one core, wrk and Redis share another. Arguments: file to write, rounds that do
 * not count, rounds that do, seconds of each, connections.
 */
public final class HttpRevocations {
    /** So many of the first revoked ones are shown again: fast, but not in force, would be worth nothing. */
    private static final int PROBES = 20;
    /** More than any round can use up. */
    private static final int TOKENS_PER_SECOND = 30_000;

    private HttpRevocations() {}

    /** Measures and writes. */
    public static void main(String[] args) throws Exception {
        int warmUps = Integer.parseInt(args[1]);
        int rounds = Integer.parseInt(args[2]);
        int seconds = Integer.parseInt(args[3]);
        int connections = Integer.parseInt(args[4]);
        Path folder = Files.createTempDirectory("http-revocations-");
        List<Map<String, Object>> rows = new ArrayList<>();
        for (String mode : Guard.OURS) {
            try (GuardedHost host = new GuardedHost("jetty", mode, Application.NOTHING, folder.resolve("none"), folder)) {
                host.logIn(List.of("live"));
                host.check("live", "dead");
                for (int round = -warmUps; round < rounds; round++) {
                    if (round == 0) {
                        host.pin();
                    }
                    Map<String, Object> row = measure(host, folder, connections, seconds);
                    System.out.println((round < 0 ? "warming up " : "") + row);
                    if (round >= 0) {
                        rows.add(row);
                    }
                }
            }
        }
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("connections", connections);
        result.put("seconds", seconds);
        result.put("rows", rows);
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(Path.of(args[0]).toFile(), result);
        HttpBenchmark.delete(folder);
    }

    private static Map<String, Object> measure(GuardedHost host, Path folder, int connections, int seconds)
            throws IOException, InterruptedException {
        List<String> tokens = Application.opaque(TOKENS_PER_SECOND * seconds);
        if (host.guard().equals("sessions")) {
            host.logIn(tokens);
        }
        Wrk wrk = Wrk.revoking(folder, tokens);
        long cpu = host.cpuNanos();
        Wrk.Result result = wrk.run(host.port(), connections, seconds)
                .orThrow(host.container() + " with " + host.guard());
        cpu = host.cpuNanos() - cpu;
        if (result.requests() > tokens.size()) {
            throw new IllegalStateException("[" + result.requests() + "] revocations used the tokens twice");
        }
        // Not the first one: wrk tries its script once, and sends nothing.
        host.expectRefused(tokens.subList(1, 1 + PROBES));
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("mode", host.guard());
        row.put("revocationsPerSecond", result.perSecond());
        row.put("p50Micros", result.p50Micros());
        row.put("p99Micros", result.p99Micros());
        row.put("cpuMicrosPerRevocation", cpu / 1e3 / result.requests());
        row.put("hostCoreBusyPercent", cpu / 10.0 / result.micros());
        return row;
    }
}
