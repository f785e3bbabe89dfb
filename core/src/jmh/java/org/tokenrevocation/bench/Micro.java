package org.tokenrevocation.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs the JMH benchmarks with one thread, then with two, and keeps every iteration's value. */
final class Micro {
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private Micro() {}

    static List<Map<String, Object>> run(boolean isSmoke) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int threads : isSmoke ? new int[] {1} : new int[] {1, 2}) {
            ChainedOptionsBuilder options = new OptionsBuilder()
                    .include("\\.HitBenchmark\\.")
                    .include("\\.RoundTripBenchmark\\.")
                    .addProfiler(GCProfiler.class)
                    .shouldFailOnError(true)
                    .threads(threads);
            if (threads == 1) {
                options.include("\\.FloorBenchmark\\.");
            } else {
                options.exclude("Crowd").forks(1);
            }
            if (isSmoke) {
                options.forks(0).warmupIterations(0).measurementIterations(1).measurementTime(TimeValue.milliseconds(50));
            }
            run(options, rows);
        }
        ChainedOptionsBuilder replica = new OptionsBuilder()
                .include("ReplicaBenchmark.(member|absent|floor|floorLatency|pickOnly)")
                .shouldFailOnError(true)
                .forks(1)
                .measurementTime(TimeValue.seconds(1));
        if (isSmoke) {
            replica.forks(0).param("size", "1000").warmupIterations(0).measurementIterations(1);
        }
        run(replica, rows);
        return rows;
    }

    private static void run(ChainedOptionsBuilder options, List<Map<String, Object>> rows) {
        try {
            Collection<RunResult> results = new Runner(options.build()).run();
            results.forEach(result -> rows.add(row(result)));
        } catch (RunnerException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> row(RunResult result) {
        List<Double> values = new ArrayList<>();
        for (BenchmarkResult fork : result.getBenchmarkResults()) {
            for (IterationResult iteration : fork.getIterationResults()) {
                values.add(Math.round(iteration.getPrimaryResult().getScore() * 100) / 100.0);
            }
        }
        String name = result.getParams().getBenchmark();
        Result<?> allocated = result.getSecondaryResults().get(ALLOCATED);
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("name", name.substring(name.lastIndexOf('.') + 1));
        row.put("token", result.getParams().getParamsKeys().stream()
                .map(result.getParams()::getParam).findFirst().orElse(""));
        row.put("threads", result.getParams().getThreads());
        row.put("forks", result.getParams().getForks());
        row.put("nanos", values);
        row.put("bytes", allocated == null ? null : Math.round(allocated.getScore()));
        return row;
    }
}
