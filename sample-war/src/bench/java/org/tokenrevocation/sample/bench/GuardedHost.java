package org.tokenrevocation.sample.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tokenrevocation.testing.RedisServer;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.RedisClient;

/** A host process with its guard, and a Redis of its own, so that Redis' count is the guard's. */
final class GuardedHost implements AutoCloseable {
    private static final long PATIENCE_NANOS = 5_000_000_000L;

    private final String container;
    private final String guard;
    private final Application application;
    private final Path folder;
    private final RedisServer redis = RedisServer.launch();
    private final RedisClient jedis = redis.client();
    private final List<Process> processes = new ArrayList<>();
    private final int port;

    GuardedHost(String container, String guard, Application application, Path jwks, Path folder) throws IOException {
        this.container = container;
        this.application = application;
        this.guard = guard;
        this.folder = folder;
        Cores.moveToOther(number(jedis.info("server"), "process_id:"));
        String introspection = guard.equals(Guard.SPRING)
                ? "http://127.0.0.1:" + start(Cores.other(), IntrospectionServer.class, redis.url()) + "/introspect"
                : "";
        port = start(List.of(), BenchHost.class, container, guard, redis.url(), introspection, application.name(),
                jwks.toString());
    }

    private int start(List<String> pinned, Class<?> main, String... arguments) throws IOException {
        Path log = folder.resolve(container + "-" + guard + "-" + main.getSimpleName() + ".txt");
        List<String> command = new ArrayList<>(pinned);
        command.addAll(List.of(ProcessHandle.current().info().command().orElse("java"), "-Xms256m", "-Xmx256m",
                "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectError(log.toFile()).start();
        processes.add(process);
        String told = new BufferedReader(new InputStreamReader(process.getInputStream())).readLine();
        if (told == null) {
            throw new IllegalStateException(container + " with " + guard + " did not start:\n" + Files.readString(log));
        }
        return Integer.parseInt(told);
    }

    String container() {
        return container;
    }

    String guard() {
        return guard;
    }

    Application application() {
        return application;
    }

    int port() {
        return port;
    }

    void logIn(List<String> tokens) {
        try (AbstractPipeline pipeline = jedis.pipelined()) {
            tokens.forEach(token -> pipeline.set(Guard.ACCESS + token, "alice"));
        }
    }

    /** A guard that lets everybody in would be fast: a live token must pass, and a dead one must not. */
    void check(String live, String dead) throws IOException, InterruptedException {
        logIn(List.of(dead));
        if (!becomes(200, live)) {
            throw new IllegalStateException(container + " with " + guard + " refused a live token");
        }
        expect(200, get(dead));
        jedis.del(Guard.ACCESS + dead);
        if (guard.equals("denylist")) {
            expect(200, request("/oauth/revoke-token").header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"token\":\"" + dead + "\",\"token_type\":\"access\"}")));
        }
        if (!becomes(401, dead)) {
            throw new LetInException(container + " with " + guard + " let a dead token in");
        }
    }

    /** In time: a new fleet is founded for a second, and home-made caches believe for as long in what is dead. */
    private boolean becomes(int status, String token) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        int answered = 0;
        while (answered != status && System.nanoTime() - end < 0) {
            answered = HttpClient.newHttpClient().send(get(token).build(), BodyHandlers.discarding()).statusCode();
        }
        return answered == status;
    }

    /** No guard. */
    static final class LetInException extends IllegalStateException {
        private static final long serialVersionUID = 1;

        LetInException(String message) {
            super(message);
        }
    }

    /** Tokens whose revocation was answered with success. */
    void expectRefused(List<String> tokens) throws IOException, InterruptedException {
        for (String token : tokens) {
            expect(401, get(token));
        }
    }

    private HttpRequest.Builder get(String token) {
        return request("/api/whoami").header("Authorization", "Bearer " + token);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + BenchHost.GUARDED + path));
    }

    private void expect(int status, HttpRequest.Builder request) throws IOException, InterruptedException {
        int answered = HttpClient.newHttpClient().send(request.build(), BodyHandlers.discarding()).statusCode();
        if (answered != status) {
            throw new IllegalStateException(container + " with " + guard + " answered [" + answered + "], not [" + status + "]");
        }
    }

    /** From now on the host has one core. */
    void pin() throws IOException {
        Cores.moveToHost(process().pid());
    }

    private Process process() {
        return processes.get(processes.size() - 1);
    }

    /** Processor time of the host process so far. */
    long cpuNanos() {
        return process().info().totalCpuDuration().orElseThrow().toNanos();
    }

    /** What of that our own threads have had so far. */
    long ownNanos() {
        return Cores.nanos(process().pid(), Guard.NAME + " ");
    }

    /** Commands that Redis has answered so far; this question is one of them. */
    long commandsSoFar() {
        return number(jedis.info("stats"), "total_commands_processed:");
    }

    private static long number(String info, String name) {
        return info.lines()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.substring(name.length()).trim()))
                .sum();
    }

    @Override
    public void close() throws IOException {
        for (Process process : processes) {
            process.getOutputStream().close();
            process.destroy();
        }
        jedis.close();
        redis.close();
    }
}
