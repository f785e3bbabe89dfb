package org.tokenrevocation.bench;

/** The straight line through points, by least squares; and how much of the points' spread it explains. */
record Fit(double base, double slope, double explained) {
    static Fit of(double[] x, double[] y) {
        double meanX = mean(x);
        double meanY = mean(y);
        double xx = 0;
        double xy = 0;
        double yy = 0;
        for (int i = 0; i < x.length; i++) {
            xx += (x[i] - meanX) * (x[i] - meanX);
            xy += (x[i] - meanX) * (y[i] - meanY);
            yy += (y[i] - meanY) * (y[i] - meanY);
        }
        double slope = xx == 0 ? 0 : xy / xx;
        return new Fit(meanY - slope * meanX, slope, xx == 0 || yy == 0 ? 1 : xy * xy / xx / yy);
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
