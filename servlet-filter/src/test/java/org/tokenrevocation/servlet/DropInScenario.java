package org.tokenrevocation.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tokenrevocation.springhost.OwnInstanceHost;
import org.tokenrevocation.springhost.SpringSecurityHost;
import org.tokenrevocation.testing.Await;
import org.tokenrevocation.testing.QuickStart;
import org.tokenrevocation.testing.RedisServer;
import redis.clients.jedis.RedisClient;

/** A WAR with our JARs in its {@code WEB-INF/lib} and nothing else of us: found, registered first, gone without a trace. */
abstract class DropInScenario {
    private static final String HOST_FILTER = "<filter><filter-name>host</filter-name><filter-class>"
            + HostServlets.Tracing.class.getName() + "</filter-class><async-supported>true</async-supported></filter>"
            + "<filter-mapping><filter-name>host</filter-name><url-pattern>/*</url-pattern></filter-mapping>";
    private static final String HOST_SERVLET = "<servlet><servlet-name>echo</servlet-name><servlet-class>"
            + HostServlets.Echo.class.getName() + "</servlet-class></servlet>"
            + "<servlet-mapping><servlet-name>echo</servlet-name><url-pattern>/</url-pattern></servlet-mapping>";

    /** What one instance opens at most. */
    private static final int CONNECTIONS = 9;

    private static RedisServer redis;

    @TempDir
    private Path folder;

    private WarHost host;

    abstract WarHost deploy(Path war) throws Exception;

    @BeforeAll
    static void issueTokens() {
        redis = RedisServer.launch();
        try (RedisClient jedis = redis.client()) {
            jedis.set("session:access:live", "alice");
        }
    }

    @AfterAll
    static void stopRedis() {
        redis.close();
    }

    @AfterEach
    void stop() {
        if (host != null) {
            host.close();
        }
    }

    private static String contextParam(String name, String value) {
        return "<context-param><param-name>" + name + "</param-name><param-value>" + value
                + "</param-value></context-param>";
    }

    private Http.Answer get(String token) {
        return Http.get(host.port(), "/app/api/x", "Authorization: Bearer " + token);
    }

    private void launch(boolean isMetadataComplete, String... more) throws Exception {
        host = deploy(HostWar.in(folder, isMetadataComplete, HOST_FILTER, HOST_SERVLET, String.join("", more)));
    }

    @Test
    void deploy_jarsDroppedIn_guardedBeforeTheFiltersOfWebXml() throws Exception {
        launch(false, contextParam("revocation.redis-url", redis.url()), contextParam("revocation.redis-timeout", "5s"));
        assertNotSame(TokenRevocationFilter.class, host.load(TokenRevocationFilter.class.getName()));
        int before = HostServlets.Tracing.reached;
        assertEquals(401, get("dead").status());
        assertEquals(before, HostServlets.Tracing.reached);
        assertEquals("reached REQUEST traced body[]", get("live").body());
        assertEquals(401, get("token-revocation-probe").status());
    }

    @Test
    void deploy_quickStartOfTheReadme_refusesWhatWasRevoked() throws Exception {
        launch(false, QuickStart.block("xml", 1, redis.url()));
        Await.until("the node is up", () -> get("live").status() == 200);
        QuickStart.follow("http://127.0.0.1:" + host.port() + "/app/", redis);
    }

    @Test
    void deploy_metadataComplete_guardedAllTheSame() throws Exception {
        launch(true, contextParam("revocation.redis-url", redis.url()), contextParam("revocation.redis-timeout", "5s"));
        assertEquals(401, get("dead").status());
        assertEquals(200, get("live").status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"aa-guard.jar", "zz-guard.jar"})
    void deploy_springSecurityInitializer_guardedBeforeItWhateverOurJarIsCalled(String jar) throws Exception {
        HostWar.in(folder, false, HOST_FILTER, HOST_SERVLET, contextParam("revocation.redis-url", redis.url()),
                contextParam("revocation.redis-timeout", "5s"));
        HostWar.addSpring(folder, SpringSecurityHost.class, jar);
        try (LogLines log = new LogLines()) {
            host = deploy(folder);
            assertEquals("answered by Spring Security", userInfo("live").body());
            assertEquals(401, userInfo("dead").status());
            assertEquals(401, userInfo("token-revocation-probe").status());
            assertEquals(200, get("live").status());
            assertEquals(0, log.lines("stand in front of the guard"));
        }
    }

    /** Jetty then reads no fragment, so chance decides about the order there. */
    @Test
    void deploy_springSecurityInitializerMetadataComplete_firstOrToldInTheLog() throws Exception {
        HostWar.in(folder, true, HOST_FILTER, HOST_SERVLET, contextParam("revocation.redis-url", redis.url()),
                contextParam("revocation.redis-timeout", "5s"));
        HostWar.addSpring(folder, SpringSecurityHost.class, "zz-guard.jar");
        try (LogLines log = new LogLines()) {
            host = deploy(folder);
            int expected = userInfo("dead").status() == 401 ? 0 : 1;
            assertEquals(expected, log.lines("filters stand in front of the guard: [springSecurityFilterChain"));
            assertEquals(401, get("dead").status());
        }
    }

    @Test
    void deploy_hostPutsSpringFirst_springItselfPutsTheGuardInFront() throws Exception {
        HostWar.in(folder, false, HOST_FILTER, HOST_SERVLET, contextParam("revocation.redis-url", redis.url()),
                contextParam("revocation.redis-timeout", "5s"),
                "<absolute-ordering><name>spring_web</name><others/></absolute-ordering>");
        HostWar.addSpring(folder, SpringSecurityHost.class, "aa-guard.jar");
        try (LogLines log = new LogLines()) {
            host = deploy(folder);
            assertEquals(401, userInfo("dead").status());
            assertEquals(401, get("dead").status());
            assertEquals(0, log.lines("stand in front of the guard"));
        }
    }

    /** An application that runs by itself as well brings guard or instance in code; whatever else the settings say. */
    @ParameterizedTest
    @CsvSource({"filter,false,0", "filter,true,0", "attribute,false,0", "listener,false,0", "listener,true,0",
        "servlet,true,1"})
    void deploy_hostOpensItsOwnInstance_oneGuardAndOneInstance(String way, boolean isRedisUrlSet, int warnings)
            throws Exception {
        HostWar.in(folder, false, HOST_FILTER, HOST_SERVLET, contextParam("host.redis-url", redis.url()),
                contextParam("host.way", way), isRedisUrlSet ? contextParam("revocation.redis-url", redis.url()) : "");
        HostWar.addSpring(folder, OwnInstanceHost.class, "zz-guard.jar");
        try (LogLines log = new LogLines()) {
            host = deploy(folder);
            Await.until("the guard judges", () -> get("live").status() == 200);
            assertEquals(401, get("dead").status());
            assertEquals(warnings, log.lines("put it there earlier"));
        }
        Await.until("no second instance is left", () -> threads("/app ").isEmpty());
        assertFalse(threads(OwnInstanceHost.NAME + " ").isEmpty());
        Await.until("the connections of one instance are left", () -> connections() <= 1 + CONNECTIONS);
        host.undeploy();
        Await.until("no thread is left", () -> threads(OwnInstanceHost.NAME + " ").isEmpty());
        Await.until("no connection is left", () -> connections() == 1);
    }

    private Http.Answer userInfo(String token) {
        return Http.get(host.port(), "/app/userinfo", "Authorization: Bearer " + token);
    }

    @Test
    void deploy_systemProperty_isRead() throws Exception {
        System.setProperty("revocation.redis-url", redis.url());
        System.setProperty("revocation.redis-timeout", "5s");
        try {
            launch(false);
            assertEquals(401, get("dead").status());
        } finally {
            System.clearProperty("revocation.redis-url");
            System.clearProperty("revocation.redis-timeout");
        }
    }

    @Test
    void deploy_redisUrlMissing_stopsTheDeploymentAndSaysWhatToSet() {
        Throwable failure = assertThrows(Throwable.class, () -> launch(false));
        assertTrue(deepestMessages(failure).contains("REVOCATION_REDIS_URL"), deepestMessages(failure));
    }

    @Test
    void deploy_unknownContextParam_stopsTheDeploymentAndNamesIt() {
        Throwable failure = assertThrows(Throwable.class, () -> launch(false,
                contextParam("revocation.redis-url", redis.url()), contextParam("revocation.redis-timeout", "5s"), contextParam("revocation.redisurl", "x")));
        assertTrue(deepestMessages(failure).contains("[revocation.redisurl]"), deepestMessages(failure));
    }

    @Test
    void deploy_endpointServlet_stopsTheDeploymentAndNamesServeEndpoint() {
        Throwable failure = assertThrows(Throwable.class, () -> launch(false,
                contextParam("revocation.redis-url", redis.url()), contextParam("revocation.endpoint-servlet", "true")));
        assertTrue(deepestMessages(failure).contains("set revocation.serve-endpoint"), deepestMessages(failure));
    }

    /** The host's only filter sends everybody to its login page, and declares no asynchrony. */
    @Test
    void deploy_serveEndpointBeforeALoginFilter_revokes() throws Exception {
        host = deploy(HostWar.in(folder, false, HOST_SERVLET, contextParam("revocation.redis-url", redis.url()),
                contextParam("revocation.redis-timeout", "5s"), contextParam("revocation.serve-endpoint", "true"),
                "<filter><filter-name>login</filter-name><filter-class>" + ServedEndpoint.Login.class.getName()
                        + "</filter-class></filter><filter-mapping><filter-name>login</filter-name>"
                        + "<url-pattern>/*</url-pattern></filter-mapping>"));
        try (RedisClient jedis = redis.client()) {
            jedis.set("session:access:ending", "alice");
        }
        assertEquals(302, get("ending").status());
        Http.Answer revoked = Http.send(host.port(), "POST", "/app/oauth/revoke-token", "token=ending",
                "Content-Type: application/x-www-form-urlencoded");
        assertEquals(200, revoked.status(), revoked.body());
        assertEquals(401, get("ending").status());
        assertNotEquals(405, Http.get(host.port(), "/app/oauth//revoke-token").status(), "only by the plain path");
    }

    private static String deepestMessages(Throwable failure) {
        StringBuilder messages = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            messages.append(cause.getMessage()).append('\n');
        }
        return messages.toString();
    }

    @Test
    void undeploy_guardHasWorked_noThreadAndNoClassLoaderStays() throws Exception {
        launch(false, contextParam("revocation.redis-url", redis.url()), contextParam("revocation.redis-timeout", "5s"));
        assertEquals(200, get("live").status());
        assertEquals(401, get("dead").status());
        assertFalse(threadsOfGuard().isEmpty());
        WeakReference<ClassLoader> loader =
                new WeakReference<>(host.load(TokenRevocationFilter.class.getName()).getClassLoader());
        host.undeploy();
        Await.until("no thread is left", () -> threadsOfGuard().isEmpty());
        Await.until("no connection is left", () -> connections() == 1);
        Await.until("the class loader is collected", () -> {
            System.gc();
            return loader.get() == null;
        });
    }

    private static List<String> threadsOfGuard() {
        return threads("/app ");
    }

    private static List<String> threads(String beginning) {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName)
                .filter(name -> name.startsWith(beginning)).toList();
    }

    /** Connections at Redis, the asking one among them. */
    private static long connections() {
        try (RedisClient jedis = redis.client()) {
            return jedis.info("clients").lines().filter(line -> line.startsWith("connected_clients:"))
                    .mapToLong(line -> Long.parseLong(line.substring("connected_clients:".length()).strip())).sum();
        }
    }

    /** A server that deploys one WAR at {@code /app}; a deployment that fails throws. */
    interface WarHost extends AutoCloseable {
        int port();

        /** A class as the application sees it. */
        Class<?> load(String name) throws ClassNotFoundException;

        /** Takes the application away and forgets it. */
        void undeploy() throws Exception;

        @Override
        void close();
    }
}
