package org.tokenrevocation.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Runs what the page lets people copy, as they would. */
final class Shell {
    private Shell() {}

    /** What the commands print. */
    static String run(String commands) {
        try {
            Process shell = new ProcessBuilder("/bin/sh", "-c", commands)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String out = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (shell.waitFor() != 0) {
                throw new AssertionError("The commands failed: " + commands + ": " + out);
            }
            return out;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
