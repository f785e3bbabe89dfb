package org.tokenrevocation.sample.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A real Redis out of the WAR, on a free port of the loopback address, without persistence. */
final class EmbeddedRedis {
    private static final int ATTEMPTS = 5;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final byte[] PING = "PING\r\n".getBytes(StandardCharsets.US_ASCII);

    private EmbeddedRedis() {}

    /** How the name of this platform's binary ends, for example {@code -linux-amd64}. */
    static String platform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
        String machine = System.getProperty("os.arch");
        return "-" + system + "-" + switch (machine) {
            case "amd64", "x86_64" -> "amd64";
            case "aarch64", "arm64" -> "arm64";
            default -> machine;
        };
    }

    /**
     * Starts one in the workspace and waits until it answers. Another program may take the port between our look and
     * Redis' bind; then the next one is tried.
     *
     * @return its URL
     * @throws IllegalArgumentException if none starts, a folder that may not hold programs ({@code noexec}) for example
     */
    static String start(Workspace workspace) throws IOException {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            int port = freePort();
            if (answers(workspace.startRedis(port), port)) {
                return "redis://127.0.0.1:" + port;
            }
        }
        throw new IllegalArgumentException("Embedded Redis did not start: " + workspace.redisLog()
                + "; start a Redis yourself and name it with --redis-url");
    }

    private static boolean answers(ProcessHandle redis, int port) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (redis.isAlive() && System.nanoTime() - end < 0) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
                socket.setSoTimeout(1_000);
                socket.getOutputStream().write(PING);
                if (socket.getInputStream().read() == '+' && redis.isAlive()) {
                    return true;
                }
            } catch (IOException notYet) {
                LockSupport.parkNanos(LOOK_AGAIN_NANOS);
            }
        }
        return false;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
