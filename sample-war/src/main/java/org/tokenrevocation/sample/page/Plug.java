package org.tokenrevocation.sample.page;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** The embedded Redis' process, paused and continued by signals. Thread-safe. */
final class Plug {
    private final String processId;
    private long pulledAtNanos;
    private boolean isPulled;

    /** @param processId of the embedded Redis; null if there is none, then there is no plug */
    Plug(String processId) {
        this.processId = processId;
    }

    boolean isPresent() {
        return processId != null;
    }

    synchronized boolean isPulled() {
        return isPulled;
    }

    synchronized long secondsPulled() {
        return isPulled ? TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - pulledAtNanos) : 0;
    }

    synchronized void pull() throws IOException {
        if (!isPulled) {
            signal("STOP");
            isPulled = true;
            pulledAtNanos = System.nanoTime();
        }
    }

    synchronized void putBack() throws IOException {
        if (isPulled) {
            signal("CONT");
            isPulled = false;
        }
    }

    private void signal(String name) throws IOException {
        try {
            Process kill = new ProcessBuilder("/bin/sh", "-c", "kill -s \"$1\" \"$2\"", "plug", name, processId)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (kill.waitFor() != 0) {
                throw new IOException("The embedded Redis does not take signal " + name + "; has it ended?");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
