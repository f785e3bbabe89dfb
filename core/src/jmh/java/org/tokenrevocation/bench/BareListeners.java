package org.tokenrevocation.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Sockets on which Redis tells what happened, each with a thread that reads and counts, and nothing more. */
final class BareListeners implements AutoCloseable {
    private final List<Socket> sockets = new ArrayList<>();
    private final List<AtomicInteger> heard = new ArrayList<>();
    private final List<Integer> before = new ArrayList<>();

    private BareListeners(LocalRedis redis, int listeners, String greeting, int replies) {
        try {
            for (int i = 0; i < listeners; i++) {
                Socket socket = new Socket("127.0.0.1", redis.port());
                socket.setTcpNoDelay(true);
                socket.getOutputStream().write(greeting.getBytes(StandardCharsets.US_ASCII));
                sockets.add(socket);
                skipReplies(socket.getInputStream(), replies);
                AtomicInteger count = new AtomicInteger();
                heard.add(count);
                before.add(0);
                Thread reader = new Thread(() -> read(socket, count), "bare-listener");
                reader.setDaemon(true);
                reader.start();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Listens to a channel. */
    static BareListeners publish(LocalRedis redis, int listeners) {
        return new BareListeners(redis, listeners, "SUBSCRIBE bench\r\nSUBSCRIBE bench2\r\n", 2);
    }

    /** Is told of every change to a session. */
    static BareListeners tracking(LocalRedis redis, int listeners) {
        return new BareListeners(redis, listeners,
                "HELLO 3\r\nCLIENT TRACKING ON BCAST PREFIX session:access:\r\nECHO ready\r\n", 3);
    }

    /** Reads until the last greeting's reply is complete: what comes then is news. */
    private static void skipReplies(InputStream in, int replies) throws IOException {
        StringBuilder text = new StringBuilder();
        String end = replies == 2 ? "bench2\r\n:2\r\n" : "ready\r\n";
        while (text.indexOf(end) < 0) {
            text.append((char) in.read());
        }
    }

    /** One read for each message: they are small, and the next is not sent before the last was heard. */
    private static void read(Socket socket, AtomicInteger count) {
        byte[] buffer = new byte[4096];
        try {
            while (socket.getInputStream().read(buffer) > 0) {
                count.incrementAndGet();
            }
        } catch (SocketException e) {
            // Closed: the measurement is over.
            count.set(-1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is heard from now on is new. */
    void next(String token) {
        for (int i = 0; i < before.size(); i++) {
            before.set(i, heard.get(i).get());
        }
    }

    boolean hasHeard(String token, int listener) {
        return heard.get(listener).get() != before.get(listener);
    }

    @Override
    public void close() {
        try {
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
