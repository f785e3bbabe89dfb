package org.tokenrevocation.servlet;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** HTTP by hand, because no client library sends what an attacker sends. One connection per request. */
final class Http {
    private static final int TIMEOUT_MILLIS = 15_000;

    private Http() {}

    /** A GET of a raw target with raw header lines. */
    static Answer get(int port, String target, String... headerLines) {
        return send(port, "GET", target, "", headerLines);
    }

    /** A request with a body. */
    static Answer send(int port, String method, String target, String body, String... headerLines) {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n");
        for (String line : headerLines) {
            head.append(line).append("\r\n");
        }
        if (!body.isEmpty()) {
            head.append("Content-Length: ").append(body.length()).append("\r\n");
        }
        if (Arrays.stream(headerLines).noneMatch(line -> line.startsWith("Connection:"))) {
            head.append("Connection: close\r\n");
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write((head + "\r\n" + body).getBytes(StandardCharsets.ISO_8859_1));
            return read(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Answer read(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("The answer ended in its head: [" + head + "]");
            }
            head.append((char) next);
        }
        List<String> lines = new ArrayList<>(List.of(head.toString().split("\r\n")));
        int status = Integer.parseInt(lines.remove(0).split(" ")[1]);
        String length = new Answer(status, lines, "").header("Content-Length");
        int most = status == 101 ? 0 : length == null ? Integer.MAX_VALUE : Integer.parseInt(length);
        return new Answer(status, lines, new String(in.readNBytes(most), StandardCharsets.ISO_8859_1));
    }

    /** What came back. */
    record Answer(int status, List<String> headerLines, String body) {
        String header(String name) {
            return headerLines.stream()
                    .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst().orElse(null);
        }
    }
}
