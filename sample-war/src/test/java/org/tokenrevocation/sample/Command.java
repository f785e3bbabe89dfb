package org.tokenrevocation.sample;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.tokenrevocation.testing.Await;

/** A Java program in a process of its own, without our settings in its environment but those given. */
final class Command implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Process process;
    private final List<String> out = new CopyOnWriteArrayList<>();
    private final List<String> err = new CopyOnWriteArrayList<>();
    private final Thread outReader;
    private final Thread errReader;

    private Command(Process process) {
        this.process = process;
        this.outReader = reader(process.inputReader(StandardCharsets.UTF_8), out);
        this.errReader = reader(new BufferedReader(
                new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8)), err);
    }

    static Command java(Map<String, String> environment, Stream<String> arguments) {
        return start(environment, new ArrayList<>(), arguments);
    }

    /** The same under a limit that the shell sets with {@code ulimit}. */
    static Command limitedJava(String limit, Stream<String> arguments) {
        return start(Map.of(), new ArrayList<>(List.of("/bin/sh", "-c", "ulimit " + limit + "; exec \"$@\"", "sh")), arguments);
    }

    private static Command start(Map<String, String> environment, List<String> command, Stream<String> arguments) {
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        arguments.forEach(command::add);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("REVOCATION_"));
        builder.environment().putAll(environment);
        try {
            return new Command(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Thread reader(BufferedReader stream, List<String> lines) {
        Thread thread = new Thread(() -> stream.lines().forEach(lines::add), "output");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    List<String> out() {
        return out;
    }

    List<String> err() {
        return err;
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** Waits for so many lines that begin thus. */
    List<String> awaitOut(String beginning, int count) {
        Await.until(count + " x [" + beginning + "], got " + this, PATIENCE,
                () -> !process.isAlive() || matching(beginning).size() == count);
        if (matching(beginning).size() != count) {
            throw new AssertionError("Ended early: " + this);
        }
        return matching(beginning);
    }

    private List<String> matching(String beginning) {
        return out.stream().filter(line -> line.startsWith(beginning)).toList();
    }

    /** Waits for the end and all output. */
    int awaitExit() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("Still running: " + this);
            }
            outReader.join();
            errReader.join();
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    /** SIGTERM. */
    @Override
    public void close() {
        process.destroy();
        awaitExit();
    }

    @Override
    public String toString() {
        return "out " + out + ", err " + err;
    }
}
