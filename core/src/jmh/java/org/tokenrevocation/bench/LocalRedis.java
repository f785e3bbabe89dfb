package org.tokenrevocation.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.tokenrevocation.Settings;
import org.tokenrevocation.TokenRevocation;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** A real Redis 7.0.15 on a free loopback port, without persistence, gone when closed. */
public final class LocalRedis implements AutoCloseable {
    private static final long DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(120);

    private final Path folder;
    private final int port;
    private final Process process;

    private LocalRedis(Path folder, int port, Process process) {
        this.folder = folder;
        this.port = port;
        this.process = process;
    }

    /** Starts one and waits until it answers. */
    public static LocalRedis launch() {
        try {
            Path folder = Files.createTempDirectory("redis-bench-");
            Path binary = unpack(folder);
            int port = freePort();
            Process process = new ProcessBuilder(binary.toString(), "--port", String.valueOf(port), "--bind",
                    "127.0.0.1", "--dir", folder.toString(), "--save", "", "--appendonly", "no")
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("redis.txt").toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            LocalRedis redis = new LocalRedis(folder, port, process);
            await("Redis answers", redis::answers);
            return redis;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it is. */
    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    /** A pooled client. */
    public RedisClient client() {
        return RedisClient.create("127.0.0.1", port);
    }

    /** A client that waits a minute for an answer, to fill large sets with. */
    RedisClient patientClient() {
        return RedisClient.builder()
                .hostAndPort("127.0.0.1", port)
                .clientConfig(DefaultJedisClientConfig.builder().socketTimeoutMillis(60_000).build())
                .build();
    }

    /** A node of ours in a mode, ready to judge; more settings in pairs. */
    TokenRevocation node(String name, String mode, String... settings) {
        return node(port, name, mode, settings);
    }

    /** The same for a Redis that another process has started. */
    static TokenRevocation node(int port, String name, String mode, String... settings) {
        Settings.Builder builder = Settings.builder().set("redis-url", "redis://127.0.0.1:" + port).set("mode", mode)
                .set("max-in-flight", "20000");
        for (int i = 0; i < settings.length; i += 2) {
            builder.set(settings[i], settings[i + 1]);
        }
        TokenRevocation node = TokenRevocation.open(name, builder.build());
        await(name + " is up", () -> node.health().isUp());
        return node;
    }

    /** How often each command was called so far, as Redis itself counts it. */
    static Map<String, Long> commands(RedisClient client) {
        Map<String, Long> calls = new TreeMap<>();
        String stats = client.info("commandstats");
        stats.lines().filter(line -> line.startsWith("cmdstat_")).forEach(line -> {
            String name = line.substring("cmdstat_".length(), line.indexOf(':'));
            calls.put(name, Long.parseLong(line.substring(line.indexOf("calls=") + 6, line.indexOf(','))));
        });
        return calls;
    }

    /** Looks every 100 microseconds until the condition holds. */
    static void await(String what, java.util.function.BooleanSupplier condition) {
        long end = System.nanoTime() + DEADLINE_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end >= 0) {
                throw new IllegalStateException("waited two minutes in vain until " + what);
            }
            LockSupport.parkNanos(100_000);
        }
    }

    private boolean answers() {
        try (Connection connection = new Connection("127.0.0.1", port)) {
            connection.connect();
            return connection.ping();
        } catch (JedisConnectionException e) {
            return false;
        }
    }

    private static Path unpack(Path folder) throws IOException {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
        String machine = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
        String resource = "/redis-server-7.0.15-" + system + "-" + machine;
        try (InputStream bytes = LocalRedis.class.getResourceAsStream(resource)) {
            if (bytes == null) {
                throw new IllegalStateException("No embedded Redis for this platform: [" + resource + "]");
            }
            Path file = folder.resolve("redis-server");
            Files.copy(bytes, file);
            if (!file.toFile().setExecutable(true)) {
                throw new IllegalStateException("Cannot make [" + file + "] executable");
            }
            return file;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try (Stream<Path> files = Files.walk(folder)) {
            process.waitFor(10, TimeUnit.SECONDS);
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
