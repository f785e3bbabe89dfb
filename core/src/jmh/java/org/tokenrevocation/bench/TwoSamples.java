package org.tokenrevocation.bench;

import java.util.Arrays;

/** Whether two samples come from one distribution: p is how often chance alone would make them differ as much. */
final class TwoSamples {
    private static final int TERMS = 100;

    private TwoSamples() {}

    /** What a test says. */
    record Result(double statistic, double p) {}

    /** Kolmogorov and Smirnov: the largest distance of the two distribution functions; p by the asymptotic series. */
    static Result kolmogorovSmirnov(long[] first, long[] second) {
        long[] a = sorted(first);
        long[] b = sorted(second);
        double most = 0;
        int i = 0;
        int j = 0;
        while (i < a.length && j < b.length) {
            long value = Math.min(a[i], b[j]);
            while (i < a.length && a[i] == value) {
                i++;
            }
            while (j < b.length && b[j] == value) {
                j++;
            }
            most = Math.max(most, Math.abs((double) i / a.length - (double) j / b.length));
        }
        double size = Math.sqrt((double) a.length * b.length / (a.length + b.length));
        return new Result(most, series((size + 0.12 + 0.11 / size) * most));
    }

    private static double series(double lambda) {
        if (lambda < 0.2) {
            return 1;
        }
        double sum = 0;
        for (int k = 1; k <= TERMS; k++) {
            sum += (k % 2 == 1 ? 2 : -2) * Math.exp(-2.0 * k * k * lambda * lambda);
        }
        return Math.min(1, Math.max(0, sum));
    }

    /**
     * Mann and Whitney: the share of pairs in which the second sample's value is the larger (0.5: none is faster), equal
     * ones counted half; p by the normal approximation.
     */
    static Result mannWhitney(long[] first, long[] second) {
        long[] a = sorted(first);
        long[] b = sorted(second);
        double larger = 0;
        int less = 0;
        int upTo = 0;
        for (long value : b) {
            while (less < a.length && a[less] < value) {
                less++;
            }
            upTo = Math.max(upTo, less);
            while (upTo < a.length && a[upTo] == value) {
                upTo++;
            }
            larger += less + (upTo - less) / 2.0;
        }
        double pairs = (double) a.length * b.length;
        double z = (larger - pairs / 2) / Math.sqrt(pairs * (a.length + b.length + 1) / 12);
        return new Result(larger / pairs, 2 * upperTail(Math.abs(z)));
    }

    /** Of the normal distribution (Abramowitz and Stegun 26.2.17; error below 7.5e-8). */
    private static double upperTail(double z) {
        double t = 1 / (1 + 0.2316419 * z);
        double polynomial = t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        return Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI) * polynomial;
    }

    private static long[] sorted(long[] values) {
        long[] copy = values.clone();
        Arrays.sort(copy);
        return copy;
    }
}
