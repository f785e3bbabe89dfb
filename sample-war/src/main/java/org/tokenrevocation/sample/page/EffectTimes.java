package org.tokenrevocation.sample.page;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How long the last thousand revocations took until the slowest node refused, from the revoke call to the answer 401, the
 * request itself included. Thread-safe.
 */
final class EffectTimes {
    /** Upper bounds of the histogram's bars in milliseconds; the last bar is open. */
    private static final double[] BOUNDS = {1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 100};
    private static final int KEPT = 1_000;
    /** Fewer values have no such quantile worth the name. */
    private static final int LEAST_FOR_MEDIAN = 5;
    private static final int LEAST_FOR_P99 = 100;

    private final double[] millis = new double[KEPT];
    private long count;

    synchronized void add(double effectMillis) {
        millis[(int) (count++ % KEPT)] = effectMillis;
    }

    synchronized Map<String, Object> summary() {
        double[] sorted = Arrays.copyOf(millis, (int) Math.min(count, KEPT));
        Arrays.sort(sorted);
        int[] bars = new int[BOUNDS.length + 1];
        for (double value : sorted) {
            int place = Arrays.binarySearch(BOUNDS, value);
            bars[place < 0 ? -place - 1 : place]++;
        }
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("count", sorted.length);
        summary.put("bounds", BOUNDS);
        summary.put("bars", bars);
        summary.put("median", quantile(sorted, 0.5, LEAST_FOR_MEDIAN));
        summary.put("p99", quantile(sorted, 0.99, LEAST_FOR_P99));
        summary.put("max", quantile(sorted, 1, 1));
        return summary;
    }

    private static Double quantile(double[] sorted, double share, int least) {
        return sorted.length < least ? null : sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }
}
