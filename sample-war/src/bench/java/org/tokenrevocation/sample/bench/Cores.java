package org.tokenrevocation.sample.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/** Who runs where: the host has one core, and all that is not the host shares the other. */
final class Cores {
    private Cores() {}

    static boolean canPin() {
        return new File("/usr/bin/taskset").canExecute() && Runtime.getRuntime().availableProcessors() > 1;
    }

    /** The beginning of a command line that runs on the other core. */
    static List<String> other() {
        return canPin() ? List.of("taskset", "0x2") : List.of();
    }

    /** Moves a process that runs already, with all its threads, to the host's core. */
    static void moveToHost(long pid) throws IOException {
        move("0x1", pid);
    }

    /** The same to the other core. */
    static void moveToOther(long pid) throws IOException {
        move("0x2", pid);
    }

    private static void move(String cores, long pid) throws IOException {
        if (canPin()) {
            output(List.of("taskset", "-ap", cores, String.valueOf(pid)));
        }
    }

    /** How often a running process' threads were given a core so far; 0 where the system does not tell. */
    static long switches(long pid) {
        return sum(pid, "", 2);
    }

    /** How many nanoseconds the threads whose name begins so have had a core so far; 0 where the system does not tell. */
    static long nanos(long pid, String name) {
        return sum(pid, name, 0);
    }

    private static long sum(long pid, String name, int column) {
        long sum = 0;
        File[] threads = new File("/proc/" + pid + "/task").listFiles();
        for (int i = 0; threads != null && i < threads.length; i++) {
            try {
                if (Files.readString(threads[i].toPath().resolve("comm")).startsWith(name)) {
                    sum += Long.parseLong(Files.readString(threads[i].toPath().resolve("schedstat")).strip().split(" ")[column]);
                }
            } catch (IOException e) {
                // The thread has just ended, and mostly the process with it: what was read before counts.
                return 0;
            }
        }
        return sum;
    }

    static String output(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        try {
            if (process.waitFor() != 0) {
                throw new IllegalStateException(command + " failed: " + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return output;
    }
}
