package org.tokenrevocation;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.tokenrevocation.testing.Await;

/** Hears all that is published at a Redis, from the call of {@link #hear} on. */
final class WireMessages implements AutoCloseable {
    /** One message. */
    record Message(String channel, byte[] bytes) {}

    private final Socket socket;
    private final List<Message> heard = new CopyOnWriteArrayList<>();
    private volatile boolean isSubscribed;

    private WireMessages(Socket socket) {
        this.socket = socket;
    }

    static WireMessages hear(int port) {
        try {
            WireMessages messages = new WireMessages(new Socket(InetAddress.getLoopbackAddress(), port));
            messages.socket.getOutputStream().write("PSUBSCRIBE *\r\n".getBytes(StandardCharsets.US_ASCII));
            Thread reader = new Thread(messages::read, "wire-messages");
            reader.setDaemon(true);
            reader.start();
            Await.until("subscribed", () -> messages.isSubscribed);
            return messages;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Message> heard() {
        return heard;
    }

    /** Replies of RESP2: arrays of bulk strings and one number. */
    private void read() {
        try (DataInputStream in = new DataInputStream(socket.getInputStream())) {
            while (true) {
                int parts = Integer.parseInt(head(in).substring(1));
                byte[][] values = new byte[parts][];
                for (int i = 0; i < parts; i++) {
                    String head = head(in);
                    if (head.charAt(0) == '$') {
                        values[i] = in.readNBytes(Integer.parseInt(head.substring(1)));
                        head(in);
                    }
                }
                isSubscribed = true;
                if (new String(values[0], StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT).equals("pmessage")) {
                    heard.add(new Message(new String(values[2], StandardCharsets.UTF_8), values[3]));
                }
            }
        } catch (IOException | NumberFormatException | StringIndexOutOfBoundsException e) {
            isSubscribed = false;
        }
    }

    private static String head(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int each = in.read(); each != '\n' && each >= 0; each = in.read()) {
            if (each != '\r') {
                line.append((char) each);
            }
        }
        return line.toString();
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
