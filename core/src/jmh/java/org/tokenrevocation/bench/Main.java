package org.tokenrevocation.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.tokenrevocation.internal.denylist.ReplicaHeap;

/**
 * Everything but HTTP, each part to a file of its own. Arguments: the folder for the raw data, {@code full} or
 * {@code smoke}, and the parts wanted (none means all): micro, effect, traffic, store, memory.
 */
public final class Main {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final List<String> ALL = List.of("effect", "traffic", "store", "memory", "micro");

    private Main() {}

    /** Measures and writes. */
    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[0]));
        boolean isSmoke = args[1].equals("smoke");
        Set<String> parts = new TreeSet<>(List.of(args).subList(2, args.length));
        if (parts.isEmpty()) {
            parts.addAll(ALL);
        }
        write(folder, "machine", machine(isSmoke));
        if (parts.contains("effect")) {
            write(folder, "effect", new EffectTime(isSmoke ? 20 : 5_000).run());
        }
        if (parts.contains("traffic")) {
            int[] fleets = isSmoke ? new int[] {1} : new int[] {1, 4, 16};
            write(folder, "traffic", new Traffic(isSmoke ? 1 : 4).run(fleets));
        }
        if (parts.contains("store")) {
            Store store = new Store(isSmoke ? 1 : 5);
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("snapshot", store.snapshot(isSmoke ? 20_000 : 1_000_000));
            result.put("revocations", store.revocations(isSmoke ? 1_000 : 10_000));
            write(folder, "store", result);
        }
        if (parts.contains("memory")) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("sessions", Memory.sessions(isSmoke ? 10_000 : 1_000_000));
            result.put("denylist", Map.of("rows", ReplicaHeap.measure(isSmoke ? 100_000 : 10_000_000)));
            write(folder, "memory", result);
        }
        if (parts.contains("micro")) {
            write(folder, "micro", Micro.run(isSmoke));
        }
    }

    private static void write(Path folder, String name, Object value) throws IOException {
        JSON.writeValue(folder.resolve(name + ".json").toFile(), value);
    }

    private static Map<String, Object> machine(boolean isSmoke) throws IOException {
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("at", Instant.now().toString());
        machine.put("run", isSmoke ? "smoke: compiles and runs, says nothing" : "full");
        machine.put("processors", Runtime.getRuntime().availableProcessors());
        machine.put("processor", processor());
        machine.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        machine.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        machine.put("redis", "7.0.15");
        return machine;
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
