package org.tokenrevocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tokenrevocation.testing.Await;
import org.tokenrevocation.testing.RedisServer;

/** A web application that is undeployed leaves nothing behind: its class loader can be collected. */
class UndeployIT {
    /** One class of each JAR that a web application would carry. */
    private static final List<String> ONE_OF_EACH = List.of(
            "org.tokenrevocation.TokenRevocation",
            "redis.clients.jedis.RedisClient",
            "org.apache.commons.pool2.impl.GenericObjectPool",
            "org.slf4j.LoggerFactory",
            "org.slf4j.jul.JDK14LoggerFactory",
            "com.github.benmanes.caffeine.cache.Caffeine",
            "com.nimbusds.jose.JWSHeader",
            "com.google.gson.Gson",
            "org.json.JSONObject",
            "com.fasterxml.jackson.core.JsonFactory");

    /** An HS256 JWT until the year 2096, signed with the secret below; in sessions mode a token like any other. */
    private static final String TOKEN = "eyJhbGciOiJIUzI1NiJ9"
            + ".eyJzdWIiOiJhbGljZSIsImV4cCI6NDAwMDAwMDAwMH0"
            + ".w_o8fyiNxlMAd6cmJszjfYR6TQdlDHP-Q1XaLt-QK5g";
    private static final String OTHER = "t1";

    @ParameterizedTest
    @ValueSource(strings = {"sessions", "denylist"})
    void close_ofAnUndeployedApplication_noThreadIsLeftAndItsClassLoaderIsCollected(String mode) throws Exception {
        try (RedisServer redis = RedisServer.launch()) {
            List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                loaders.add(onThreadOfItsOwn(() -> deployAndUndeploy(redis, mode)));
            }
            Await.until("every class loader is collected", () -> {
                System.gc();
                return loaders.stream().allMatch(loader -> loader.get() == null);
            });
        }
    }

    /**
     * JUnit runs tests in a fork-join pool, which starts another thread while one waits; that one would keep alive the
     * protection domains of whoever was on the stack, ours among them.
     */
    private static <T> T onThreadOfItsOwn(Callable<T> task) throws Exception {
        FutureTask<T> result = new FutureTask<>(task);
        Thread thread = new Thread(result, "container");
        thread.start();
        thread.join();
        return result.get();
    }

    private static WeakReference<ClassLoader> deployAndUndeploy(RedisServer redis, String mode) throws Exception {
        Set<URL> jars = new LinkedHashSet<>();
        for (String name : ONE_OF_EACH) {
            jars.add(Class.forName(name).getProtectionDomain().getCodeSource().getLocation());
        }
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader loader =
                new URLClassLoader(jars.toArray(new URL[0]), ClassLoader.getPlatformClassLoader())) {
            Thread.currentThread().setContextClassLoader(loader);
            use(loader, redis, mode);
            return new WeakReference<>(loader);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    private static void use(ClassLoader loader, RedisServer redis, String mode) throws Exception {
        Class<?> settingsType = loader.loadClass("org.tokenrevocation.Settings");
        Class<?> type = loader.loadClass("org.tokenrevocation.TokenRevocation");
        assertNotSame(TokenRevocation.class, type);
        Object builder = settingsType.getMethod("builder").invoke(null);
        Method set = builder.getClass().getMethod("set", String.class, String.class);
        set.invoke(builder, "redis-url", redis.url());
        set.invoke(builder, "mode", mode);
        set.invoke(builder, "founding-window", "500ms");
        set.invoke(builder, "jwt-keys", "hmac:c2VjcmV0LW9mLXRoZS1ob3N0LW9mLTMyLWJ5dGVzISE");
        Object settings = builder.getClass().getMethod("build").invoke(builder);
        Object node = type.getMethod("open", String.class, settingsType).invoke(null, "leaving", settings);
        Method verdict = type.getMethod("verdict", String.class);
        String known = mode.equals("sessions") ? "REVOKED" : "LIVE";
        Await.until("it answers", () -> invoke(verdict, node, OTHER).equals(known));
        type.getMethod("revoke", String.class).invoke(node, TOKEN);
        assertEquals("REVOKED", invoke(verdict, node, TOKEN));
        type.getMethod("health").invoke(node);
        redis.kill();
        Await.until("undecided", () -> invoke(verdict, node, OTHER).equals("UNDECIDED"));
        redis.restart();
        Await.until("it answers again", () -> invoke(verdict, node, OTHER).equals(known));
        assertEquals("REVOKED", invoke(verdict, node, TOKEN));
        assertTrue(threads().size() >= 5, "feed, timer, keeper, watch, commit: " + threads());
        type.getMethod("close").invoke(node);
        Await.until("no thread is left, but " + threads(), () -> threads().isEmpty());
        assertEquals("UNDECIDED", invoke(verdict, node, OTHER));
        assertEquals(List.of(), threads());
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName)
                .filter(name -> name.startsWith("leaving")).sorted().toList();
    }

    private static String invoke(Method method, Object target, String argument) {
        try {
            return method.invoke(target, argument).toString();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
