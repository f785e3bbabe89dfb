package org.tokenrevocation.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.LogManager;
import org.tokenrevocation.internal.denylist.ReplicaHeap;

/**
 * Measures one table and writes its raw data. Arguments: the folder for the raw data, {@code full} or {@code smoke}, and
 * the table: micro, effect, throughput, growth, traffic, oracle or snapshot; or {@code footprint} and the root of a build; or
 * {@code note}, a table that another program has measured and the second (since 1970) at which that began.
 */
public final class Main {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    /** Each revocation is a line of the log: it goes to a file, as in a host, not to the terminal. */
    private static final String LOGGING = """
            handlers=java.util.logging.FileHandler
            java.util.logging.FileHandler.pattern=%t/token-revocation-benchmarks.log
            java.util.logging.FileHandler.formatter=java.util.logging.SimpleFormatter
            """;

    private Main() {}

    /** Measures and writes. */
    public static void main(String[] args) throws IOException {
        LogManager.getLogManager().readConfiguration(new ByteArrayInputStream(LOGGING.getBytes(StandardCharsets.US_ASCII)));
        Path folder = Files.createDirectories(Path.of(args[0]));
        boolean isSmoke = args[1].equals("smoke");
        String table = args[2];
        if (table.equals("note")) {
            Machine.note(folder, args[3], isSmoke, Instant.ofEpochSecond(Long.parseLong(args[4])));
            return;
        }
        Instant begin = Instant.now();
        Object result = table.equals("footprint")
                ? Footprint.measure(Path.of(args[3]), isSmoke ? 1 : 7)
                : measure(table, isSmoke);
        JSON.writeValue(folder.resolve(table + ".json").toFile(), result);
        Machine.note(folder, table, isSmoke, begin);
        System.exit(0);
    }

    private static Object measure(String table, boolean isSmoke) throws IOException {
        return switch (table) {
            case "micro" -> Micro.run(isSmoke);
            case "effect" -> effect(isSmoke);
            case "throughput" -> new Throughput(isSmoke ? 1 : 5, isSmoke ? 1_000 : 20_000).run();
            case "growth" -> growth(isSmoke);
            case "traffic" -> traffic(isSmoke);
            case "oracle" -> Map.of("times", new Oracle(isSmoke ? 200 : 10_000).run(), "flood", new Flood(isSmoke ? 1 : 10).run());
            case "snapshot" -> Snapshot.measure(isSmoke ? 20_000 : 1_000_000, isSmoke ? 1 : 7);
            default -> throw new IllegalArgumentException("no table [" + table + "]; there are micro, http, effect,"
                    + " throughput, growth, traffic, oracle, snapshot and footprint");
        };
    }

    private static Map<String, Object> effect(boolean isSmoke) throws IOException {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("caughtCareless", FleetEffect.caughtCareless(500) + EffectTime.caughtCareless());
        result.put("oneByOne", new EffectTime(isSmoke ? 20 : 5_000).run());
        int[] fleets = isSmoke ? new int[] {1, 2} : new int[] {1, 4, 8, 16};
        result.put("fleets", new FleetEffect(isSmoke ? 500 : 10_000).run(fleets));
        return result;
    }

    private static Map<String, Object> growth(boolean isSmoke) throws IOException {
        Map<String, Object> result = new LinkedHashMap<>();
        List<Map<String, Object>> replica = ReplicaHeap.measure(isSmoke ? 100_000 : 10_000_000);
        result.put("nodes", new Growth(isSmoke ? 1 : 7).run(isSmoke ? 10_000 : 10_000_000, isSmoke ? 10_000 : 1_000_000));
        result.put("tokenCharacters", Tokens.BRIEF);
        result.put("replica", replica);
        return result;
    }

    private static Map<String, Object> traffic(boolean isSmoke) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("fleets", new Traffic(isSmoke ? 1 : 3).run(isSmoke ? new int[] {1} : new int[] {1, 2, 4, 8, 16}));
        result.put("logins", new Logins(isSmoke ? 1 : 3).run(isSmoke ? new int[] {0, 1} : new int[] {0, 1, 2, 4, 8, 16}));
        return result;
    }
}
