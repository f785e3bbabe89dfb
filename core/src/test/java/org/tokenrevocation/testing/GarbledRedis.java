package org.tokenrevocation.testing;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * A server that shakes hands like Redis and answers everything else with bytes that a test supplies, after which it
 * closes the connection. Thread-safe.
 */
public final class GarbledRedis implements AutoCloseable {
    /** What its {@code INFO} says. */
    public static final String RUN_ID = "1".repeat(40);

    /** Pieces of RESP, right and wrong, for generated replies. */
    public static final List<String> PIECES = List.of("\r\n", "\r", "\n", "+OK\r\n", "-ERR x\r\n", "-BUSY\r\n", "-MOVED 1 h:1\r\n",
            ":", "$", "*", "%", "~", ">", "#", ",", "_\r\n", "(", "=", "!", "|", "0", "1", "-", "-1", "-2", "9999999999999999999",
            ":-2\r\n", ":-3\r\n", ":1\r\n", ":0\r\n", "$-1\r\n", "$0\r\n\r\n", "$5\r\nfleet\r\n", "+fleet\r\n", "*0\r\n", "*-1\r\n",
            "*1\r\n", "*2\r\n", "%1\r\n", ">2\r\n+invalidate\r\n*1\r\n$1\r\nx\r\n", ">2\r\n$10\r\ninvalidate\r\n_\r\n", "$5\r\nfle",
            "*2147483647\r\n", "$2147483647\r\n", "*1\r\n".repeat(30_000), "#t\r\n", ",1.5\r\n", "(12345678901234567890\r\n",
            "=7\r\ntxt:abc\r\n", "!3\r\nERR\r\n", "~1\r\n:1\r\n", "$3\r\nabc\r\n", "x");

    private final ServerSocket server;
    private final Supplier<byte[]> replies;
    private final AtomicInteger garbled = new AtomicInteger();

    /** Starts on a free loopback port. */
    public GarbledRedis(Supplier<byte[]> replies) {
        this.replies = replies;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    /** The URL. */
    public String url() {
        return "redis://127.0.0.1:" + server.getLocalPort();
    }

    /** How many exchanges were answered with supplied bytes. */
    public int garbled() {
        return garbled.get();
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "garbled-redis");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                client.setTcpNoDelay(true);
                daemon(() -> serve(client));
            } catch (IOException e) {
                // Closed.
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            InputStream in = new BufferedInputStream(client.getInputStream());
            OutputStream out = client.getOutputStream();
            for (String[] command = command(in); command != null; command = command(in)) {
                String canned = canned(command);
                if (canned == null) {
                    garbled.incrementAndGet();
                    out.write(replies.get());
                    out.flush();
                    client.shutdownOutput();
                    in.skip(1L << 20);
                    return;
                }
                out.write(canned.getBytes(StandardCharsets.US_ASCII));
                out.flush();
            }
        } catch (IOException e) {
            // The other side has seen enough.
            return;
        }
    }

    private static String canned(String[] command) {
        switch (command[0]) {
            case "HELLO":
                return "%2\r\n$6\r\nserver\r\n$5\r\nredis\r\n$5\r\nproto\r\n:3\r\n";
            case "INFO":
                return bulk("run_id:" + RUN_ID + "\r\nrole:master\r\nmaster_replid:" + "2".repeat(40) + "\r\n");
            case "ROLE":
                return "*3\r\n$6\r\nmaster\r\n:0\r\n*0\r\n";
            case "SELECT":
                return "+OK\r\n";
            default:
                return null;
        }
    }

    private static String bulk(String text) {
        return "$" + text.length() + "\r\n" + text + "\r\n";
    }

    /** Null at the end. */
    private static String[] command(InputStream in) throws IOException {
        String head = line(in);
        if (head == null) {
            return null;
        }
        String[] words = new String[Integer.parseInt(head.substring(1))];
        for (int i = 0; i < words.length; i++) {
            int length = Integer.parseInt(line(in).substring(1));
            words[i] = new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
            line(in);
        }
        return words;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                return null;
            }
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return line.toString();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
