package org.tokenrevocation.testing;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * One connection of HTTP/2 without TLS (RFC 9113, prior knowledge) that grants each stream the window that a test says.
 * Not thread-safe.
 */
public final class Http2 implements AutoCloseable {
    /** What a stream may receive at first where nobody says otherwise. */
    public static final int DEFAULT_WINDOW = 65_535;

    private static final int READ_TIMEOUT_MILLIS = 20_000;
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int GOAWAY = 7;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final int ACK = 1;
    private static final int INITIAL_WINDOW_SIZE = 4;

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;
    private int nextStream = 1;

    /** Connects to the loopback address. */
    public Http2(int port, int window) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(READ_TIMEOUT_MILLIS);
            in = new DataInputStream(socket.getInputStream());
            out = new DataOutputStream(socket.getOutputStream());
            out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            ByteArrayOutputStream settings = new ByteArrayOutputStream();
            DataOutputStream setting = new DataOutputStream(settings);
            setting.writeShort(INITIAL_WINDOW_SIZE);
            setting.writeInt(window);
            frame(SETTINGS, 0, 0, settings.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How a stream ended: its status if HPACK has it ready made, else 0; -1 if the stream or connection was dropped. */
    public record Answer(int status, String body) {}

    /** Posts a form on a stream of its own, and does not wait. */
    public void post(String path, String form) {
        byte[] body = form.getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        // RFC 7541 appendix A by number: POST, http, then :path, :authority, content-type, content-length with a value.
        head.write(0x83);
        head.write(0x86);
        write(head, 4, path);
        write(head, 1, "localhost");
        write(head, 31, "application/x-www-form-urlencoded");
        write(head, 28, String.valueOf(body.length));
        try {
            frame(HEADERS, END_HEADERS, nextStream, head.toByteArray());
            frame(DATA, END_STREAM, nextStream, body);
            nextStream += 2;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A field that no table keeps, its name by number. */
    private static void write(ByteArrayOutputStream head, int name, String text) {
        head.write(Math.min(name, 15));
        if (name >= 15) {
            head.write(name - 15);
        }
        head.write(text.length());
        head.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    private void frame(int type, int flags, int stream, byte[] payload) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream frame = new DataOutputStream(bytes);
        frame.writeByte(0);
        frame.writeShort(payload.length);
        frame.writeByte(type);
        frame.writeByte(flags);
        frame.writeInt(stream);
        frame.write(payload);
        out.write(bytes.toByteArray());
        out.flush();
    }

    /** Reads until the stream that was posted last, and whose answer fits its window, has ended. */
    public Answer read() {
        int stream = nextStream - 2;
        int status = 0;
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try {
            while (true) {
                int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
                int type = in.readUnsignedByte();
                int flags = in.readUnsignedByte();
                int of = in.readInt();
                byte[] payload = in.readNBytes(length);
                if (type == SETTINGS && (flags & ACK) == 0) {
                    frame(SETTINGS, ACK, 0, new byte[0]);
                } else if (type == GOAWAY || type == RST_STREAM && of == stream) {
                    return new Answer(-1, "");
                } else if (of == stream && type == HEADERS) {
                    status = status(payload);
                } else if (of == stream && type == DATA) {
                    body.writeBytes(payload);
                }
                if (of == stream && (type == HEADERS || type == DATA) && (flags & END_STREAM) != 0) {
                    return new Answer(status, body.toString(StandardCharsets.UTF_8));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** RFC 7541: after updates of the table's size, one byte names one of seven statuses. */
    private static int status(byte[] block) {
        int i = 0;
        while ((block[i] & 0xe0) == 0x20) {
            boolean goesOn = (block[i] & 0x1f) == 0x1f;
            i++;
            while (goesOn) {
                goesOn = (block[i] & 0x80) != 0;
                i++;
            }
        }
        return switch (block[i] & 0xff) {
            case 0x88 -> 200;
            case 0x89 -> 204;
            case 0x8c -> 400;
            case 0x8d -> 404;
            case 0x8e -> 500;
            default -> 0;
        };
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
