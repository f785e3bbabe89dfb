package org.tokenrevocation.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** Lines over the same points as SVG, both scales logarithmic; readable on a light and on a dark page. */
final class LineChart {
    private static final int LEFT = 70;
    private static final int TOP = 40;
    private static final int WIDTH = 430;
    private static final int HEIGHT = 260;
    private static final List<String> COLOURS = List.of("#1a7f37", "#0969da", "#bc4c00", "#8250df", "#8c959f", "#57606a");

    private final StringBuilder svg = new StringBuilder();
    private final TreeSet<Double> places = new TreeSet<>();
    private final double bottom;
    private final double top;

    private LineChart(Map<String, Map<Double, Double>> lines) {
        TreeSet<Double> values = new TreeSet<>();
        lines.values().forEach(line -> {
            places.addAll(line.keySet());
            values.addAll(line.values());
        });
        bottom = Math.pow(10, Math.floor(Math.log10(values.first())));
        top = Math.pow(10, Math.ceil(Math.log10(values.last() * 1.01)));
    }

    static String of(String title, String across, String up, Map<String, Map<Double, Double>> lines) {
        LineChart chart = new LineChart(lines);
        chart.add("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                + " font-size=\"13\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>%n"
                + "<text x=\"10\" y=\"20\" font-weight=\"bold\">%s (logarithmic scales)</text>%n",
                LEFT + WIDTH + 260, TOP + HEIGHT + 50, title);
        chart.scales(across, up);
        int number = 0;
        for (Map.Entry<String, Map<Double, Double>> line : lines.entrySet()) {
            chart.line(line.getKey(), line.getValue(), number++);
        }
        return chart.svg.append("</svg>\n").toString();
    }

    private void scales(String across, String up) {
        for (double value = bottom; value <= top * 1.01; value *= 10) {
            add("<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#d0d7de\"/>%n"
                    + "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s %s</text>%n",
                    LEFT, y(value), LEFT + WIDTH, y(value), LEFT - 6, y(value) + 4, plain(value), up);
        }
        for (double place : places) {
            add("<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>%n", x(place), TOP + HEIGHT + 20, plain(place));
        }
        add("<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>%n", LEFT + WIDTH / 2, TOP + HEIGHT + 40, across);
    }

    private void line(String name, Map<Double, Double> points, int number) {
        String colour = COLOURS.get(number % COLOURS.size());
        StringBuilder path = new StringBuilder();
        points.forEach((place, value) -> {
            path.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(place), y(value)));
            add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>%n", x(place), y(value), colour);
        });
        add("<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>%n"
                + "<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>%n",
                path.toString().strip(), colour, LEFT + WIDTH + 14, TOP + 12 + 20 * number, colour, name);
    }

    private double x(double place) {
        double least = Math.log(places.first());
        double span = Math.max(1e-9, Math.log(places.last()) - least);
        return LEFT + 10 + (WIDTH - 20) * (Math.log(place) - least) / span;
    }

    private double y(double value) {
        return TOP + HEIGHT - HEIGHT * Math.log(value / bottom) / Math.log(top / bottom);
    }

    private static String plain(double value) {
        return String.format(Locale.ROOT, value < 1 ? "%.2f" : "%,.0f", value);
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values));
    }
}
