package org.tokenrevocation.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** One HTTP/1.1 connection on which a test writes what it likes and reads what comes back. Not thread-safe. */
public final class RawHttp implements AutoCloseable {
    private static final int READ_TIMEOUT_MILLIS = 20_000;

    private final Socket socket;
    private final InputStream in;

    /** Connects to the loopback address. */
    public RawHttp(int port) {
        this(port, 0);
    }

    private RawHttp(int port, int receiveBytes) {
        try {
            socket = new Socket();
            if (receiveBytes > 0) {
                socket.setReceiveBufferSize(receiveBytes);
            }
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(READ_TIMEOUT_MILLIS);
            in = socket.getInputStream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A response to the byte.
     *
     * @param headers by name in lower case, without what every server writes for itself (Date, Server, Connection)
     */
    public record Answer(int status, Map<String, String> headers, String body) {}

    /** Connects with as little room for answers as the system grants. */
    public static RawHttp withSmallReceiveBuffer(int port) {
        return new RawHttp(port, 1);
    }

    /** Sends one request on a connection of its own. */
    public static Answer send(int port, String method, String target, String headers, byte[] body) {
        try (RawHttp http = new RawHttp(port)) {
            String head = method + " " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers
                    + (body == null ? "" : "Content-Length: " + body.length + "\r\n") + "\r\n";
            http.write(head.getBytes(StandardCharsets.ISO_8859_1));
            if (body != null && body.length > 0) {
                http.write(body);
            }
            return http.read(!method.equals("HEAD"));
        }
    }

    /** Sends bytes as they are. */
    public RawHttp write(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends text as ISO 8859-1. */
    public RawHttp write(String text) {
        return write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Ends our side of the connection. */
    public RawHttp endOutput() {
        try {
            socket.shutdownOutput();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the server has begun to answer. */
    public boolean hasAnswer() {
        try {
            return in.available() > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads one response, whose body must have a {@code Content-Length}. */
    public Answer read() {
        return read(true);
    }

    private Answer read(boolean hasBody) {
        try {
            String statusLine = line();
            Map<String, String> headers = new TreeMap<>();
            for (String line = line(); !line.isEmpty(); line = line()) {
                int colon = line.indexOf(':');
                String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
                String before = headers.put(name, line.substring(colon + 1).strip());
                if (before != null) {
                    throw new AssertionError("The response has [" + name + "] twice");
                }
            }
            headers.keySet().removeIf(name -> name.equals("date") || name.equals("server") || name.equals("connection"));
            int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
            byte[] body = hasBody ? in.readNBytes(length) : new byte[0];
            return new Answer(Integer.parseInt(statusLine.split(" ")[1]), headers,
                    new String(body, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new IOException("The server closed the connection without a complete response");
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
