package org.tokenrevocation.bench;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.Verdict;

/**
 * One node of a fleet in a process of its own, which notes when it first refused each token, and when the last request
 * began that it let in. A bare connection hears the same push as the node; from then on the node is asked for the next
 * token, again and again, until it refuses. Arguments: port of Redis, mode, seed and number of the tokens, and
 * {@code careful} or {@code careless}. Commands come on standard input, one a line, and each is answered with {@code ok}:
 *
 * <ul>
 *   <li>{@code know A B}: asks for these tokens twice, so that they are in memory
 *   <li>{@code begin A B}: these tokens will be revoked, in this order
 *   <li>{@code load THREADS SHARE}: requests that take this share of each thread's time; 0 threads end it
 *   <li>{@code heard FILE}: waits until the last number was heard of, and writes what was noted
 *   <li>{@code refused FILE}: asks for all of them once more, and writes what was noted
 * </ul>
 */
public final class FleetNode {
    private static final long PAUSE_NANOS = 20_000;
    private static final long PATIENCE_NANOS = 20_000_000;
    private static final long LATEST_NANOS = 1_000_000_000;

    private final Door node;
    private final String[] tokens;
    private final AtomicLongArray refused;
    private final AtomicLongArray lastAccepted;
    private final AtomicLongArray heard;
    private final FleetRequests requests;
    private volatile int first;
    private volatile int end;
    private volatile int next;
    private int pushes;

    private FleetNode(Door node, long seed, int count) {
        this.node = node;
        tokens = IntStream.range(0, count).mapToObj(number -> Tokens.opaque(seed, number)).toArray(String[]::new);
        refused = new AtomicLongArray(count);
        lastAccepted = new AtomicLongArray(count);
        heard = new AtomicLongArray(count);
        requests = new FleetRequests(this::ask, () -> next, () -> end);
    }

    /** Serves until standard input ends. */
    public static void main(String[] args) throws IOException {
        int port = Integer.parseInt(args[0]);
        String mode = args[1];
        TokenRevocation node = LocalRedis.node(port, "node", mode, Fleet.settings(mode));
        Door door = args[4].equals("careless") ? new CarelessDoor(node::verdict) : node::verdict;
        FleetNode self = new FleetNode(door, Long.parseLong(args[2]), Integer.parseInt(args[3]));
        try (Ear published = Ear.published(port, Ear.CHANNEL, self::hear); Ear told = Fleet.ear(port, mode, self::die)) {
            BufferedReader commands = new BufferedReader(new InputStreamReader(System.in));
            System.out.println("ok");
            for (String line = commands.readLine(); line != null; line = commands.readLine()) {
                self.obey(line.split(" "));
                System.out.println("ok");
            }
        }
        System.exit(0);
    }

    private void obey(String... command) throws IOException {
        switch (command[0]) {
            case "know" -> know(Integer.parseInt(command[1]), Integer.parseInt(command[2]));
            case "begin" -> begin(Integer.parseInt(command[1]), Integer.parseInt(command[2]));
            case "load" -> requests.load(Integer.parseInt(command[1]), Double.parseDouble(command[2]));
            case "heard" -> {
                LocalRedis.await("all is heard", () -> heard.get(end - 1) != 0);
                write(Path.of(command[1]));
            }
            case "refused" -> {
                awaitRefusals();
                write(Path.of(command[1]));
            }
            default -> throw new IllegalArgumentException("unknown command [" + command[0] + "]");
        }
    }

    private void know(int from, int to) {
        for (int round = 0; round < 2; round++) {
            for (int i = from; i < to; i++) {
                String token = tokens[i];
                LocalRedis.await("it lives", () -> node.verdict(token) == Verdict.LIVE);
            }
        }
    }

    private synchronized void begin(int from, int to) {
        first = from;
        next = from;
        end = to;
        pushes = 0;
        requests.begin();
    }

    /** One request, and what becomes of it. */
    private Verdict ask(int number) {
        long begin = System.nanoTime();
        Verdict verdict = node.verdict(tokens[number]);
        if (verdict == Verdict.LIVE) {
            lastAccepted.accumulateAndGet(number, begin, Math::max);
        }
        return verdict;
    }

    private void hear(String text) {
        if (Character.isDigit(text.charAt(0))) {
            heard.set(Integer.parseInt(text), System.nanoTime());
        }
    }

    /** The tokens die one after the other, and each death is one push. */
    private synchronized void die() {
        pushes++;
        long giveUp = System.nanoTime() + PATIENCE_NANOS;
        while (next < Math.min(end, first + pushes) && System.nanoTime() - giveUp < 0) {
            if (ask(next) == Verdict.REVOKED) {
                refused.set(next, System.nanoTime());
                next++;
            } else {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /** The load goes on meanwhile. What nobody was pushed to see is seen now, late. */
    private void awaitRefusals() {
        long giveUp = System.nanoTime() + LATEST_NANOS;
        while (next < end && System.nanoTime() - giveUp < 0) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        for (int i = first; i < end; i++) {
            if (ask(i) == Verdict.REVOKED) {
                refused.compareAndSet(i, 0, System.nanoTime());
            }
        }
    }

    private void write(Path file) throws IOException {
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            out.writeLong(requests.asked());
            out.writeLong(requests.undecided());
            for (int i = first; i < end; i++) {
                out.writeLong(refused.get(i));
                out.writeLong(lastAccepted.get(i));
                out.writeLong(heard.get(i));
            }
        }
    }
}
