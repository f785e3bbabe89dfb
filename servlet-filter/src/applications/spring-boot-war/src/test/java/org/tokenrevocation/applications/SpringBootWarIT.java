package org.tokenrevocation.applications;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tokenrevocation.applications.war.WarApplication;
import org.tokenrevocation.testing.Await;
import org.tokenrevocation.testing.RedisServer;
import redis.clients.jedis.RedisClient;

/** A Spring Boot application as a WAR on a Tomcat that is not its own, with our JAR in {@code WEB-INF/lib}. */
class SpringBootWarIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    /** What one instance opens at most. */
    private static final int CONNECTIONS = 9;
    private static final List<String> OF_THE_SERVER_OR_THE_TEST =
            List.of("tomcat-embed", "junit", "opentest4j", "apiguardian", "jedis", "embedded-redis", "token-revocation-core");

    @TempDir
    private Path war;

    private int port;

    @ParameterizedTest
    @CsvSource({"filter,false", "filter,true", "attribute,false", "attribute,true", "properties,true"})
    void deploy_instanceOpenedByTheApplication_oneGuardAndOneInstance(String way, boolean isRedisUrlSet) throws Exception {
        try (RedisServer redis = RedisServer.launch(); RedisClient jedis = redis.client()) {
            jedis.set("session:access:alive", "alice");
            write();
            if (isRedisUrlSet) {
                System.setProperty("revocation.redis-url", redis.url());
            }
            Tomcat tomcat = new Tomcat();
            try {
                Context application = start(tomcat, redis.url(), way);
                Await.until("the guard judges", () -> get("/app/mvc", "alive").statusCode() == 200);
                assertEquals("mvc", get("/app/mvc", "alive").body());
                assertEquals(401, get("/app/mvc", "dead").statusCode());
                assertEquals(401, get("/app/mvc", "token-revocation-probe").statusCode());
                assertEquals(200, revoke("alive").statusCode());
                assertEquals(401, get("/app/mvc", "alive").statusCode());
                assertEquals(List.of(), threads("/app "), "no instance of the JAR's own");
                String name = way.equals("properties") ? "application " : "orders ";
                assertFalse(threads(name).isEmpty());
                Await.until("the connections of one instance are left", () -> connections(jedis) <= CONNECTIONS);
                application.stop();
                Await.until("no thread is left", () -> threads(name).isEmpty());
                Await.until("no connection is left", () -> connections(jedis) == 0);
            } finally {
                System.clearProperty("revocation.redis-url");
                tomcat.stop();
                tomcat.destroy();
            }
        }
    }

    private Context start(Tomcat tomcat, String redisUrl, String way) throws Exception {
        tomcat.setBaseDir(Files.createTempDirectory("tomcat-test-").toString());
        Connector connector = new Connector();
        connector.setPort(0);
        connector.setProperty("address", "127.0.0.1");
        tomcat.setConnector(connector);
        Context application = tomcat.addWebapp("/app", war.toString());
        application.setParentClassLoader(new ServersLoader());
        application.addParameter("orders.redis-url", redisUrl);
        application.addParameter("orders.way", way);
        tomcat.start();
        assertEquals(LifecycleState.STARTED, application.getState(), "the application is deployed");
        port = connector.getLocalPort();
        return application;
    }

    private void write() throws Exception {
        Path libraries = Files.createDirectories(war.resolve("WEB-INF/lib"));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path file = Path.of(entry);
            String name = file.getFileName().toString();
            if (name.endsWith(".jar") && OF_THE_SERVER_OR_THE_TEST.stream().noneMatch(name::startsWith)) {
                Files.copy(file, libraries.resolve(name));
            }
        }
        Path classes = Path.of(WarApplication.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Path folder = classes.relativize(classes.resolve(WarApplication.class.getPackageName().replace('.', '/')));
        Path target = Files.createDirectories(war.resolve("WEB-INF/classes").resolve(folder));
        try (Stream<Path> files = Files.list(classes.resolve(folder))) {
            for (Path file : files.toList()) {
                Files.copy(file, target.resolve(file.getFileName()));
            }
        }
    }

    private HttpResponse<String> get(String path, String token) {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Bearer " + token).build());
    }

    private HttpResponse<String> revoke(String token) {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/app/oauth/revoke-token"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"token\":\"" + token + "\",\"token_type\":\"access\"}")).build());
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(request.toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static List<String> threads(String beginning) {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName)
                .filter(name -> name.startsWith(beginning)).toList();
    }

    /** Those of others than the asking client, whose connections have no name. */
    private static long connections(RedisClient jedis) {
        return jedis.info("clients").lines().filter(line -> line.startsWith("connected_clients:"))
                .mapToLong(line -> Long.parseLong(line.substring("connected_clients:".length()).strip())).sum() - 1;
    }

    /** What a web application sees of a server: the JDK, Tomcat and the Servlet API, nothing else of the tests' class path. */
    private static final class ServersLoader extends ClassLoader {
        ServersLoader() {
            super(ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.startsWith("jakarta.servlet.") || name.startsWith("org.apache.")
                    && !name.startsWith("org.apache.logging.") && !name.startsWith("org.apache.commons.")) {
                return SpringBootWarIT.class.getClassLoader().loadClass(name);
            }
            throw new ClassNotFoundException(name);
        }
    }
}
