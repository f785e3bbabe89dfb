package org.tokenrevocation.servlet;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What the project logs from now on. */
final class LogLines extends Handler implements AutoCloseable {
    private static final Formatter FORMAT = new SimpleFormatter();

    private final Logger logger = Logger.getLogger("org.tokenrevocation");
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    LogLines() {
        logger.addHandler(this);
    }

    /** How many lines hold a text. */
    long lines(String text) {
        return lines.stream().filter(line -> line.contains(text)).count();
    }

    @Override
    public void publish(LogRecord entry) {
        lines.add(FORMAT.formatMessage(entry));
    }

    @Override
    public void flush() {
        // Nothing is buffered.
    }

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
