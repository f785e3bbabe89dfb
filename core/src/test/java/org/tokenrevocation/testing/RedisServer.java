package org.tokenrevocation.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import redis.clients.jedis.Connection;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A real Redis on a free loopback port with its data in a temporary folder, for tests to break: stop, continue, kill
 * and start it again with or without its data. The port stays the same over restarts. Not thread-safe.
 */
public final class RedisServer implements AutoCloseable {
    private final Path folder;
    private final int port;
    private final List<String> options;
    private Process process;

    private RedisServer(Path folder, int port, List<String> options) {
        this.folder = folder;
        this.port = port;
        this.options = options;
    }

    /**
     * Starts one and waits until it answers.
     *
     * @param options more of {@code redis-server}'s options, such as {@code --requirepass x}
     */
    public static RedisServer launch(String... options) {
        try {
            Path folder = Files.createTempDirectory("redis-test-");
            RedisServer server = new RedisServer(folder, freePort(), List.of(options));
            server.restart();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The plain URL of database 0, without a login. */
    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    /** The port, the same for the whole life. */
    public int port() {
        return port;
    }

    /** The folder that holds the data. */
    public Path folder() {
        return folder;
    }

    /** A plain client of the default user; close it. */
    public RedisClient client() {
        return RedisClient.create("127.0.0.1", port);
    }

    /** Starts the process again after {@link #kill()}, with whatever data its folder holds. */
    public void restart() {
        List<String> command = new ArrayList<>(List.of(binary().toString()));
        if (options.contains("--sentinel")) {
            command.add(configuration().toString());
        }
        command.addAll(List.of("--port", String.valueOf(port),
                "--bind", "127.0.0.1", "--dir", folder.toString(), "--save", "", "--appendonly", "no"));
        command.addAll(options);
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("redis.log").toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Await.until("Redis answers on port " + port, this::answers);
    }

    /** A Sentinel does not start without a file that it can write to. */
    private Path configuration() {
        Path file = folder.resolve("sentinel.conf");
        try {
            return Files.exists(file) ? file : Files.createFile(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGKILL: nothing is saved. */
    public void kill() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Redis did not die within [10s]");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** SIGSTOP: sockets stay open, nothing is answered. */
    public void pause() {
        signal("STOP");
    }

    /** SIGCONT. */
    public void resume() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            int status = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
            if (status != 0) {
                throw new IllegalStateException("kill -" + name + " ended with [" + status + "]");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private boolean answers() {
        try (Connection connection = new Connection("127.0.0.1", port)) {
            connection.connect();
            return connection.ping();
        } catch (JedisException e) {
            // An error reply (a password is wanted) is an answer too; a refused connection is not.
            return e.getMessage() != null && e.getMessage().startsWith("NOAUTH");
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(RedisServer::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A port that was free a moment ago. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The unpacked {@code redis-server}, once per JVM. */
    public static Path binary() {
        return Binary.PATH;
    }

    private static final class Binary {
        static final Path PATH = unpack();

        private static Path unpack() {
            String system = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
            String machine = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
            String resource = "/redis-server-7.0.15-" + system + "-" + machine;
            try (InputStream bytes = RedisServer.class.getResourceAsStream(resource)) {
                if (bytes == null) {
                    throw new IllegalStateException("No embedded Redis for this platform: [" + resource + "]");
                }
                Path file = Files.createTempFile("redis-server-", "");
                file.toFile().deleteOnExit();
                Files.write(file, bytes.readAllBytes());
                if (!file.toFile().setExecutable(true)) {
                    throw new IllegalStateException("Cannot make [" + file + "] executable");
                }
                return file;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
