package org.tokenrevocation.sample.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a guard costs, as closely as one machine can tell: one run of wrk asks the application with the guard and the one
 * without by turns of {@value #BLOCK} requests, some hundredths of a second, in pairs of random order. Whatever else slows
 * the machine for a second or two slows both alike.
 */
final class Alternation {
    private static final int BLOCK = 2_000;
    /** Of the blocks, at either end: those in which something else had the machine. */
    private static final double TRIMMED_PART = 0.1;
    private static final int MOST_SECONDS = 60;

    /** Notes the path and the time, in nanoseconds, whenever a block begins. */
    private static final String SCRIPT = """
            local ffi = require("ffi")
            ffi.cdef("typedef struct { long seconds; long nanos; } moment; int clock_gettime(int clock, moment *now);")
            local MONOTONIC = 1
            local now = ffi.new("moment[1]")
            local requests = {{}, {}}
            for line in io.lines("%s") do
              requests[1][#requests[1] + 1] = %s
              requests[2][#requests[2] + 1] = %s
            end
            local blocks
            local path, after, left, at = 1, nil, 0, 0
            request = function()
              if left == 0 then
                if after then
                  path, after = after, nil
                else
                  path = math.random(2)
                  after = 3 - path
                end
                left = %d
                blocks = blocks or io.open("%s", "w")
                ffi.C.clock_gettime(MONOTONIC, now)
                blocks:write(string.format("%%d %%.0f\\n", path, tonumber(now[0].seconds) * 1e9 + tonumber(now[0].nanos)))
                blocks:flush()
              end
              left = left - 1
              at = at %% #requests[path] + 1
              return requests[path][at]
            end
            """;

    private final Wrk wrk;
    private final Path blocks;

    private Alternation(Wrk wrk, Path blocks) {
        this.wrk = wrk;
        this.blocks = blocks;
    }

    /** Asks with these tokens. */
    static Alternation of(Path folder, String name, List<String> tokens) throws IOException {
        Path list = Files.write(folder.resolve(name + ".txt"), tokens);
        Path blocks = folder.resolve(name + "-blocks.txt");
        return new Alternation(Wrk.of(folder, name, SCRIPT.formatted(
                list, Wrk.GET.formatted(BenchHost.BARE), Wrk.GET.formatted(BenchHost.GUARDED), BLOCK, blocks)), blocks);
    }

    /**
     * What one request took, in nanoseconds, without the guard and with it.
     *
     * @param ownPercent the part of the time in which the guard's own threads had the processor, whoever was asked
     */
    record Result(double nanosWithout, double nanosWith, double ownPercent) {}

    Result run(GuardedHost host, int connections, int seconds) throws IOException {
        Files.deleteIfExists(blocks);
        long own = host.ownNanos();
        Wrk.Result result = wrk.run(host.port(), connections, seconds).orThrow(host.container() + " with " + host.guard());
        own = host.ownNanos() - own;
        List<List<Double>> nanos = List.of(new ArrayList<>(), new ArrayList<>());
        String[] last = null;
        for (String line : Files.readAllLines(blocks)) {
            String[] block = line.split(" ");
            if (last != null) {
                nanos.get(Integer.parseInt(last[0]) - 1).add((Double.parseDouble(block[1]) - Double.parseDouble(last[1])) / BLOCK);
            }
            last = block;
        }
        if (nanos.get(0).isEmpty() || nanos.get(1).isEmpty()) {
            if (seconds >= MOST_SECONDS) {
                throw new IllegalStateException("[" + seconds + "] seconds were too few for a block on each path");
            }
            return run(host, connections, 2 * seconds);
        }
        return new Result(mean(nanos.get(0)), mean(nanos.get(1)), own / 10.0 / result.micros());
    }

    private static double mean(List<Double> values) {
        int trimmed = (int) (values.size() * TRIMMED_PART);
        return values.stream().sorted().skip(trimmed).limit(values.size() - 2L * trimmed)
                .mapToDouble(Double::doubleValue).average().orElseThrow();
    }
}
