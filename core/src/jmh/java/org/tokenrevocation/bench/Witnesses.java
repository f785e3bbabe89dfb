package org.tokenrevocation.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Consumer;

/**
 * Three listeners, each with a bare connection that hears what its node hears, and then asks that node without a pause
 * until it knows; a bare listener asks nobody, for it knows by hearing. Nobody looks before there is something to see, so
 * nobody takes a processor from those who are measured.
 */
final class Witnesses implements AutoCloseable {
    /** Whether a listener's node knows that a token is dead. */
    @FunctionalInterface
    interface Question {
        boolean isKnown(String token, int listener);
    }

    /** Opens an ear. */
    @FunctionalInterface
    interface Hearing {
        Ear listen(Consumer<String> told);
    }

    private final List<Ear> ears = new ArrayList<>();
    private final Question question;
    private final AtomicLongArray moments;
    private volatile String token;

    Witnesses(int listeners, Hearing hearing, Question question) {
        this.question = question;
        moments = new AtomicLongArray(listeners);
        for (int i = 0; i < listeners; i++) {
            int listener = i;
            ears.add(hearing.listen(text -> told(listener)));
        }
    }

    private void told(int listener) {
        String dying = token;
        if (dying == null || moments.get(listener) != 0) {
            return;
        }
        while (!question.isKnown(dying, listener)) {
            Thread.yield();
        }
        moments.set(listener, System.nanoTime());
    }

    /** From now on this token dies. */
    void watch(String dying) {
        for (int i = 0; i < moments.length(); i++) {
            moments.set(i, 0);
        }
        token = dying;
    }

    /** The moments at which they knew, earliest first; waits for the last. */
    long[] seen() {
        LocalRedis.await("all listeners know", () -> {
            for (int i = 0; i < moments.length(); i++) {
                if (moments.get(i) == 0) {
                    return false;
                }
            }
            return true;
        });
        token = null;
        long[] sorted = new long[moments.length()];
        Arrays.setAll(sorted, moments::get);
        Arrays.sort(sorted);
        return sorted;
    }

    @Override
    public void close() {
        try {
            for (Ear ear : ears) {
                ear.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
