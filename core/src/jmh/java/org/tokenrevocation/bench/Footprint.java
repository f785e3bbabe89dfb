package org.tokenrevocation.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** How large the files of a plain build are, and how long the sample takes until it says that it is ready. */
final class Footprint {
    private static final String REDIS = "WEB-INF/launcher/redis/";

    private final Path root;
    private final Path war;

    private Footprint(Path root) {
        this.root = root;
        this.war = root.resolve("sample-war/target/sample-war.war");
    }

    static Map<String, Object> measure(Path root, int starts) throws IOException {
        Footprint footprint = new Footprint(root);
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("war", footprint.war());
        result.put("all", footprint.jar("servlet-filter/all"));
        for (String module : List.of("servlet-filter", "jaxrs-resource", "core")) {
            result.put(module, footprint.jar(module));
        }
        List<Double> ready = new ArrayList<>();
        for (int i = 0; i < starts; i++) {
            ready.add(footprint.readyMillis());
        }
        result.put("readyMillis", ready);
        return result;
    }

    /** Bytes of the archive, and of its parts as they lie in it. */
    private Map<String, Object> war() throws IOException {
        Map<String, Long> platforms = new TreeMap<>();
        long jetty = 0;
        long application = 0;
        try (ZipFile zip = new ZipFile(war.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                String name = entry.getName();
                if (name.startsWith(REDIS) && !entry.isDirectory()) {
                    platforms.put(name.substring(REDIS.length()), entry.getCompressedSize());
                } else if (name.startsWith("WEB-INF/launcher/")) {
                    jetty += entry.getCompressedSize();
                } else {
                    application += entry.getCompressedSize();
                }
            }
        }
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put("bytes", Files.size(war));
        parts.put("application", application);
        parts.put("jetty", jetty);
        parts.put("redis", platforms);
        return parts;
    }

    private long jar(String module) throws IOException {
        String end = "-SNAPSHOT.jar";
        try (Stream<Path> files = Files.list(root.resolve(module).resolve("target"))) {
            return Files.size(files.filter(file -> file.getFileName().toString().endsWith(end)).findFirst().orElseThrow(
                    () -> new IllegalStateException(module + " has no [*" + end + "]; build it first: mvn package -DskipTests")));
        }
    }

    /** From the command line to the line that says Ready, with one node and the embedded Redis. */
    private double readyMillis() throws IOException {
        long begin = System.nanoTime();
        Process sample = new ProcessBuilder(ProcessHandle.current().info().command().orElse("java"), "-jar", war.toString(),
                "--port", "0").redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (BufferedReader said = new BufferedReader(new InputStreamReader(sample.getInputStream()))) {
            said.lines().filter(line -> line.startsWith("Ready")).findFirst().orElseThrow(
                    () -> new IllegalStateException("the sample ended before it was ready"));
            return (System.nanoTime() - begin) / 1e6;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            sample.destroy();
            LocalRedis.await("the sample is gone", () -> !sample.isAlive());
        }
    }
}
