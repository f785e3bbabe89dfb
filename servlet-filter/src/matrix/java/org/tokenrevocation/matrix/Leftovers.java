package org.tokenrevocation.matrix;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a server's JVM holds, seen from outside after a full collection.
 *
 * @param loaders living class loaders of host applications, one marker each, our JAR inside or not
 * @param threads names of threads, their numbers left out
 */
record Leftovers(long loaders, Set<String> threads) {
    private static final String MARKER = "org.tokenrevocation.matrix.host.Life$Marker";
    private static final String GUARDED = "org.tokenrevocation.matrix.host.Guarded$Marker";

    static Leftovers of(long pid) {
        return new Leftovers(count(pid, MARKER), threads(pid));
    }

    /** Living class loaders of applications with our JAR; collects garbage first. */
    static long guarded(long pid) {
        return count(pid, GUARDED);
    }

    private static long count(long pid, String marker) {
        // Twice: what the first collection only makes finalizable or enqueues, the second one frees.
        jcmd(pid, "GC.run");
        return jcmd(pid, "GC.class_histogram").lines().filter(line -> line.contains(marker))
                .mapToLong(line -> Long.parseLong(line.strip().split("\\s+")[1])).sum();
    }

    /** Threads of a kind that was not there before. */
    Set<String> threadsBeyond(Leftovers before) {
        Set<String> beyond = new TreeSet<>(threads);
        beyond.removeAll(before.threads);
        return beyond;
    }

    private static Set<String> threads(long pid) {
        return jcmd(pid, "Thread.print").lines().filter(line -> line.startsWith("\""))
                .map(line -> line.substring(1, line.lastIndexOf('"')).replaceAll("[0-9a-f]*[0-9][0-9a-f]*", "#"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String jcmd(long pid, String command) {
        try {
            Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                    String.valueOf(pid), command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("jcmd " + command + " failed: " + said);
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
