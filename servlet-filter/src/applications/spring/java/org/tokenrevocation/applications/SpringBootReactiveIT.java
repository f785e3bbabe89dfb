package org.tokenrevocation.applications;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.tokenrevocation.TokenRevocation;

/** WebFlux has no servlet filters: the start says so, and opens nothing. */
class SpringBootReactiveIT {
    private static final Logger LOGGER = Logger.getLogger("org.tokenrevocation");

    private static ConfigurableApplicationContext start(String... more) {
        SpringApplication application = new SpringApplication(Reactive.class);
        application.setWebApplicationType(WebApplicationType.REACTIVE);
        application.setDefaultProperties(Map.of("server.port", "0", "server.address", "127.0.0.1"));
        return application.run(more);
    }

    @Test
    void start_reactive_warnsAndOpensNothing() {
        assertEquals(1, told("--revocation.redis-url=redis://127.0.0.1:1").size());
        assertEquals(List.of(), told("--revocation.enabled=false"));
    }

    /** What our logger says during a start; whatever Spring Boot logs with, that one is the JDK's. */
    private static List<String> told(String property) {
        Lines lines = new Lines();
        LOGGER.addHandler(lines);
        try (ConfigurableApplicationContext application = start(property)) {
            assertEquals(0, application.getBeanNamesForType(TokenRevocation.class).length);
        } finally {
            LOGGER.removeHandler(lines);
        }
        return lines.told.stream().filter(line -> line.contains("WebFlux")).toList();
    }

    /** The whole host. */
    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Reactive {}

    private static final class Lines extends Handler {
        private final List<String> told = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord line) {
            told.add(String.valueOf(line.getMessage()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
