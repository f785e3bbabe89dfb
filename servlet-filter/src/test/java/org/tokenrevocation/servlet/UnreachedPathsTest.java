package org.tokenrevocation.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** The warning about paths that no servlet filter reaches. */
class UnreachedPathsTest {
    private static final Logger LOGGER = Logger.getLogger("org.tokenrevocation");

    @Test
    void warn_quarkusRestOnTheClassPath_onceAndElsewhereNothing() {
        assertEquals(0, warnings(getClass().getClassLoader()));
        assertEquals(0, warnings(null));
        assertEquals(1, warnings(new ClassLoader() {
            @Override
            public URL getResource(String name) {
                return name.equals(UnreachedPaths.QUARKUS_REST) ? Object.class.getResource("Object.class") : null;
            }
        }));
    }

    private static int warnings(ClassLoader application) {
        List<String> told = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                told.add(line.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        LOGGER.addHandler(handler);
        try {
            UnreachedPaths.warn("/", application);
        } finally {
            LOGGER.removeHandler(handler);
        }
        return (int) told.stream().filter(line -> line.contains("Quarkus REST")).count();
    }
}
