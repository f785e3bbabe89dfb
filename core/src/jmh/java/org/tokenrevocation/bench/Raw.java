package org.tokenrevocation.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The raw data of one run, as the report reads it. */
final class Raw {
    private final Path folder;

    Raw(Path folder) {
        this.folder = folder;
    }

    boolean has(String part) {
        return Files.exists(folder.resolve(part + ".json"));
    }

    JsonNode of(String part) throws IOException {
        return new ObjectMapper().readTree(folder.resolve(part + ".json").toFile());
    }

    /** The row of a JMH benchmark. */
    JsonNode micro(String name, String token, int threads) throws IOException {
        return find(name, token, threads).orElseThrow(() -> new IllegalStateException("micro.json holds no [" + name
                + "] of [" + token + "] with [" + threads + "] threads; run the benchmarks anew"));
    }

    /** With which parameters a benchmark was run, in its order. */
    List<String> sizes(String name) throws IOException {
        return list(of("micro")).stream()
                .filter(row -> row.get("name").asText().equals(name))
                .map(row -> row.get("token").asText())
                .distinct()
                .toList();
    }

    private Optional<JsonNode> find(String name, String token, int threads) throws IOException {
        return list(of("micro")).stream()
                .filter(row -> row.get("name").asText().equals(name) && row.get("token").asText().equals(token)
                        && row.get("threads").asInt() == threads)
                .findFirst();
    }

    /** What two threads measured, in units of so many nanoseconds; a dash if only one was tried. */
    String withTwoThreads(String name, String token, double unit) throws IOException {
        return find(name, token, 2).map(row -> Values.of(row.get("nanos")).in(unit).text("")).orElse("–");
    }

    /** Its values, one for each iteration. */
    Values nanos(String name, String token, int threads) throws IOException {
        return Values.of(micro(name, token, threads).get("nanos"));
    }

    static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    /** What was measured several times: its median and its extremes. */
    record Values(double median, double least, double most) {
        static Values of(JsonNode array) {
            return of(list(array).stream().mapToDouble(JsonNode::asDouble).toArray());
        }

        static Values of(double... values) {
            return new Values(Statistics.median(values), Arrays.stream(values).min().orElseThrow(),
                    Arrays.stream(values).max().orElseThrow());
        }

        /** This divided by the other; the extremes are the worst that both spreads allow. */
        Values over(Values other) {
            return new Values(median / other.median, least / other.most, most / other.least);
        }

        Values in(double unit) {
            return new Values(median / unit, least / unit, most / unit);
        }

        String text(String unit) {
            return number(median) + unit + " (" + number(least) + "–" + number(most) + ")";
        }
    }

    static String number(double value) {
        double size = value == Math.rint(value) ? Double.MAX_VALUE : Math.abs(value);
        return String.format(Locale.ROOT, size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f", value);
    }
}
