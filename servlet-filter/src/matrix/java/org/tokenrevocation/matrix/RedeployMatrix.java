package org.tokenrevocation.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.tokenrevocation.testing.Await;
import org.tokenrevocation.testing.RedisServer;
import redis.clients.jedis.RedisClient;

/** Redeploying leaves nothing that the same application does not leave without our JAR. */
@ParameterizedClass(name = "{0}", allowZeroInvocations = true)
@MethodSource("servers")
class RedeployMatrix {
    private static final int TIMES = 10;
    private static final int TIMES_WITHOUT = 3;
    /** More requests at a time than a server that has done one thing after the other has threads. */
    private static final int CROWD = 64;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static RedisServer redis;
    private static Container container;
    @TempDir
    static Path folder;

    @Parameter
    String server;

    static List<String> servers() {
        return Containers.hotNames();
    }

    @BeforeParameterizedClassInvocation
    static void start(String server) throws IOException {
        redis = RedisServer.launch();
        try (RedisClient jedis = redis.client()) {
            jedis.set("session:access:alive", "alice");
        }
        container = Containers.of(server);
        container.start(ContainerMatrix.settings(redis),
                List.of(new HostWar().write(folder.resolve("plain.war"))));
        container.awaitUp("plain");
    }

    @AfterParameterizedClassInvocation
    static void stop() throws IOException {
        container.close();
        redis.close();
    }

    private static void redeploy(Path war, int times, boolean isGuarded) {
        String application = war.getFileName().toString().replace(".war", "");
        try {
            for (int i = 0; i < times; i++) {
                container.deploy(war);
                container.awaitUp(application);
                if (isGuarded) {
                    judge(application);
                }
                use(application);
                container.undeploy(application);
                container.awaitGone(application);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void judge(String application) {
        String path = "/" + application + "/api/x";
        Await.until("the guard judges", PATIENCE, () -> call("GET", path, null) == 200);
        assertEquals(401, container.call("GET", path, null, "Authorization", "Bearer dead").statusCode());
        assertEquals(200, container.call("POST", "/" + application + "/oauth/revoke-token",
                "token=unknown", "Content-Type", "application/x-www-form-urlencoded").statusCode());
    }

    /** What an application does without us as well: some servers start threads of their own only when it does. */
    private static void use(String application) {
        assertEquals(200, call("POST", "/" + application + "/api/x", "a=b"));
        assertEquals(200, call("GET", "/" + application + "/public/async", null));
        assertEquals(200, call("GET", "/" + application + "/public/wait", null));
    }

    private static int call(String method, String path, String body) {
        return container.call(method, path, body, "Authorization", "Bearer alive", "X-Target", "/api/x").statusCode();
    }

    /**
     * Idle threads of a server may remember the last task that they ran, and its application with it (WildFly's do, those
     * of deployments; those of requests it ends here), so applications without our JAR keep them busy until they have forgotten.
     */
    private static void requireNoGuardedLoader(Path bare, Duration patience) {
        Await.until("no class loader of an application with our JAR", patience, () -> {
            if (Leftovers.guarded(container.pid()) == 0) {
                return true;
            }
            container.crowd("/plain/public/async", CROWD, "X-Target", "/api/x");
            redeploy(bare, 1, false);
            return false;
        });
    }

    private static void requireNoThread(Leftovers before) {
        Set<String> threads = Leftovers.of(container.pid()).threadsBeyond(before);
        assertTrue(threads.isEmpty(), "threads left behind: " + threads);
        try (RedisClient jedis = redis.client()) {
            Await.until("no socket at Redis but our own", PATIENCE, () -> clients(jedis) == 1);
        }
        assertEquals(List.of(), container.said().lines().filter(line -> line.contains("ThreadLocal")
                || line.contains("appears to have started a thread")).toList());
    }

    private static long clients(RedisClient jedis) {
        return jedis.info("clients").lines().filter(line -> line.startsWith("connected_clients:"))
                .mapToLong(line -> Long.parseLong(line.substring("connected_clients:".length()).strip())).sum();
    }

    @Test
    void redeploy_tenTimes_leavesNothing_andALeakIsSeen() {
        Path bare = new HostWar().write(folder.resolve("without.war"));
        redeploy(bare, TIMES_WITHOUT, false);
        Leftovers before = Leftovers.of(container.pid());
        // Where the server itself keeps each deployment, plain and bare ones, a class loader of ours says nothing.
        boolean isKeeper = before.loaders() > TIMES_WITHOUT;
        assertEquals(Containers.keepers().contains(server), isKeeper, "keeps each deployment without our JAR");
        redeploy(new HostWar().withAllJar().write(folder.resolve("guarded.war")), TIMES, true);
        if (!isKeeper) {
            requireNoGuardedLoader(bare, PATIENCE);
        }
        requireNoThread(before);

        redeploy(new HostWar().withAllJar().withLeak().write(folder.resolve("leaking.war")), 1, true);
        assertEquals(Set.of("leaked-on-purpose"), Leftovers.of(container.pid()).threadsBeyond(before));
        assertThrows(AssertionError.class, () -> requireNoGuardedLoader(bare, Duration.ofSeconds(10)),
                "the leaked class loader was not seen");
    }

    @Test
    void deploy_allBesideThinCore_refusedWithTheRemedy() throws IOException {
        Path twice = new HostWar().withAllJar().withLibrary(HostWar.onClassPath("token-revocation-core"))
                .write(folder.resolve("twice.war"));
        container.deploy(twice);
        Await.until("the refusal is in the log", PATIENCE,
                () -> container.said().contains("Two copies of token-revocation-core"));
        assertFalse(container.call("GET", "/twice/public/seen", null).statusCode() == 200);
    }
}
