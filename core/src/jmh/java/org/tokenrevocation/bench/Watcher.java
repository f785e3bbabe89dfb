package org.tokenrevocation.bench;

import java.util.Arrays;
import java.util.function.BiPredicate;

/** Looks at all listeners in turn until each knows, without a pause, and notes when. */
final class Watcher implements Runnable {
    private final int listeners;
    private final BiPredicate<String, Integer> isKnown;
    private volatile String token;
    private volatile long[] seen;
    private volatile boolean isEnded;

    Watcher(int listeners, BiPredicate<String, Integer> isKnown) {
        this.listeners = listeners;
        this.isKnown = isKnown;
    }

    void watch(String next) {
        seen = null;
        token = next;
    }

    /** The moments at which they knew, earliest first; waits for the last. */
    long[] seen() {
        LocalRedis.await("all listeners know", () -> seen != null);
        return seen;
    }

    void end() {
        isEnded = true;
    }

    @Override
    public void run() {
        String done = null;
        while (!isEnded) {
            String now = token;
            if (now == null || now.equals(done)) {
                Thread.onSpinWait();
                continue;
            }
            long[] moments = new long[listeners];
            int open = listeners;
            while (open > 0 && !isEnded) {
                for (int i = 0; i < listeners; i++) {
                    if (moments[i] == 0 && isKnown.test(now, i)) {
                        moments[i] = System.nanoTime();
                        open--;
                    }
                }
            }
            Arrays.sort(moments);
            done = now;
            seen = moments;
        }
    }
}
