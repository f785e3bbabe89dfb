package org.tokenrevocation.sample.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
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
import org.tokenrevocation.testing.RedisServer;
import redis.clients.jedis.RedisClient;

/**
 * One host process for each guard, all alive at once, asked in turn by wrk, round after round, so that a ratio compares
 * neighbours in time. The host has one core, wrk and Redis share another. Arguments: file to write, rounds, seconds of
 * each.
 */
public final class HttpBenchmark {
    private static final List<String> GUARDS =
            List.of("none", "sessions", "denylist", "caffeine-1s", "redis-each-time");
    private static final int TOKENS = 1_000;
    private static final int CONNECTIONS = 16;
    private static final int WARM_UPS = 3;
    private static final String SCRIPT = """
            local tokens = {}
            for line in io.lines("%s") do
              tokens[#tokens + 1] = "GET /api/whoami HTTP/1.1\\r\\nHost: bench\\r\\nAuthorization: Bearer " .. line .. "\\r\\n\\r\\n"
            end
            local at = 0
            request = function()
              at = at %% #tokens + 1
              return tokens[at]
            end
            done = function(summary, latency)
              local errors = summary.errors
              io.write(string.format("RESULT %%d %%d %%d %%d %%d %%d\\n", summary.requests, summary.duration,
                  latency:percentile(50), latency:percentile(99), latency:percentile(99.9),
                  errors.connect + errors.read + errors.write + errors.status + errors.timeout))
            end
            """;

    private final Path folder;
    /** Each guard has its own, so that Redis' count is the guard's. */
    private final Map<String, RedisServer> servers = new LinkedHashMap<>();
    private final Map<String, RedisClient> clients = new LinkedHashMap<>();
    private final Map<String, Process> hosts = new LinkedHashMap<>();
    private final Map<String, Integer> ports = new LinkedHashMap<>();

    private HttpBenchmark() throws IOException {
        folder = Files.createTempDirectory("http-bench-");
    }

    /** Measures and writes. */
    public static void main(String[] args) throws Exception {
        Path file = Path.of(args[0]);
        int rounds = Integer.parseInt(args[1]);
        int seconds = Integer.parseInt(args[2]);
        new HttpBenchmark().run(file, rounds, seconds);
    }

    private void run(Path file, int rounds, int seconds) throws Exception {
        try {
            Path script = prepare();
            for (String guard : GUARDS) {
                start(guard);
            }
            List<Map<String, Object>> rows = new ArrayList<>();
            for (int round = -WARM_UPS; round < rounds; round++) {
                for (String guard : GUARDS) {
                    Map<String, Object> row = measure(script, guard, seconds);
                    row.put("round", round);
                    System.out.println(row);
                    if (round >= 0) {
                        rows.add(row);
                    }
                }
            }
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("connections", CONNECTIONS);
            result.put("tokens", TOKENS);
            result.put("seconds", seconds);
            result.put("pinned", canPin());
            result.put("rows", rows);
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), result);
        } finally {
            close();
        }
    }

    private Path prepare() throws IOException {
        SecureRandom random = new SecureRandom();
        List<String> tokens = Stream.generate(() -> {
            byte[] bytes = new byte[32];
            random.nextBytes(bytes);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        }).limit(TOKENS).toList();
        for (String guard : GUARDS) {
            servers.put(guard, RedisServer.launch());
            RedisClient jedis = servers.get(guard).client();
            clients.put(guard, jedis);
            tokens.forEach(token -> jedis.set("session:access:" + token, "alice"));
            pin("0x2", number(jedis.info("server"), "process_id:"));
        }
        Path list = Files.write(folder.resolve("tokens.txt"), tokens);
        return Files.writeString(folder.resolve("load.lua"), SCRIPT.formatted(list));
    }

    private void start(String guard) throws IOException {
        List<String> command = new ArrayList<>(canPin() ? List.of("taskset", "0x1") : List.of());
        command.addAll(List.of(ProcessHandle.current().info().command().orElse("java"), "-Xms256m", "-Xmx256m",
                "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), BenchHost.class.getName(), guard,
                servers.get(guard).url()));
        Process host = new ProcessBuilder(command)
                .redirectError(folder.resolve(guard + ".txt").toFile())
                .start();
        hosts.put(guard, host);
        String port = new BufferedReader(new InputStreamReader(host.getInputStream())).readLine();
        if (port == null) {
            throw new IllegalStateException(guard + " did not start:\n" + Files.readString(folder.resolve(guard + ".txt")));
        }
        ports.put(guard, Integer.valueOf(port));
    }

    private Map<String, Object> measure(Path script, String guard, int seconds) throws IOException {
        List<String> command = new ArrayList<>(canPin() ? List.of("taskset", "0x2") : List.of());
        command.addAll(List.of("wrk", "-t1", "-c" + CONNECTIONS, "-d" + seconds + "s", "-s", script.toString(),
                "http://127.0.0.1:" + ports.get(guard)));
        long commands = commandsSoFar(guard);
        long cpu = cpuNanos(guard);
        String output = output(command);
        cpu = cpuNanos(guard) - cpu;
        commands = commandsSoFar(guard) - commands - 1;
        String[] result = output.lines()
                .filter(line -> line.startsWith("RESULT "))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("wrk said: " + output))
                .split(" ");
        long requests = Long.parseLong(result[1]);
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("guard", guard);
        row.put("requestsPerSecond", requests * 1e6 / Long.parseLong(result[2]));
        row.put("p50Micros", Long.parseLong(result[3]));
        row.put("p99Micros", Long.parseLong(result[4]));
        row.put("p999Micros", Long.parseLong(result[5]));
        row.put("errors", Long.parseLong(result[6]));
        row.put("redisCommandsPer1000", 1000.0 * commands / requests);
        row.put("cpuMicrosPerRequest", cpu / 1e3 / requests);
        return row;
    }

    private long cpuNanos(String guard) {
        return hosts.get(guard).info().totalCpuDuration().orElseThrow().toNanos();
    }

    private long commandsSoFar(String guard) {
        return number(clients.get(guard).info("stats"), "total_commands_processed:");
    }

    private static long number(String info, String name) {
        return info.lines()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.substring(name.length()).trim()))
                .sum();
    }

    /** Pins a process that runs already. */
    private static void pin(String mask, long pid) throws IOException {
        if (canPin()) {
            output(List.of("taskset", "-ap", mask, String.valueOf(pid)));
        }
    }

    private static boolean canPin() {
        return new File("/usr/bin/taskset").canExecute() && Runtime.getRuntime().availableProcessors() > 1;
    }

    private static String output(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        try {
            if (process.waitFor() != 0) {
                throw new IllegalStateException(command + " failed: " + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return output;
    }

    private void close() throws IOException {
        for (Process host : hosts.values()) {
            host.getOutputStream().close();
            host.destroy();
        }
        clients.values().forEach(RedisClient::close);
        servers.values().forEach(RedisServer::close);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }
}
