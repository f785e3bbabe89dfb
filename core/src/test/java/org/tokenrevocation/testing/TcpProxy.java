package org.tokenrevocation.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A wire on the loopback address that a test can damage: requests arrive at the server, but replies get lost or the
 * connection is cut as soon as one would come back. Thread-safe.
 */
public final class TcpProxy implements AutoCloseable {
    /** What happens to bytes on their way back from the server. */
    public enum Replies {
        /** They pass. */
        PASS,
        /** They vanish; the connection stays open. */
        VANISH,
        /** The first one cuts the connection: the request was executed, its answer is lost. */
        CUT
    }

    private final ServerSocket listener;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicLong lostBytes = new AtomicLong();
    private volatile Replies replies = Replies.PASS;

    /** Listens on a free port for connections to the target port. */
    public TcpProxy(int target) {
        this.target = target;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    /** The port to connect to instead. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Changes what happens to replies from now on, also on open connections. */
    public void replies(Replies fate) {
        replies = fate;
    }

    /** How many bytes of replies got lost so far. */
    public long lostBytes() {
        return lostBytes.get();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                sockets.add(client);
                sockets.add(server);
                start(() -> pump(client, server, false));
                start(() -> pump(server, client, true));
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void pump(Socket from, Socket to, boolean isReply) {
        byte[] chunk = new byte[4096];
        try (from; to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                Replies fate = isReply ? replies : Replies.PASS;
                if (fate == Replies.PASS) {
                    out.write(chunk, 0, n);
                    continue;
                }
                lostBytes.addAndGet(n);
                if (fate == Replies.CUT) {
                    return;
                }
            }
        } catch (IOException e) {
            // One side is gone; leaving the block closes the other one, as a wire would.
            sockets.remove(from);
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "tcp-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
