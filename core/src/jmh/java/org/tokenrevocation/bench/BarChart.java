package org.tokenrevocation.bench;

import java.util.Locale;
import java.util.Map;

/** Horizontal bars as SVG, on a logarithmic or a linear scale; readable on a light and on a dark page. */
final class BarChart {
    private static final int LABEL = 320;
    private static final int WIDTH = 420;
    private static final int ROW = 24;

    private BarChart() {}

    static String of(String title, String unit, Map<String, Double> bars, boolean isLogarithmic) {
        double most = bars.values().stream().mapToDouble(Double::doubleValue).max().orElse(1);
        double least = bars.values().stream().mapToDouble(Double::doubleValue).min().orElse(1);
        double floor = isLogarithmic ? Math.pow(10, Math.floor(Math.log10(least))) : 0;
        int height = ROW * bars.size() + 40;
        StringBuilder svg = new StringBuilder(String.format(Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                        + " font-size=\"13\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>%n"
                        + "<text x=\"10\" y=\"20\" font-weight=\"bold\">%s</text>%n",
                LABEL + WIDTH + 110, height, title + (isLogarithmic ? " (logarithmic scale)" : "")));
        int y = 34;
        for (Map.Entry<String, Double> bar : bars.entrySet()) {
            double share = isLogarithmic
                    ? Math.log(bar.getValue() / floor) / Math.log(most / floor)
                    : bar.getValue() / most;
            boolean isOurs = bar.getKey().startsWith("ours");
            svg.append(String.format(Locale.ROOT,
                    "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n"
                            + "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n"
                            + "<text x=\"%.1f\" y=\"%d\">%s %s</text>%n",
                    LABEL - 8, y + 14, bar.getKey(), LABEL, y + 2, Math.max(1, share * WIDTH), ROW - 7,
                    isOurs ? "#1a7f37" : "#8c959f", LABEL + share * WIDTH + 6, y + 14, Raw.number(bar.getValue()), unit));
            y += ROW;
        }
        return svg.append("</svg>\n").toString();
    }
}
