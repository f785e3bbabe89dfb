package org.tokenrevocation.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.tokenrevocation.Health;
import org.tokenrevocation.Mode;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.Verdict;

/** A node in a process of its own, to be stopped and continued: a line with a token in, a line with its verdict out. */
final class NodeProcess implements AutoCloseable {
    private final Process process;
    private final Socket socket;
    private final PrintWriter out;
    private final BufferedReader in;

    NodeProcess(Mode mode, String redisUrl) {
        try (ServerSocket callback = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            process = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                    "-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                    NodeProcess.class.getName(), mode.name(), redisUrl, String.valueOf(callback.getLocalPort()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            callback.setSoTimeout((int) TimeUnit.SECONDS.toMillis(20));
            socket = callback.accept();
            socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(20));
            out = writer(socket);
            in = reader(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Hands a token in; the request begins when the node reads it. */
    void ask(String token) {
        out.println(token);
    }

    /** What was answered: a verdict, and how memory stood right before. */
    String answer() {
        try {
            return in.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void signal(String name) {
        try {
            if (new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor() != 0) {
                throw new IllegalStateException("kill -" + name + " failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Ends the node in good order, and waits until its process is gone. */
    void leave() {
        try {
            socket.shutdownOutput();
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the node did not end within [20s]");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The node itself: mode, Redis' URL, port to call back. */
    public static void main(String[] arguments) throws IOException {
        Mode mode = Mode.valueOf(arguments[0].toUpperCase(Locale.ROOT));
        try (TokenRevocation node = TokenRevocation.open("stopped", new Issuer(mode).settings(arguments[1]).build());
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[2]));
                PrintWriter out = writer(socket);
                BufferedReader in = reader(socket)) {
            for (String token = in.readLine(); token != null; token = in.readLine()) {
                Health.Memory memory = node.health().memory();
                Verdict verdict = node.verdict(token);
                out.println(verdict + " " + memory);
            }
        }
    }

    private static PrintWriter writer(Socket socket) throws IOException {
        return new PrintWriter(socket.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }
}
