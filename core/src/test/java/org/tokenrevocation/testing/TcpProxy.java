package org.tokenrevocation.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A TCP proxy on a free loopback port, for tests to break the line between a client and a server in the ways in which
 * networks break: silence in one direction, lost replies, late replies, a cut at the worst moment, no new connections.
 * Starts with everything passing. Thread-safe; every switch works on open connections and on new ones at once.
 */
public final class TcpProxy implements AutoCloseable {
    private static final int BUFFER = 64 * 1024;
    private static final int OPENING = 2 * 1024;

    private enum Flow { PASS, HOLD, DROP }

    private record Chunk(byte[] bytes, long readAtNanos) {}

    /** One exchange whose reply is kept back, on its own line; see {@link #holdReplyTo}. Thread-safe. */
    public static final class Hold {
        private final CountDownLatch caught = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);
        private final byte[] request;

        private Hold(byte[] request) {
            this.request = request;
        }

        /** Whether the server has answered and the answer is being kept back. */
        public boolean isCaught() {
            return caught.getCount() == 0;
        }

        /** Lets the answer go on. */
        public void release() {
            released.countDown();
        }
    }

    private volatile int targetPort;
    private final ServerSocket front;
    private final Set<Line> lines = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger cuts = new AtomicInteger();
    private final AtomicReference<byte[]> trap = new AtomicReference<>();
    private final AtomicReference<Hold> nextHold = new AtomicReference<>();
    private final Object switched = new Object();
    private volatile Flow requests = Flow.PASS;
    private volatile Flow replies = Flow.PASS;
    private volatile long delayNanos;
    private volatile boolean isRefusing;
    private volatile String silenced;
    private volatile boolean isClosed;

    private TcpProxy(int targetPort, ServerSocket front) {
        this.targetPort = targetPort;
        this.front = front;
        daemon("proxy-accept", this::accept);
    }

    /** A proxy in front of a loopback port. */
    public static TcpProxy to(int targetPort) {
        try {
            return to(targetPort, new ServerSocket(0, 1024, InetAddress.getLoopbackAddress()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A proxy that accepts on a given socket, an {@code SSLServerSocket} for example, and closes it at the end. */
    public static TcpProxy to(int targetPort, ServerSocket front) {
        return new TcpProxy(targetPort, front);
    }

    /** Where to connect to. */
    public int port() {
        return front.getLocalPort();
    }

    /** New connections lead to another loopback port from now on; open ones stay where they are. */
    public void moveTo(int port) {
        targetPort = port;
    }

    /** The same as a plain Redis URL without a login. */
    public String url() {
        return "redis://127.0.0.1:" + port();
    }

    /**
     * Back to normal: what was held flows on, new connections are accepted. Connections that have lost bytes are cut,
     * for no TCP connection loses bytes and lives.
     */
    public void pass() {
        isRefusing = false;
        delayNanos = 0;
        trap.set(null);
        silenced = null;
        lines.stream().filter(line -> line.hasLost).forEach(Line::cut);
        set(Flow.PASS, Flow.PASS);
    }

    /** Requests arrive, replies are kept back until {@link #pass()}. */
    public void holdReplies() {
        set(Flow.PASS, Flow.HOLD);
    }

    /** Requests are kept back until {@link #pass()}, replies to earlier ones arrive. */
    public void holdRequests() {
        set(Flow.HOLD, Flow.PASS);
    }

    /** Requests arrive, replies and pushes are lost for good; sockets stay open. */
    public void dropReplies() {
        set(Flow.PASS, Flow.DROP);
    }

    /** Neither direction arrives, for good; sockets stay open, as behind a firewall that forgot the connection. */
    public void blackHole() {
        set(Flow.DROP, Flow.DROP);
    }

    /** Every reply comes that much later; order and throughput stay. */
    public void delayReplies(Duration delay) {
        delayNanos = delay.toNanos();
    }

    /** New connections are closed as soon as they are accepted; open ones stay. */
    public void refuse() {
        isRefusing = true;
    }

    /** New connections are accepted again. */
    public void admit() {
        isRefusing = false;
    }

    /** Closes all open connections on both sides; new ones are accepted. */
    public void cut() {
        lines.forEach(Line::cut);
    }

    /** Closes the open connections that began with a text, {@code TRACKING} for the feeds' of sessions mode for example. */
    public void cut(String beginning) {
        lines.stream().filter(line -> line.beganWith(beginning)).forEach(Line::cut);
    }

    /** Whatever the server sends on connections that began with a text is lost, open and new ones, until {@link #pass}. */
    public void silence(String beginning) {
        silenced = beginning;
    }

    /** Keeps back the reply to the next request that contains a text; all other connections go on. */
    public Hold holdReplyTo(String request) {
        Hold hold = new Hold(request.getBytes(StandardCharsets.UTF_8));
        nextHold.set(hold);
        return hold;
    }

    /**
     * Sets a trap for the next request that contains the text: the server gets it and answers, but instead of the
     * answer the client gets a closed connection. Springs once; {@link #cuts()} counts it.
     */
    public void cutBeforeReplyTo(String request) {
        trap.set(request.getBytes(StandardCharsets.UTF_8));
    }

    /** How many traps have sprung. */
    public int cuts() {
        return cuts.get();
    }

    /** How many connections are open. */
    public int connections() {
        return lines.size();
    }

    /** How many connections were ever accepted, refused ones included. */
    public int accepted() {
        return accepted.get();
    }

    @Override
    public void close() {
        isClosed = true;
        closeQuietly(front);
        cut();
        set(Flow.DROP, Flow.DROP);
    }

    private void set(Flow newRequests, Flow newReplies) {
        synchronized (switched) {
            requests = newRequests;
            replies = newReplies;
            switched.notifyAll();
        }
    }

    private void accept() {
        while (!isClosed) {
            Socket client;
            try {
                client = front.accept();
            } catch (IOException e) {
                if (isClosed) {
                    return;
                }
                continue;
            }
            accepted.incrementAndGet();
            if (isRefusing) {
                closeQuietly(client);
            } else {
                daemon("proxy-connect", () -> connect(client));
            }
        }
    }

    private void connect(Socket client) {
        try {
            Socket server = new Socket(InetAddress.getLoopbackAddress(), targetPort);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            Line line = new Line(client, server);
            lines.add(line);
            line.start();
            if (isClosed) {
                line.cut();
            }
        } catch (IOException e) {
            closeQuietly(client);
        }
    }

    private static void daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            throw new IllegalStateException("closing failed", e);
        }
    }

    /** One client's connection with its counterpart. Either side's end ends both. */
    private final class Line {
        private final Socket client;
        private final Socket server;
        private final LinkedBlockingQueue<Chunk> toServer = new LinkedBlockingQueue<>();
        private final LinkedBlockingQueue<Chunk> toClient = new LinkedBlockingQueue<>();
        private volatile boolean isTrapped;
        private volatile boolean isCut;
        private volatile boolean hasLost;
        private volatile String opening = "";
        private volatile Hold hold;

        Line(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void start() {
            daemon("proxy-read-request", () -> read(client, toServer));
            daemon("proxy-read-reply", () -> read(server, toClient));
            daemon("proxy-write-request", () -> write(toServer, server, true));
            daemon("proxy-write-reply", () -> write(toClient, client, false));
        }

        boolean beganWith(String text) {
            return text != null && opening.contains(text);
        }

        void cut() {
            isCut = true;
            lines.remove(this);
            closeQuietly(client);
            closeQuietly(server);
            synchronized (switched) {
                switched.notifyAll();
            }
            toServer.add(new Chunk(new byte[0], 0));
            toClient.add(new Chunk(new byte[0], 0));
        }

        private void read(Socket from, LinkedBlockingQueue<Chunk> queue) {
            byte[] buffer = new byte[BUFFER];
            try {
                for (int n = from.getInputStream().read(buffer); n >= 0; n = from.getInputStream().read(buffer)) {
                    queue.add(new Chunk(Arrays.copyOf(buffer, n), System.nanoTime()));
                }
            } catch (IOException e) {
                // A reset is an end like any other.
                isCut = true;
            }
            // What was read before the end still has to arrive: an empty chunk means the end.
            queue.add(new Chunk(new byte[0], System.nanoTime()));
        }

        private void write(LinkedBlockingQueue<Chunk> queue, Socket to, boolean isRequest) {
            try {
                for (Chunk chunk = queue.take(); chunk.bytes.length > 0; chunk = queue.take()) {
                    forward(chunk, to, isRequest);
                    if (isCut) {
                        break;
                    }
                }
            } catch (IOException | InterruptedException e) {
                isCut = true;
            }
            cut();
        }

        private void forward(Chunk chunk, Socket to, boolean isRequest) throws IOException, InterruptedException {
            if (isRequest) {
                note(chunk.bytes);
                spring(chunk.bytes);
            } else if (beganWith(silenced)) {
                hasLost = true;
                return;
            } else if (isTrapped) {
                // Redis has answered, so it has executed; only now is the cut at its worst.
                isCut = true;
                cuts.incrementAndGet();
                return;
            } else {
                waitUntil(chunk.readAtNanos + delayNanos);
                awaitRelease();
            }
            Flow flow = awaitFlow(isRequest);
            if (flow == Flow.PASS) {
                to.getOutputStream().write(chunk.bytes);
                to.getOutputStream().flush();
            } else {
                hasLost = true;
            }
        }

        private void note(byte[] request) {
            if (opening.length() < OPENING) {
                opening += new String(request, StandardCharsets.ISO_8859_1);
            }
            Hold next = nextHold.get();
            if (next != null && contains(request, next.request) && nextHold.compareAndSet(next, null)) {
                hold = next;
            }
        }

        private void awaitRelease() throws InterruptedException {
            if (hold != null) {
                hold.caught.countDown();
                hold.released.await();
                hold = null;
            }
        }

        private void spring(byte[] request) {
            byte[] wanted = trap.get();
            if (wanted != null && contains(request, wanted) && trap.compareAndSet(wanted, null)) {
                isTrapped = true;
            }
        }

        private void waitUntil(long dueNanos) throws InterruptedException {
            synchronized (switched) {
                for (long left = dueNanos - System.nanoTime(); left > 0 && !isCut; left = dueNanos - System.nanoTime()) {
                    switched.wait(left / 1_000_000, (int) (left % 1_000_000));
                }
            }
        }

        private Flow awaitFlow(boolean isRequest) throws InterruptedException {
            synchronized (switched) {
                while ((isRequest ? requests : replies) == Flow.HOLD && !isCut) {
                    switched.wait();
                }
                return isRequest ? requests : replies;
            }
        }

        private static boolean contains(byte[] text, byte[] part) {
            return new String(text, StandardCharsets.ISO_8859_1).contains(new String(part, StandardCharsets.ISO_8859_1));
        }
    }
}
