package org.tokenrevocation.bench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is said of many values. */
final class Statistics {
    private Statistics() {}

    /** Percentiles of nanoseconds, in microseconds. */
    static Map<String, Double> micros(long[] nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        Map<String, Double> percentiles = new LinkedHashMap<>();
        percentiles.put("p50", at(sorted, 0.5));
        percentiles.put("p99", at(sorted, 0.99));
        percentiles.put("p999", at(sorted, 0.999));
        percentiles.put("max", at(sorted, 1));
        return percentiles;
    }

    private static double at(long[] sorted, double share) {
        int index = (int) Math.ceil(share * sorted.length) - 1;
        return Math.round(sorted[Math.max(0, index)] / 10.0) / 100.0;
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
