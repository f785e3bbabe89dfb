package org.tokenrevocation.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** A bare connection on which Redis tells what happened; a thread of its own reads and passes each text on, nothing more. */
final class Ear implements AutoCloseable {
    static final String CHANNEL = "bench";
    private static final String END = "listening";

    private final Socket socket;

    private Ear(int port, String greeting, Consumer<String> told) {
        try {
            socket = new Socket("127.0.0.1", port);
            socket.setTcpNoDelay(true);
            socket.getOutputStream().write((greeting + "\r\n").getBytes(StandardCharsets.US_ASCII));
            BufferedReader in = new BufferedReader(
                    new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            String line = in.readLine();
            while (!END.equals(line)) {
                line = in.readLine();
            }
            Thread thread = new Thread(() -> listen(in, told), "ear");
            thread.setDaemon(true);
            thread.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Hears what is published; the channel's name comes before each message. */
    static Ear published(int port, String channel, Consumer<String> told) {
        return new Ear(port, "HELLO 3\r\nSUBSCRIBE " + channel + "\r\nPING " + END, told);
    }

    /** Hears which keys under a prefix changed. */
    static Ear tracking(int port, String prefix, Consumer<String> told) {
        return new Ear(port, "HELLO 3\r\nCLIENT TRACKING ON BCAST PREFIX " + prefix + "\r\nECHO " + END, told);
    }

    /** Texts only: what begins like this is a length or a count. */
    private static void listen(BufferedReader in, Consumer<String> told) {
        try {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (!line.isEmpty() && "*$>:".indexOf(line.charAt(0)) < 0) {
                    told.accept(line);
                }
            }
        } catch (SocketException e) {
            told.accept("closed");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
