package org.tokenrevocation.micrometer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tokenrevocation.SettingNames;
import org.tokenrevocation.Settings;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.spi.DoorCounters;

/** The meters against the documentation, the dashboard and the alerts; what they read; their end. */
class TokenRevocationMetricsTest {
    private static final Path DOCUMENTS = Path.of("..", ".github");
    private static final Settings SETTINGS = Settings.builder().set(SettingNames.REDIS_URL, "redis://127.0.0.1:1").build();

    private final MeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void meters_namesAndTags_asDocumented() throws IOException {
        Map<String, Set<String>> documented = new TreeMap<>();
        Files.readAllLines(DOCUMENTS.resolve("docs/operate.md")).stream()
                .dropWhile(line -> !line.startsWith("| meter |")).skip(2).takeWhile(line -> line.startsWith("|"))
                .map(line -> line.split("\\|"))
                .forEach(cells -> documented.put(cells[1].strip().replace("`", ""), values(cells[3])));
        try (TokenRevocation node = bound()) {
            Map<String, Set<String>> bound = new TreeMap<>();
            for (Meter meter : registry.getMeters()) {
                assertEquals(node.name(), meter.getId().getTag("name"));
                Set<String> values = bound.computeIfAbsent(meter.getId().getName(), name -> new TreeSet<>());
                meter.getId().getTags().stream().filter(tag -> !tag.getKey().equals("name"))
                        .forEach(tag -> values.addAll(List.of(tag.getKey(), tag.getValue())));
            }
            assertEquals(documented, bound);
        }
    }

    /** {@code `state`: idle, active; `x`: y} as the set of all these words. */
    private static Set<String> values(String cell) {
        return Arrays.stream(cell.replace("`", "").split("[:;,]")).map(String::strip).filter(text -> !text.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private TokenRevocation bound() {
        TokenRevocation node = TokenRevocation.open("orders", SETTINGS);
        new TokenRevocationMetrics(node).bindTo(registry);
        return node;
    }

    @Test
    void meters_read_whatHealthSays() {
        try (TokenRevocation node = bound()) {
            node.verdict(TokenRevocation.PROBE_TOKEN);
            node.verdict("no token");
            DoorCounters.of(node).count("filter.refused.revoked");
            assertEquals(1, counted("verdicts", "verdict", "revoked"));
            assertEquals(1, counted("verdicts", "verdict", "malformed"));
            assertEquals(0, counted("verdicts", "verdict", "live"));
            assertEquals(1, counted("requests", "outcome", "refused", "reason", "revoked"));
            assertEquals(100_000, registry.get("token.revocation.entries.max").gauge().value());
            assertEquals(1, registry.get("token.revocation.memory").tag("state", "withheld").gauge().value());
            assertTrue(Double.isNaN(registry.get("token.revocation.lease.age").gauge().value()));
        }
    }

    private double counted(String meter, String... tags) {
        return registry.get("token.revocation." + meter).tags(tags).functionCounter().count();
    }

    @Test
    void close_ofTheInstance_removesAllAndBindsNoMore() {
        TokenRevocation node = TokenRevocation.open("orders", SETTINGS);
        TokenRevocationMetrics metrics = new TokenRevocationMetrics(node);
        metrics.bindTo(registry);
        assertTrue(registry.getMeters().size() > 20);
        node.close();
        assertEquals(List.of(), registry.getMeters());
        metrics.bindTo(registry);
        new TokenRevocationMetrics(node).bindTo(registry);
        assertEquals(List.of(), registry.getMeters());
    }

    /** As Prometheus spells them: counters end in _total, timers in _seconds and more. */
    @ParameterizedTest
    @ValueSource(strings = {"grafana.json", "alerts.yml"})
    void dashboardAndAlerts_metersTheyName_areRegistered(String file) throws IOException {
        Set<String> registered = new TreeSet<>();
        try (TokenRevocation node = bound()) {
            for (Meter meter : registry.getMeters()) {
                String name = meter.getId().getName().replace('.', '_');
                switch (meter.getId().getType()) {
                    case COUNTER -> registered.add(name + "_total");
                    case TIMER -> registered.addAll(List.of(name + "_seconds_sum", name + "_seconds_count"));
                    default -> registered.add(meter.getId().getBaseUnit() == null ? name : name + "_seconds");
                }
            }
            assertEquals("orders", node.name());
        }
        Set<String> named = new TreeSet<>();
        for (Matcher match = Pattern.compile("token_revocation_\\w+").matcher(Files.readString(DOCUMENTS.resolve("monitoring").resolve(file)));
                match.find(); ) {
            named.add(match.group());
        }
        assertTrue(named.size() >= 4, named.toString());
        named.removeAll(registered);
        assertEquals(Set.of(), named);
    }
}
