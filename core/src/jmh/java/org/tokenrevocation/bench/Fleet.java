package org.tokenrevocation.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Several {@link FleetNode} processes, told what to do all at once. */
final class Fleet implements AutoCloseable {
    /** Where the denylist of database 0 announces its changes. */
    private static final String CHANNEL = "token-revocation:{denylist}:changes:0";

    private final Path folder;
    private final List<Process> nodes = new ArrayList<>();

    /** The tokens are those of a seed. The manner is {@code careful}, or {@code careless} as {@link CarelessDoor} is. */
    Fleet(LocalRedis redis, String mode, String manner, int size, long seed, int tokens) throws IOException {
        folder = Files.createTempDirectory("fleet-");
        for (int i = 0; i < size; i++) {
            List<String> command = List.of(ProcessHandle.current().info().command().orElse("java"), "-Xmx64m",
                    "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), FleetNode.class.getName(),
                    String.valueOf(redis.port()), mode, String.valueOf(seed), String.valueOf(tokens), manner);
            nodes.add(new ProcessBuilder(command).redirectError(log(i).toFile()).start());
        }
        awaitAll();
    }

    /** What a node of this mode is set to. */
    static String[] settings(String mode) {
        return mode.equals("denylist") ? HitBenchmark.Denylist.SETTINGS : new String[0];
    }

    /** Hears what a node of this mode is told of, one text for each death. */
    static Ear ear(int port, String mode, Runnable onDeath) {
        Consumer<String> told = text -> {
            if (text.startsWith(mode.equals("denylist") ? CHANNEL : Workload.ACCESS)) {
                onDeath.run();
            }
        };
        return mode.equals("denylist") ? Ear.published(port, CHANNEL, told) : Ear.tracking(port, Workload.ACCESS, told);
    }

    private Path log(int node) {
        return folder.resolve("node" + node + ".txt");
    }

    void tell(String command) {
        nodes.forEach(node -> new PrintStream(node.getOutputStream(), true).println(command));
        awaitAll();
    }

    /** Each node's notes, in a file of its own, when all was heard or refused. */
    List<Path> notes(String when) {
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            files.add(folder.resolve("notes" + i));
            new PrintStream(nodes.get(i).getOutputStream(), true).println(when + " " + files.get(i));
        }
        awaitAll();
        return files;
    }

    private void awaitAll() {
        try {
            for (int i = 0; i < nodes.size(); i++) {
                if (!"ok".equals(line(nodes.get(i)))) {
                    throw new IllegalStateException("node " + i + " failed:\n" + Files.readString(log(i)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Unbuffered, so that nothing is read beyond the line. */
    private static String line(Process node) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = node.getInputStream().read(); next >= 0 && next != '\n'; next = node.getInputStream().read()) {
            line.append((char) next);
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        for (Process node : nodes) {
            node.destroy();
            LocalRedis.await("the node is gone", () -> !node.isAlive());
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
