package org.tokenrevocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;

import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
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
            "com.google.gson.Gson",
            "org.json.JSONObject",
            "com.fasterxml.jackson.databind.ObjectMapper",
            "com.fasterxml.jackson.core.JsonFactory",
            "com.fasterxml.jackson.annotation.JsonProperty");

    @Test
    void close_ofAnUndeployedApplication_classLoaderIsCollected() throws Exception {
        try (RedisServer redis = RedisServer.launch()) {
            List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                loaders.add(deployAndUndeploy(redis));
            }
            Await.until("every class loader is collected", () -> {
                System.gc();
                return loaders.stream().allMatch(loader -> loader.get() == null);
            });
        }
    }

    private static WeakReference<ClassLoader> deployAndUndeploy(RedisServer redis) throws Exception {
        Set<URL> jars = new LinkedHashSet<>();
        for (String name : ONE_OF_EACH) {
            jars.add(Class.forName(name).getProtectionDomain().getCodeSource().getLocation());
        }
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader loader =
                new URLClassLoader(jars.toArray(new URL[0]), ClassLoader.getPlatformClassLoader())) {
            Thread.currentThread().setContextClassLoader(loader);
            use(loader, redis);
            return new WeakReference<>(loader);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    private static void use(ClassLoader loader, RedisServer redis) throws Exception {
        Class<?> settingsType = loader.loadClass("org.tokenrevocation.Settings");
        Class<?> type = loader.loadClass("org.tokenrevocation.TokenRevocation");
        assertNotSame(TokenRevocation.class, type);
        Object builder = settingsType.getMethod("builder").invoke(null);
        builder.getClass().getMethod("set", String.class, String.class).invoke(builder, "redis-url", redis.url());
        Object settings = builder.getClass().getMethod("build").invoke(builder);
        Object node = type.getMethod("open", String.class, settingsType).invoke(null, "leaving", settings);
        Method verdict = type.getMethod("verdict", String.class);
        Await.until("it answers", () -> invoke(verdict, node, "t1").equals("REVOKED"));
        type.getMethod("revoke", String.class).invoke(node, "t1");
        type.getMethod("health").invoke(node);
        redis.kill();
        Await.until("undecided", () -> invoke(verdict, node, "t1").equals("UNDECIDED"));
        redis.restart();
        Await.until("it answers again", () -> invoke(verdict, node, "t1").equals("REVOKED"));
        type.getMethod("close").invoke(node);
        assertEquals("UNDECIDED", invoke(verdict, node, "t1"));
    }

    private static String invoke(Method method, Object target, String argument) {
        try {
            return method.invoke(target, argument).toString();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
