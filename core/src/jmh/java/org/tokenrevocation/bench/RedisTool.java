package org.tokenrevocation.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** {@code redis-benchmark}, which comes with Redis: how often a command can be called at best. */
final class RedisTool {
    /** What it replaces by a random number of twelve digits. */
    static final String NUMBER = "__rand_int__";

    private RedisTool() {}

    /** Calls per second of one command over so many connections, so many sent at once on each. */
    static double perSecond(LocalRedis redis, int calls, int connections, int atOnce, List<String> command) {
        List<String> line = new ArrayList<>(List.of("redis-benchmark", "-p", String.valueOf(redis.port()), "-n",
                String.valueOf(calls), "-c", String.valueOf(connections), "-P", String.valueOf(atOnce), "-r",
                "1000000000000", "--csv"));
        line.addAll(command);
        String output = output(line);
        String[] lines = output.strip().split("\n");
        // A script is part of the first column, with line breaks and commas: the columns count from the end.
        String[] columns = lines[lines.length - 1].split(",");
        return Double.parseDouble(columns[columns.length - 7].replace("\"", ""));
    }

    private static String output(List<String> line) {
        try {
            Process process = new ProcessBuilder(line).start();
            String output = new String(process.getInputStream().readAllBytes());
            String errors = new String(process.getErrorStream().readAllBytes());
            if (process.waitFor() != 0 || !output.contains("rps")) {
                throw new IllegalStateException("redis-benchmark failed: " + output + errors);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
