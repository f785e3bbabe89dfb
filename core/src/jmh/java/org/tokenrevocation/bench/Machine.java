package org.tokenrevocation.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Where and when each table was measured. */
final class Machine {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private Machine() {}

    /** Writes a table's entry anew and leaves the others. */
    static void note(Path folder, String table, boolean isSmoke, Instant begin) throws IOException {
        File file = folder.resolve("machine.json").toFile();
        ObjectNode all = file.exists() ? (ObjectNode) JSON.readTree(file) : JSON.createObjectNode();
        ObjectNode entry = all.putObject(table);
        entry.put("at", begin.truncatedTo(ChronoUnit.SECONDS).toString());
        entry.put("seconds", Duration.between(begin, Instant.now()).toSeconds());
        entry.put("run", isSmoke ? "smoke: compiles and runs, says nothing" : "full");
        entry.put("machine", Runtime.getRuntime().availableProcessors() + " × " + processor() + ", "
                + System.getProperty("os.name") + " " + System.getProperty("os.version") + " " + System.getProperty("os.arch"));
        entry.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        entry.put("redis", "7.0.15");
        JSON.writeValue(file, all);
    }

    static boolean isSmoke(JsonNode entry) {
        return entry.get("run").asText().startsWith("smoke");
    }

    private static String processor() throws IOException {
        Path info = Path.of("/proc/cpuinfo");
        if (!Files.exists(info)) {
            return System.getProperty("os.arch");
        }
        return Files.readAllLines(info).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown");
    }
}
