package org.tokenrevocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The documentation's table of counters against the sources of all doors and against what instances hold. */
class OperateDocumentTest {
    private static final Pattern LITERAL = Pattern.compile("\"([a-z0-9.-]+)\"");
    private static final Pattern COUNTER = Pattern.compile(
            "(verdicts|revocations|repeat-log|redis\\.connections|endpoint|filter|audit)\\.[a-z0-9.-]*|revocations|lookups(-micros)?");

    @Test
    void counters_inTheSources_areThoseOfTheTable() throws IOException {
        Set<String> table = table();
        Set<String> literals = literals();
        Set<String> undocumented = literals.stream().filter(text -> COUNTER.matcher(text).matches())
                .filter(text -> !table.contains(text) && (!isBegun(text) || table.stream().noneMatch(row -> row.startsWith(text))))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of(), undocumented, "counted and not in operate.md");
        Set<String> invented = table.stream().filter(row -> !literals.contains(row) && !isPutTogether(row, literals))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of(), invented, "in operate.md and never counted");
    }

    /** A literal to which the code adds what it counts. */
    private static boolean isBegun(String text) {
        return text.endsWith(".");
    }

    private static boolean isPutTogether(String row, Set<String> literals) {
        int dot = row.lastIndexOf('.') + 1;
        String last = row.substring(dot);
        Set<String> verdicts = Stream.of(Verdict.values()).map(verdict -> verdict.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        return literals.contains(row.substring(0, dot))
                && (literals.contains(last) || verdicts.contains(last) || last.matches("4\\d\\d"));
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void counters_ofAnInstance_areInTheTable(Mode mode) throws IOException {
        Settings settings = Settings.builder().set("redis-url", "redis://127.0.0.1:1").set("mode", mode.name())
                .set("accept-unverified", "anonymous").build();
        try (TokenRevocation node = TokenRevocation.open("api", settings)) {
            Set<String> unknown = new TreeSet<>(node.health().counters().keySet());
            assertTrue(unknown.size() > 15, unknown.toString());
            unknown.removeAll(table());
            assertEquals(Set.of(), unknown);
        }
    }

    private static Set<String> table() throws IOException {
        List<String> rows = Files.readAllLines(Path.of("..", ".github", "docs", "operate.md")).stream()
                .dropWhile(line -> !line.startsWith("| counter |")).skip(2).takeWhile(line -> line.startsWith("|"))
                .map(line -> line.split("\\|")[1].strip().replace("`", "")).toList();
        Set<String> table = new HashSet<>(rows);
        assertEquals(rows.size(), table.size(), "a row stands twice");
        return table;
    }

    /** Every quoted text of the product that could be a counter's name, without our loggers'. */
    private static Set<String> literals() throws IOException {
        Set<String> literals = new HashSet<>();
        for (String module : List.of("core", "servlet-filter", "jaxrs-resource")) {
            List<Path> files = new ArrayList<>();
            try (Stream<Path> walk = Files.walk(Path.of("..", module, "src", "main", "java"))) {
                walk.filter(path -> path.toString().endsWith(".java")
                        && !path.toString().contains("micrometer")).forEach(files::add);
            }
            for (Path file : files) {
                for (Matcher match = LITERAL.matcher(Files.readString(file)); match.find(); ) {
                    literals.add(match.group(1));
                }
            }
        }
        return literals;
    }
}
