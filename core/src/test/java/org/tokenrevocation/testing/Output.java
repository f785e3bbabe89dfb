package org.tokenrevocation.testing;

import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * Everything that the process says from now on, to be searched for secrets: our own loggers at every level, all others
 * as they are set, standard output and error, and what a test adds. Thread-safe.
 */
public final class Output implements AutoCloseable {
    private static final int PIECE = 8;

    private final StringBuffer text = new StringBuffer();
    private final Logger root = Logger.getLogger("");
    private final Logger ours = Logger.getLogger("org.tokenrevocation");
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final Handler listener = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            add(new SimpleFormatter().format(entry));
        }

        @Override
        public void flush() {
            // Nothing is buffered.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    };

    /** Starts to listen. */
    public Output() {
        listener.setLevel(Level.ALL);
        root.addHandler(listener);
        ours.setLevel(Level.ALL);
        System.setOut(tee(out));
        System.setErr(tee(err));
    }

    private PrintStream tee(PrintStream original) {
        return new PrintStream(new OutputStream() {
            @Override
            public void write(int b) {
                original.write(b);
                text.append((char) b);
            }
        }, true, StandardCharsets.ISO_8859_1);
    }

    /** Adds what the test itself was told: an answer, a value's text. */
    public void add(Object said) {
        text.append(said).append('\n');
    }

    /** Adds a failure with its whole stack trace. */
    public void add(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        add(trace.toString());
    }

    /** Whether something was said. */
    public boolean has(String said) {
        return text.indexOf(said) >= 0;
    }

    /** Fails if any piece of eight characters of any secret was said. The message does not repeat the rest. */
    public void assertHoldsNoPieceOf(Collection<String> secrets) {
        Set<String> pieces = new HashSet<>();
        for (String secret : secrets) {
            for (int i = 0; i + PIECE <= secret.length(); i++) {
                pieces.add(secret.substring(i, i + PIECE));
            }
        }
        String said = text.toString();
        for (int i = 0; i + PIECE <= said.length(); i++) {
            if (pieces.contains(said.substring(i, i + PIECE))) {
                throw new AssertionError("A piece of a secret was said: " + said.substring(
                        Math.max(0, i - 200), Math.min(said.length(), i + 100)));
            }
        }
    }

    @Override
    public void close() {
        System.setOut(out);
        System.setErr(err);
        root.removeHandler(listener);
        ours.setLevel(null);
    }
}
