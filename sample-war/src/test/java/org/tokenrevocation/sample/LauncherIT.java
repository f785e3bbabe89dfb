package org.tokenrevocation.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tokenrevocation.testing.Await;

/** The command line, and what a run leaves behind: nothing. */
class LauncherIT {
    @TempDir
    private Path temporary;

    @Test
    void help_asked_usageAndExitZero() {
        Command command = command("--help");
        assertEquals(0, command.awaitExit());
        assertTrue(command.out().get(0).startsWith("Usage: java -jar sample-war.war"));
        assertLeavesNothing(List.of());
    }

    @ParameterizedTest
    @CsvSource({
        "--prot 1, [--prot]",
        "--port x, [x]",
        "--mode jwt, [jwt]",
        "--redis-url http://u:secret@h --port 0, revocation.redis-url"
    })
    void options_wrong_oneLineAndExitTwo(String options, String named) {
        Command command = command(options.split(" "));
        assertEquals(2, command.awaitExit());
        assertEquals(1, command.err().size(), command::toString);
        assertTrue(command.err().get(0).startsWith("sample-war: "), command::toString);
        assertTrue(command.err().get(0).contains(named), command::toString);
        assertFalse(command.toString().contains("secret"), command::toString);
        assertLeavesNothing(List.of());
    }

    /** Nothing can be made in the second and the third, not even by root. */
    @ParameterizedTest
    @ValueSource(strings = {"missing", "a-file", "/proc"})
    void temporaryFolder_unusable_oneLineAndExitTwo(String name) throws IOException {
        Files.writeString(temporary.resolve("a-file"), "");
        Path folder = temporary.resolve(name);
        assertNamesFolder(Sample.command(Stream.of("--port", "0"), "-Djava.io.tmpdir=" + folder), folder);
    }

    @Test
    void temporaryFolder_full_oneLineAndExitTwoAndLeavesNothing() {
        Command command = Sample.limitedCommand("-f 200", "-XX:-UsePerfData", "-Djava.io.tmpdir=" + temporary);
        assertNamesFolder(command, temporary);
        assertLeavesNothing(List.of());
    }

    private static void assertNamesFolder(Command command, Path folder) {
        assertEquals(2, command.awaitExit(), command::toString);
        // Later Javas warn of such a folder by themselves.
        List<String> own = command.err().stream().filter(line -> !line.startsWith("WARNING: ")).toList();
        assertEquals(1, own.size(), command::toString);
        assertTrue(own.get(0).startsWith("sample-war: ") && own.get(0).contains("java.io.tmpdir [" + folder + "]"),
                command::toString);
    }

    @Test
    void port_busy_oneLineAndExitTwo() throws IOException {
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Command command = command("--port", String.valueOf(busy.getLocalPort()));
            assertEquals(2, command.awaitExit());
            assertEquals(1, command.err().size(), command::toString);
            assertTrue(command.err().get(0).contains(":" + busy.getLocalPort()), command::toString);
            assertLeavesNothing(List.of());
        }
    }

    @Test
    void bind_foreignAddress_oneLineAndExitTwo() {
        Command command = command("--port", "0", "--bind", "192.0.2.1");
        assertEquals(2, command.awaitExit());
        assertEquals(1, command.err().size(), command::toString);
        assertLeavesNothing(List.of());
    }

    @Test
    void ready_printed_commandsToTryFollow() {
        try (Command command = command("--port", "0", "--nodes", "2")) {
            List<String> ready = command.awaitOut("Ready ", 2);
            String last = command.awaitOut("  curl -i ", 3).get(2);
            assertTrue(last.contains(URI.create(ready.get(1).substring("Ready ".length())) + "api/whoami"), last);
        }
    }

    @Test
    void process_terminated_leavesNothing() {
        Command command = command("--port", "0");
        command.awaitOut("Ready ", 1);
        List<ProcessHandle> children = command.handle().descendants().toList();
        assertTrue(children.stream().anyMatch(LauncherIT::isRedis));
        command.close();
        assertLeavesNothing(children);
    }

    @Test
    void process_killed_leavesNothing() {
        Command command = command("--port", "0");
        command.awaitOut("Ready ", 1);
        List<ProcessHandle> children = command.handle().descendants().toList();
        assertTrue(children.stream().anyMatch(LauncherIT::isRedis));
        command.kill();
        assertLeavesNothing(children);
    }

    @Test
    void watchdog_killed_processStillClearsUp() {
        Command command = command("--port", "0");
        command.awaitOut("Ready ", 1);
        List<ProcessHandle> children = command.handle().descendants().toList();
        command.handle().children().forEach(ProcessHandle::destroyForcibly);
        command.close();
        assertLeavesNothing(children);
    }

    private Command command(String... options) {
        return Sample.command(Stream.of(options), "-Djava.io.tmpdir=" + temporary);
    }

    private static boolean isRedis(ProcessHandle process) {
        return process.info().command().orElse("").endsWith("redis-server");
    }

    private void assertLeavesNothing(List<ProcessHandle> children) {
        Await.until("children end", () -> children.stream().noneMatch(ProcessHandle::isAlive));
        Await.until("the folder is gone", () -> {
            try (Stream<Path> files = Files.list(temporary)) {
                return files.findAny().isEmpty();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
