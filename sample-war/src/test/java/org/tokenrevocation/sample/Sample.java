package org.tokenrevocation.sample;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import redis.clients.jedis.RedisClient;

/** {@code java -jar sample-war.war} as a process. */
final class Sample implements AutoCloseable {
    private final Command command;
    private final List<URI> nodes;

    private Sample(Command command, int nodes) {
        this.command = command;
        this.nodes = command.awaitOut("Ready ", nodes).stream()
                .map(line -> URI.create(line.substring("Ready ".length())))
                .toList();
    }

    /** Starts it on free ports and waits until it serves. */
    static Sample launch(int nodes, String... options) {
        return new Sample(command(Stream.concat(
                Stream.of("--port", "0", "--nodes", String.valueOf(nodes)), Stream.of(options))), nodes);
    }

    /** Starts one node on this port; 0 for a free one. */
    static Sample launchOn(int port, List<String> jvmOptions, String... options) {
        return new Sample(command(Stream.concat(Stream.of("--port", String.valueOf(port)), Stream.of(options)),
                jvmOptions.toArray(String[]::new)), 1);
    }

    /** Starts it with exactly these options and waits for nothing. */
    static Command command(Stream<String> options, String... jvmOptions) {
        return Command.java(Map.of(),
                Stream.of(Stream.of(jvmOptions), Stream.of("-jar", System.getProperty("sample.war")), options)
                        .flatMap(part -> part));
    }

    /** Starts one node on a free port under a limit of the shell ({@code ulimit}), and waits for nothing. */
    static Command limitedCommand(String limit, String... jvmOptions) {
        return Command.limitedJava(limit, Stream.concat(
                Stream.of(jvmOptions), Stream.of("-jar", System.getProperty("sample.war"), "--port", "0")));
    }

    List<URI> nodes() {
        return nodes;
    }

    List<String> log() {
        return command.err();
    }

    /** A client of the embedded Redis; close it. */
    RedisClient redis() {
        String line = command.awaitOut("Redis ", 1).get(0);
        URI url = URI.create(line.split(" ")[1]);
        return RedisClient.create(url.getHost(), url.getPort());
    }

    @Override
    public void close() {
        command.close();
    }
}
