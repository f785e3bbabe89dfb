package org.tokenrevocation.servlet;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * Thousands of clients, each with a connection and a request of its own, all at the same time: a process besides the
 * server's, because together they would need more open files than a process may have.
 */
final class Crowd {
    private static final int MAX_CONNECTING = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final Selector selector = Selector.open();
    private final InetSocketAddress server;
    private final Map<String, Integer> answers = new TreeMap<>();
    private int connecting;
    private int open;

    private Crowd(int port) throws IOException {
        server = new InetSocketAddress("127.0.0.1", port);
    }

    /**
     * Calls {@code path} with each {@code token} as often as it says, {@code token*times}, and tells how many answers
     * there were of each status; a connection without an answer counts as {@code none}.
     */
    static Map<String, Integer> call(int port, String path, String... tokensAndTimes) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes = Crowd.class.getProtectionDomain().getCodeSource().getLocation().getPath();
        String[] command = {java, "-cp", classes, Crowd.class.getName(), String.valueOf(port), path,
            String.join(",", tokensAndTimes)};
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        Map<String, Integer> counts = new TreeMap<>();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        for (String line : said.lines().toList()) {
            String[] count = line.split("=");
            if (count.length != 2) {
                throw new IllegalStateException(said);
            }
            counts.put(count[0], Integer.valueOf(count[1]));
        }
        return counts;
    }

    /** The process of its own: port, path, tokens. */
    public static void main(String[] arguments) throws IOException {
        Crowd crowd = new Crowd(Integer.parseInt(arguments[0]));
        for (String entry : arguments[2].split(",")) {
            String[] tokenAndTimes = entry.split("\\*");
            for (int i = 0; i < Integer.parseInt(tokenAndTimes[1]); i++) {
                crowd.add(arguments[1], tokenAndTimes[0]);
            }
        }
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (crowd.open > 0 && System.nanoTime() - end < 0) {
            crowd.turn();
        }
        crowd.answers.merge("none", crowd.open, Integer::sum);
        crowd.answers.forEach((status, count) -> System.out.println(status + "=" + count));
    }

    private void add(String path, String token) throws IOException {
        while (connecting >= MAX_CONNECTING) {
            turn();
        }
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
                + token + "\r\n\r\n";
        channel.connect(server);
        channel.register(selector, SelectionKey.OP_CONNECT, new Client(channel, request));
        connecting++;
        open++;
    }

    private void turn() throws IOException {
        selector.select(this::serve, 1_000);
    }

    private void serve(SelectionKey key) {
        Client client = (Client) key.attachment();
        try {
            if (key.isConnectable()) {
                connecting--;
                client.channel.finishConnect();
                client.channel.write(ByteBuffer.wrap(client.request.getBytes(StandardCharsets.US_ASCII)));
                key.interestOps(SelectionKey.OP_READ);
            } else if (client.channel.read(client.answer) < 0 || !client.answer.hasRemaining()) {
                end(client);
            }
        } catch (IOException e) {
            end(client);
        }
    }

    private void end(Client client) {
        open--;
        String answer = new String(client.answer.array(), 0, client.answer.position(), StandardCharsets.ISO_8859_1);
        answers.merge(answer.startsWith("HTTP/1.1 ") ? answer.substring(9, 12) : "none", 1, Integer::sum);
        try {
            client.channel.close();
        } catch (IOException e) {
            answers.merge("unclosed", 1, Integer::sum);
        }
    }

    private static final class Client {
        final SocketChannel channel;
        final String request;
        final ByteBuffer answer = ByteBuffer.allocate(1_024);

        Client(SocketChannel channel, String request) {
            this.channel = channel;
            this.request = request;
        }
    }
}
