package org.tokenrevocation.faults;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.regex.Pattern;

/** What is logged as WARN until this is closed. */
final class LogWatch extends Handler implements AutoCloseable {
    private final StringBuffer lines = new StringBuffer();
    private final Logger logger = Logger.getLogger("org.tokenrevocation");

    LogWatch() {
        logger.addHandler(this);
    }

    /** How often a text occurs. */
    int count(String text) {
        return lines.toString().split(Pattern.quote(text), -1).length - 1;
    }

    @Override
    public void publish(LogRecord record) {
        if (record.getLevel().intValue() >= Level.WARNING.intValue()) {
            lines.append(new SimpleFormatter().formatMessage(record)).append('\n');
        }
    }

    @Override
    public void flush() {
        // Nothing is buffered.
    }

    @Override
    public void close() {
        logger.removeHandler(this);
    }

    @Override
    public String toString() {
        return lines.toString();
    }
}
