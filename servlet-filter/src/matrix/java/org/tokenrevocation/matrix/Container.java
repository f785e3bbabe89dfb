package org.tokenrevocation.matrix;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.tokenrevocation.testing.Await;
import org.tokenrevocation.testing.RedisServer;

/**
 * A server from its own distribution, in a process of its own, started the way its users start it, on free ports of the
 * loopback address. Applications are called by their WAR's name. Not thread-safe.
 */
abstract class Container implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(180);
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10)).build();

    private final String name;
    private final Path home;
    private final Path work;
    private final int port = RedisServer.freePort();
    private Process process;

    Container(String name, Path home) {
        this.name = name;
        this.home = home;
        try {
            this.work = Files.createTempDirectory("matrix-" + name + "-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes the server's own folder out of its distribution, with the given applications in it. */
    abstract void prepare(List<Path> wars) throws IOException;

    /** What a user types. */
    abstract List<String> command();

    /** More environment than the settings. */
    void addTo(Map<String, String> environment) {}

    /** Whether the server brings JAX-RS. */
    boolean hasRest() {
        return false;
    }

    /** Where applications are dropped; only for servers that watch a folder. */
    abstract Path deployments();

    /** Puts an application into the running server. */
    void deploy(Path war) throws IOException {
        Path part = Files.copy(war, work().resolve(war.getFileName() + ".part"), StandardCopyOption.REPLACE_EXISTING);
        Files.move(part, deployments().resolve(war.getFileName()), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Takes an application out of the running server. */
    void undeploy(String application) throws IOException {
        Files.delete(deployments().resolve(application + ".war"));
    }

    /** Starts it with settings in its environment. */
    final void start(Map<String, String> settings, List<Path> wars) throws IOException {
        prepare(wars);
        ProcessBuilder builder = new ProcessBuilder(command()).directory(work.toFile()).redirectErrorStream(true)
                .redirectOutput(log().toFile());
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("JAVA_TOOL_OPTIONS", "-Xmx512m");
        addTo(environment);
        builder.environment().putAll(environment);
        process = builder.start();
    }

    final String name() {
        return name;
    }

    final Path home() {
        return home;
    }

    final Path work() {
        return work;
    }

    final Path log() {
        return work.resolve("console.log");
    }

    final int port() {
        return port;
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** The server's JVM, which may be a child of a script. */
    final long pid() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .filter(handle -> handle.info().command().orElse("").endsWith("/java"))
                .reduce((launcher, server) -> server).orElseThrow(() -> new IllegalStateException(name + " has no JVM")).pid();
    }

    /** One request; header lines as name, value, name, value. */
    final HttpResponse<String> call(String method, String path, String body, String... headers) {
        try {
            return HTTP.send(request(method, path, body, headers), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(name + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Many at once, whatever they are answered. */
    final void crowd(String path, int size, String... headers) {
        CompletableFuture.allOf(Stream.generate(() -> request("GET", path, null, headers)).limit(size)
                .map(request -> HTTP.sendAsync(request, HttpResponse.BodyHandlers.discarding()))
                .toArray(CompletableFuture<?>[]::new)).join();
    }

    private HttpRequest request(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(60))
                .method(method, body == null ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request.build();
    }

    /** Opens a WebSocket with a token, says something, and returns the answer. */
    final String converse(String path, String token, String text) throws WebSocketHandshakeException {
        CompletableFuture<String> heard = new CompletableFuture<>();
        WebSocket.Listener listener = new WebSocket.Listener() {
            @Override
            public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean isLast) {
                heard.complete(data.toString());
                return null;
            }
        };
        try {
            WebSocket socket = HTTP.newWebSocketBuilder().header("Authorization", "Bearer " + token)
                    .buildAsync(URI.create("ws://127.0.0.1:" + port + path), listener).get(60, TimeUnit.SECONDS);
            socket.sendText(text, true);
            String answer = heard.get(60, TimeUnit.SECONDS);
            socket.abort();
            return answer;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                throw refused;
            }
            throw new IllegalStateException(name + " " + path, e);
        } catch (TimeoutException e) {
            throw new IllegalStateException(name + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    final void awaitUp(String application) {
        await(application + " serves", application, true);
    }

    final void awaitGone(String application) {
        await(application + " is gone", application, false);
    }

    private void await(String what, String application, boolean isUp) {
        try {
            Await.until(name + ": " + what, PATIENCE, () -> {
                if (process != null && !process.isAlive()) {
                    throw new IllegalStateException(name + " ended with [" + process.exitValue() + "]");
                }
                return isUp == serves(application);
            });
        } catch (AssertionError | IllegalStateException e) {
            throw new AssertionError(e.getMessage() + "\n" + tail(), e);
        }
    }

    private boolean serves(String application) {
        try {
            return call("GET", "/" + application + "/public/seen", null).statusCode() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /** Where the server logs besides its console, below its work folder. */
    String logFolder() {
        return "logs";
    }

    /** All that the server has said on its console and in its logs. */
    final String said() {
        Path logs = work.resolve(logFolder());
        try (Stream<Path> files = Files.isDirectory(logs) ? Files.walk(logs) : Stream.empty()) {
            StringBuilder all = new StringBuilder(Files.readString(log(), StandardCharsets.ISO_8859_1));
            for (Path file : files.filter(path -> path.toString().endsWith(".log")).toList()) {
                all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
            return all.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String tail() {
        String all = said();
        return all.substring(Math.max(0, all.length() - 6000));
    }

    /** Copies a part of the distribution into the work folder. */
    final void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    /** Replaces a text that must be there. */
    static void edit(Path file, String... oldNew) throws IOException {
        String text = Files.readString(file);
        for (int i = 0; i < oldNew.length; i += 2) {
            if (!text.contains(oldNew[i])) {
                throw new IllegalStateException("No [" + oldNew[i] + "] in [" + file + "]");
            }
            text = text.replace(oldNew[i], oldNew[i + 1]);
        }
        Files.writeString(file, text);
    }

    @Override
    public void close() throws IOException {
        if (process != null) {
            List<ProcessHandle> children = process.descendants().toList();
            process.destroy();
            children.forEach(ProcessHandle::destroy);
            try {
                if (!process.waitFor(30, TimeUnit.SECONDS)) {
                    process.destroyForcibly().waitFor();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            children.forEach(ProcessHandle::destroyForcibly);
        }
        try (Stream<Path> files = Files.walk(work)) {
            files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        }
    }
}
