package org.tokenrevocation.bench;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What happened, put together from the notes of all processes; the monotonic clock is one for the whole machine. Of each
 * token and node it knows the last request that was let in: had that one begun after the success was told, the
 * guarantee would be broken.
 */
final class FleetHistory {
    private final AtomicLongArray begun;
    private final AtomicLongArray answered;
    private final long[][] refused;
    private final long[][] lastAccepted;
    private final long[][] heard;
    private long requests;
    private long undecided;

    FleetHistory(AtomicLongArray begun, AtomicLongArray answered, List<Path> notes) throws IOException {
        this.begun = begun;
        this.answered = answered;
        refused = new long[notes.size()][begun.length()];
        lastAccepted = new long[notes.size()][begun.length()];
        heard = new long[notes.size()][begun.length()];
        for (int node = 0; node < notes.size(); node++) {
            try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(notes.get(node))))) {
                requests += in.readLong();
                undecided += in.readLong();
                for (int i = 0; i < begun.length(); i++) {
                    refused[node][i] = in.readLong();
                    lastAccepted[node][i] = in.readLong();
                    heard[node][i] = in.readLong();
                }
            }
        }
    }

    Map<String, Double> heardByLast() {
        return last(heard);
    }

    Map<String, Double> refusedByLast() {
        return last(refused);
    }

    Map<String, Double> refusedByEach() {
        long[] all = new long[refused.length * begun.length()];
        for (int node = 0; node < refused.length; node++) {
            for (int i = 0; i < begun.length(); i++) {
                all[node * begun.length() + i] = since(i, refused[node][i]);
            }
        }
        return Statistics.micros(all);
    }

    private Map<String, Double> last(long[][] moments) {
        long[] all = new long[begun.length()];
        for (int i = 0; i < all.length; i++) {
            int number = i;
            all[i] = Arrays.stream(moments).mapToLong(node -> since(number, node[number])).max().orElseThrow();
        }
        return Statistics.micros(all);
    }

    private long since(int number, long moment) {
        if (moment == 0) {
            throw new IllegalStateException("a node never refused, or never heard of, number [" + number + "]");
        }
        return moment - begun.get(number);
    }

    long requests() {
        return requests;
    }

    long undecided() {
        return undecided;
    }

    /** Tokens that a node let in when the success had been told before the request began. */
    long acceptedAfterSuccess() {
        long count = 0;
        for (long[] node : lastAccepted) {
            for (int i = 0; i < node.length; i++) {
                if (node[i] != 0 && node[i] - answered.get(i) > 0) {
                    count++;
                }
            }
        }
        return count;
    }

    /** Revocations that had begun and were not yet answered. */
    int mostUnderWay() {
        int most = 0;
        int over = 0;
        for (int i = 0; i < begun.length(); i++) {
            while (over < i && answered.get(over) - begun.get(i) <= 0) {
                over++;
            }
            most = Math.max(most, i - over + 1);
        }
        return most;
    }
}
