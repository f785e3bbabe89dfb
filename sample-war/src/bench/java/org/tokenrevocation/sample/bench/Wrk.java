package org.tokenrevocation.sample.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The load generator. Its script takes the requests from a file, one after the other, from the beginning again in the end. */
final class Wrk {
    private static final String SCRIPT = """
            local requests = {}
            for line in io.lines("%s") do
              requests[#requests + 1] = %s
            end
            local at = 0
            request = function()
              at = at %% #requests + 1
              return requests[at]
            end
            """;
    private static final String DONE = """
            done = function(summary, latency)
              local errors = summary.errors
              io.write(string.format("RESULT %d %d %d %d %d %d\\n", summary.requests, summary.duration,
                  latency:percentile(50), latency:percentile(99), latency:percentile(99.9),
                  errors.connect + errors.read + errors.write + errors.status + errors.timeout))
            end
            """;
    /** Of a path, with the token that is in the variable {@code line}. */
    static final String GET =
            "\"GET %s/api/whoami HTTP/1.1\\r\\nHost: bench\\r\\nAuthorization: Bearer \" .. line .. \"\\r\\n\\r\\n\"";
    private static final String REVOKE = "\"POST " + BenchHost.GUARDED + "/oauth/revoke-token HTTP/1.1\\r\\nHost: bench\\r\\nContent-Type: "
            + "application/json\\r\\nContent-Length: \" .. (#line + 34) .. \"\\r\\n\\r\\n"
            + "{\\\"token\\\":\\\"\" .. line .. \"\\\",\\\"token_type\\\":\\\"access\\\"}\"";

    private static final int POLL_MILLIS = 50;

    private final Path script;

    private Wrk(Path script) {
        this.script = script;
    }

    /** Requests with these tokens to the application under a path. */
    static Wrk using(Path folder, String name, List<String> tokens, String path) throws IOException {
        return asking(folder, tokens, name, GET.formatted(path));
    }

    /** Revocations of these tokens. */
    static Wrk revoking(Path folder, List<String> tokens) throws IOException {
        return asking(folder, tokens, "revoke", REVOKE);
    }

    private static Wrk asking(Path folder, List<String> tokens, String name, String request) throws IOException {
        Path list = Files.write(folder.resolve(name + ".txt"), tokens);
        return of(folder, name, SCRIPT.formatted(list, request));
    }

    /** What a script of its own asks. */
    static Wrk of(Path folder, String name, String script) throws IOException {
        return new Wrk(Files.writeString(folder.resolve(name + ".lua"), script + DONE));
    }

    Result run(int port, int connections, int seconds) throws IOException {
        List<String> command = new ArrayList<>(Cores.other());
        command.addAll(List.of("wrk", "-t1", "-c" + connections, "-d" + seconds + "s", "-s", script.toString(),
                "http://127.0.0.1:" + port));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        long wakes = 0;
        try {
            while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                wakes = Math.max(wakes, Cores.switches(process.pid()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        long[] numbers = output.lines()
                .filter(line -> line.startsWith("RESULT "))
                .findFirst()
                .map(line -> List.of(line.split(" ")).stream().skip(1).mapToLong(Long::parseLong).toArray())
                .orElseThrow(() -> new IllegalStateException("wrk said: " + output));
        return new Result(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], wakes);
    }

    /** What came back, how many of the requests failed, and how often wrk fell asleep and was woken by an answer. */
    record Result(long requests, long micros, long p50Micros, long p99Micros, long p999Micros, long failed, long wakes) {
        Result orThrow(String host) {
            if (failed != 0) {
                throw new IllegalStateException("[" + failed + "] of [" + requests + "] requests to " + host + " failed");
            }
            return this;
        }

        /** Those that did not fail. */
        double perSecond() {
            return (requests - failed) * 1e6 / micros;
        }
    }
}
