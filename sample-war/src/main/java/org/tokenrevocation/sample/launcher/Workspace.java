package org.tokenrevocation.sample.launcher;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The temporary folder of one run and the process that outlives the JVM just long enough to clear up. The watchdog is
 * a shell that reads from a pipe whose only writer is this JVM. However the JVM ends, {@code kill -9} included, the
 * kernel closes the pipe; the shell reads the end, kills what it had started and removes the folder.
 *
 * <p>A line on the pipe is the port of a {@code redis-server} to start, which is why even a JVM killed at that very
 * moment leaves none behind; the answer is one line, its process id. The signals that a terminal sends to the whole
 * process group must not end the watchdog before its work, so it ignores them.
 */
final class Workspace implements AutoCloseable {
    private static final String WATCHDOG = """
            trap '' HUP INT QUIT TERM
            folder=$1
            redis=
            while read -r port; do
              "$folder/redis-server" --port "$port" --bind 127.0.0.1 --dir "$folder" --save '' --appendonly no \
                --loglevel warning </dev/null >"$folder/redis.log" 2>&1 &
              redis=$!
              echo "$redis"
            done
            if [ -n "$redis" ]; then kill -9 "$redis" 2>/dev/null; fi
            rm -rf "$folder"
            """;
    private static final long LAST_WORD_SECONDS = 5;

    private final Path folder;
    private final Process watchdog;
    private final BufferedReader answers;
    private volatile ProcessHandle redis;

    private Workspace(Path folder, Process watchdog) {
        this.folder = folder;
        this.watchdog = watchdog;
        this.answers = new BufferedReader(new InputStreamReader(watchdog.getInputStream(), StandardCharsets.UTF_8));
    }

    /**
     * Makes the folder and sets the watchdog beside it.
     *
     * @throws IllegalArgumentException if no folder can be made where temporary files go
     */
    static Workspace open() throws IOException {
        Path folder;
        try {
            folder = Files.createTempDirectory("token-revocation-sample-");
        } catch (IOException e) {
            throw unusable(e);
        }
        Process watchdog = new ProcessBuilder(List.of("/bin/sh", "-c", WATCHDOG, "watchdog", folder.toString()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new Workspace(folder, watchdog);
    }

    /** What the caller can mend if temporary files cannot be written: missing folder, no folder, no right, no room. */
    static IllegalArgumentException unusable(IOException why) {
        String reason = why instanceof FileSystemException e && e.getReason() != null
                ? e.getReason()
                : why.getClass().getSimpleName() + " " + why.getMessage();
        return new IllegalArgumentException("Cannot write temporary files to java.io.tmpdir ["
                + System.getProperty("java.io.tmpdir") + "]: " + reason + "; name an existing folder with 100 MB of room"
                + " that may be written to, with java -Djava.io.tmpdir=FOLDER -jar sample-war.war", why);
    }

    Path folder() {
        return folder;
    }

    /** Starts {@code redis-server}, which must lie in the folder, on a port of the loopback address. */
    ProcessHandle startRedis(int port) throws IOException {
        watchdog.getOutputStream().write((port + "\n").getBytes(StandardCharsets.UTF_8));
        watchdog.getOutputStream().flush();
        String pid = answers.readLine();
        if (pid == null) {
            throw new IOException("The process that starts Redis has ended; start again");
        }
        redis = ProcessHandle.of(Long.parseLong(pid))
                .orElseThrow(() -> new IllegalArgumentException("Embedded Redis ended at once: " + redisLog()
                        + "; start a Redis yourself and name it with --redis-url"));
        return redis;
    }

    /** The process that {@link #startRedis} has started. */
    long redisProcessId() {
        return redis.pid();
    }

    /** The last words of a Redis that did not start. */
    String redisLog() {
        try {
            return Files.readString(folder.resolve("redis.log")).strip().replace('\n', ' ');
        } catch (IOException e) {
            return "no log, " + e;
        }
    }

    /** Lets the watchdog do its work, and does what is left if it was killed itself. */
    @Override
    public void close() {
        try {
            watchdog.getOutputStream().close();
            if (!watchdog.waitFor(LAST_WORD_SECONDS, TimeUnit.SECONDS)) {
                watchdog.destroyForcibly();
            }
            if (redis != null) {
                redis.destroyForcibly();
            }
            delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
