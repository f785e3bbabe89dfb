package org.tokenrevocation.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.tokenrevocation.testing.Await;
import org.tokenrevocation.testing.RedisServer;

/** A stock Tomcat on the loopback address with the WAR as its only application. */
final class Tomcat implements AutoCloseable {
    private static final Path HOME = Path.of(System.getProperty("sample.tomcat"));

    private final Path base;
    private final URI address;
    private final Command command;

    private Tomcat(Path base, URI address, Command command) {
        this.base = base;
        this.address = address;
        this.command = command;
    }

    /** Starts it with the WAR as root application and waits until that answers. */
    static Tomcat launch(Map<String, String> environment) {
        return launch(environment, "");
    }

    /** Starts it with the WAR under this name, as if it had been copied into {@code webapps}. */
    static Tomcat launch(Map<String, String> environment, String name) {
        try {
            int port = RedisServer.freePort();
            Path base = Files.createTempDirectory("tomcat-test-");
            configure(base, port, name.isEmpty() ? "ROOT" : name);
            Command command = Command.java(environment, Stream.of(
                    "-cp", HOME.resolve("bin/bootstrap.jar") + ":" + HOME.resolve("bin/tomcat-juli.jar"),
                    "-Djava.util.logging.config.file=" + base.resolve("conf/logging.properties"),
                    "-Djava.util.logging.manager=org.apache.juli.ClassLoaderLogManager",
                    "-Djava.io.tmpdir=" + base.resolve("temp"),
                    "-Dcatalina.home=" + HOME,
                    "-Dcatalina.base=" + base,
                    "org.apache.catalina.startup.Bootstrap", "start"));
            Tomcat tomcat = new Tomcat(base, URI.create("http://127.0.0.1:" + port + "/")
                    .resolve(name.isEmpty() ? "" : name + "/"), command);
            Await.until("Tomcat serves", Duration.ofSeconds(90), tomcat::isServing);
            return tomcat;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void configure(Path base, int port, String name) throws IOException {
        for (String folder : new String[] {"conf", "temp", "webapps", "logs", "work"}) {
            Files.createDirectory(base.resolve(folder));
        }
        try (Stream<Path> files = Files.list(HOME.resolve("conf"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, base.resolve("conf").resolve(file.getFileName().toString()));
            }
        }
        Path server = base.resolve("conf/server.xml");
        String stock = Files.readString(server);
        String configured = stock
                .replace("<Server port=\"8005\"", "<Server port=\"-1\"")
                .replace("<Connector port=\"8080\"", "<Connector address=\"127.0.0.1\" port=\"" + port + "\"");
        Files.writeString(server, configured);
        Files.copy(Path.of(System.getProperty("sample.war")), base.resolve("webapps/" + name + ".war"));
    }

    private boolean isServing() {
        try {
            return new Caller().get(address, "health").statusCode() == 200;
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof ConnectException && command.handle().isAlive()) {
                return false;
            }
            throw new AssertionError("Tomcat does not serve: " + command, e);
        }
    }

    URI address() {
        return address;
    }

    @Override
    public void close() {
        command.close();
        try (Stream<Path> files = Files.walk(base)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
