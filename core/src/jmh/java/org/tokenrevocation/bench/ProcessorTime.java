package org.tokenrevocation.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What all processors of the machine have done so far, by the system's own count. */
record ProcessorTime(long busy, long all) {
    private static final Path STAT = Path.of("/proc/stat");
    private static final int IDLE = 3;
    private static final int WAITING = 4;

    /** Zero where the system has no such count. */
    static ProcessorTime now() throws IOException {
        if (!Files.exists(STAT)) {
            return new ProcessorTime(0, 0);
        }
        String[] ticks = Files.readAllLines(STAT).get(0).replaceFirst("cpu +", "").split(" ");
        long all = 0;
        for (int i = 0; i < 8; i++) {
            all += Long.parseLong(ticks[i]);
        }
        return new ProcessorTime(all - Long.parseLong(ticks[IDLE]) - Long.parseLong(ticks[WAITING]), all);
    }

    /** Percent of all processors. */
    long busyPercentSince(ProcessorTime before) {
        return all == before.all ? 0 : Math.round(100.0 * (busy - before.busy) / (all - before.all));
    }
}
